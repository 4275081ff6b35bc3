import { UpstreamUnavailable } from '@sallyport/kernel'
import type { Change } from '../change-set.ts'
import type { ChangeSource, Comparison, Span } from '../ports/change-source.ts'
import { SourceRefused } from '../ports/source-refused.ts'

/** Contents by path. */
export type Tree = ReadonlyMap<string, string>

/** New contents by path; nothing takes the file away. */
export type Edits = Readonly<Record<string, string | undefined>>

/**
 * What befalls the source: it does not answer, it breaks off in the middle of a comparison, it ends one
 * before its time and says so, or the repository may not be read.
 */
export type RepositoryFault = 'throttled' | 'halfway' | 'truncated' | 'refused'

/** A repository in memory: commits, refs and what becomes of them. */
export interface Repository {
  readonly source: ChangeSource
  /** Makes a commit that no ref leads to yet. */
  readonly commit: (parent: string | undefined, edits: Edits) => string
  /** Moves a ref, or takes it away. */
  readonly point: (ref: string, commit: string | undefined) => void
  readonly tipOf: (ref: string) => string | undefined
  /** Everywhere a ref has pointed, in order. */
  readonly historyOf: (ref: string) => readonly string[]
  readonly treeOf: (commit: string) => Tree
  /** Drops a commit that nothing leads to any more. */
  readonly forget: (commit: string) => void
  readonly befall: (fault: RepositoryFault | undefined) => void
}

export const main = 'refs/heads/main'

interface Memory {
  readonly commits: Map<string, { readonly tree: Tree; readonly parent: string | undefined }>
  readonly refs: Map<string, string>
  fault: RepositoryFault | undefined
}

export function memoryRepository(): Repository {
  const memory: Memory = { commits: new Map(), refs: new Map(), fault: undefined }
  const { commits, refs } = memory
  const moves: { readonly ref: string; readonly commit: string | undefined }[] = []
  let made = 0
  return {
    source: sourceOn(memory),
    commit(parent, edits) {
      const tree = new Map(parent === undefined ? [] : commits.get(parent)?.tree)
      for (const [path, content] of Object.entries(edits))
        if (content === undefined) tree.delete(path)
        else tree.set(path, content)
      made += 1
      commits.set(`c${made}`, { tree, parent })
      return `c${made}`
    },
    point(ref, commit) {
      moves.push({ ref, commit })
      if (commit === undefined) refs.delete(ref)
      else refs.set(ref, commit)
    },
    tipOf: (ref) => refs.get(ref),
    historyOf: (ref) => moves.flatMap((move) => (move.ref === ref ? (move.commit ?? []) : [])),
    treeOf: (commit) => commits.get(commit)?.tree ?? new Map(),
    forget: (commit) => void commits.delete(commit),
    befall: (fault) => void (memory.fault = fault),
  }
}

function sourceOn(memory: Memory): ChangeSource {
  const answering = <Answer>(answer: () => Answer): Answer => {
    if (memory.fault === 'throttled') throw new UpstreamUnavailable('codecommit:shop')
    if (memory.fault === 'refused') throw new SourceRefused('codecommit:shop', 'access_denied')
    return answer()
  }
  return {
    kind: 'codecommit',
    recognise: () => undefined,
    tip: async ({ ref }) => answering(() => memory.refs.get(ref)),
    firstBase: async ({ ref }, to) => answering(() => firstBase(memory, ref, to)),
    changes: async (span) => answering(() => comparison(memory, span)),
    pin: ({ repository }, to) => ({
      revisionType: 'COMMIT_ID',
      revisionValue: to,
      action: { provider: 'CodeCommit', configuration: { RepositoryName: repository } },
    }),
    refs: async () => answering(() => [...memory.refs.keys()]),
  }
}

/** Where a branch left the default branch; of a tag, the nearest one before. */
function firstBase({ commits, refs }: Memory, ref: string, to: string): string | undefined {
  const lineOf = (commit: string | undefined): readonly string[] =>
    commit === undefined || !commits.has(commit) ? [] : [commit, ...lineOf(commits.get(commit)?.parent)]
  if (ref === main) return undefined
  if (ref.startsWith('refs/heads/')) {
    const shared = new Set(lineOf(refs.get(main)))
    return lineOf(to).find((commit) => shared.has(commit))
  }
  const tagged = new Set([...refs].flatMap(([name, at]) => (name.startsWith('refs/tags/') ? at : [])))
  return lineOf(to).find((commit) => commit !== to && tagged.has(commit))
}

function comparison(memory: Memory, { from, to }: Span): Comparison {
  const after = memory.commits.get(to)?.tree
  const before = from === undefined ? new Map<string, string>() : memory.commits.get(from)?.tree
  if (after === undefined) return { outcome: 'unknown_revision' }
  if (before === undefined) return { outcome: 'unknown_base' }
  async function* changes() {
    for (const [at, change] of differences(before ?? new Map(), after ?? new Map()).entries()) {
      if (at === 1 && memory.fault === 'halfway') throw new UpstreamUnavailable('codecommit:shop')
      if (at === 1 && memory.fault === 'truncated') return
      yield change
    }
  }
  return {
    outcome: 'compared',
    changes: changes(),
    completeness: () => (memory.fault === 'truncated' ? 'unknown' : 'exact'),
  }
}

function differences(before: Tree, after: Tree): readonly Change[] {
  const news = [...after].flatMap(([path, content]): Change[] => {
    if (!before.has(path)) return [{ path, change: 'added' }]
    return before.get(path) === content ? [] : [{ path, change: 'modified' }]
  })
  const gone = [...before.keys()].filter((path) => !after.has(path))
  return [...news, ...gone.map((path): Change => ({ path, change: 'deleted' }))]
}
