import { UpstreamUnavailable } from '@sallyport/kernel'
import type { Change } from '../../change-set.ts'
import type { Revision } from '../../revision.ts'
import type { ChangeSource, Comparison, Span } from '../change-source.ts'
import { SourceRefused } from '../source-refused.ts'
import type { Edit, RepositoryStage, SourceFault } from './stage.ts'

type Tree = ReadonlyMap<string, string>

interface Commit {
  readonly tree: Tree
  readonly parent: string | undefined
}

interface Memory {
  readonly commits: Map<string, Commit>
  readonly refs: Map<string, string>
  fault: SourceFault | undefined
}

const origin = { kind: 'git', repository: 'shop', ref: 'refs/heads/main' } as const

/** A repository in memory that keeps every promise, unless the source is changed on its way out. */
export function memoryStage(
  change: (source: ChangeSource) => ChangeSource = (source) => source,
): RepositoryStage {
  const memory: Memory = { commits: new Map(), refs: new Map(), fault: undefined }
  const rewrite = async (at: string, edits: readonly Edit[]) => {
    const revision = `r${memory.commits.size + 1}`
    const tree = edits.reduce(edited, memory.commits.get(at)?.tree ?? new Map())
    memory.commits.set(revision, { tree, parent: at === '' ? undefined : at })
    memory.refs.set(origin.ref, revision)
    return revision
  }
  return {
    source: change(memorySource(memory)),
    origin,
    rewrite,
    land: (edits) => rewrite(memory.refs.get(origin.ref) ?? '', edits),
    event: (told) => ({ source: 'memory', ...told }),
    befall: async (fault) => void (memory.fault = fault),
    point: async (ref, at) => void memory.refs.set(ref, at),
    removeRef: async (ref) => void memory.refs.delete(ref),
    forget: async (revision) => (memory.commits.delete(revision) ? 'forgotten' : 'kept'),
  }
}

function edited(tree: Tree, edit: Edit): Tree {
  const next = new Map(tree)
  if ('put' in edit) next.set(edit.put, `${edit.executable ?? false} ${edit.content ?? ''}`)
  else if ('remove' in edit) next.delete(edit.remove)
  else {
    next.set(edit.to, next.get(edit.rename) ?? '')
    next.delete(edit.rename)
  }
  return next
}

function memorySource(memory: Memory): ChangeSource {
  const { refs, commits } = memory
  const own = () => {
    if (memory.fault === 'gone') throw new SourceRefused('git:shop', 'repository_missing')
  }
  const lineOf = (revision: string | undefined): readonly string[] =>
    revision === undefined ? [] : [revision, ...lineOf(commits.get(revision)?.parent)]
  return {
    kind: 'git',
    recognise,
    async tip({ ref }) {
      own()
      return refs.get(ref)
    },
    async firstBase({ ref }, to) {
      if (ref === origin.ref) return undefined
      const shared = new Set(ref.startsWith('refs/tags/') ? tagged(refs) : lineOf(refs.get(origin.ref)))
      return lineOf(to).find((revision) => shared.has(revision) && (revision !== to || ref.includes('heads')))
    },
    async changes(span) {
      own()
      return comparison(memory, span)
    },
    pin: (_, to) => ({
      revisionType: 'COMMIT_ID',
      revisionValue: to,
      action: { provider: 'Memory', configuration: {} },
    }),
    async refs() {
      own()
      return [...refs.keys()]
    },
  }
}

const tagged = (refs: Memory['refs']) =>
  [...refs].flatMap(([ref, at]) => (ref.startsWith('refs/tags/') ? at : []))

function recognise(event: unknown): Revision | undefined {
  try {
    const { source, happened, ref, from, to }: Record<string, unknown> = { ...(event as object) }
    if (source !== 'memory' || typeof ref !== 'string' || !/^refs\/\w+\/[\w/.]+$/.test(ref)) return undefined
    const isRevision = (value: unknown) => typeof value === 'string' && /^r\d+$/.test(value)
    if (from !== undefined && !isRevision(from)) return undefined
    const before = typeof from === 'string' ? { from } : {}
    if (happened === 'deleted') return { ...origin, ref, happened, ...before }
    if (happened !== 'created' && happened !== 'updated') return undefined
    return typeof to === 'string' && isRevision(to) ? { ...origin, ref, happened, ...before, to } : undefined
  } catch {
    return undefined
  }
}

function comparison(memory: Memory, { from, to }: Span): Comparison {
  const after = memory.commits.get(to)?.tree
  const before = from === undefined ? new Map<string, string>() : memory.commits.get(from)?.tree
  if (after === undefined) return { outcome: 'unknown_revision' }
  if (before === undefined) return { outcome: 'unknown_base' }
  let isRead = false
  async function* changes(): AsyncGenerator<Change> {
    let count = 0
    for (const change of differences(before ?? new Map(), after ?? new Map())) {
      if (memory.fault === 'busy' && count === 100) throw new UpstreamUnavailable('memory')
      count += 1
      yield change
    }
    isRead = true
  }
  return {
    outcome: 'compared',
    changes: { [Symbol.asyncIterator]: changes },
    completeness: () => (isRead ? 'exact' : 'unknown'),
  }
}

function* differences(before: Tree, after: Tree): Generator<Change> {
  for (const [path, content] of after) {
    if (!before.has(path)) yield { path, change: 'added' }
    else if (before.get(path) !== content) yield { path, change: 'modified' }
  }
  for (const path of before.keys()) if (!after.has(path)) yield { path, change: 'deleted' }
}
