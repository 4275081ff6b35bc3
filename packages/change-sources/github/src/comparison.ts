import type { Change, Comparison, Span } from '@sallyport/delivery'
import { UpstreamUnavailable } from '@sallyport/kernel'
import { memberAt } from './answer-body.ts'
import { changesIn, mostFiles } from './compared-files.ts'
import { gaveUp } from './fault.ts'
import { isObjectName } from './object-name.ts'
import type { Answer } from './question.ts'
import type { Questions } from './questions.ts'
import { type TreePair, treeComparison } from './tree-comparison.ts'

/** What comparisons need beside the span. */
export interface Means {
  readonly questions: Questions
  readonly mostTrees: number
}

/**
 * Compares two commits, tree with tree.
 *
 * GitHub's own comparison is one from the merge base, tells 300 files at most, and not that there are more.
 * It is believed where the base is an ancestor, so that the merge base is the base; from 300 files on, and
 * wherever else, the trees are compared.
 */
export async function comparison(means: Means, span: Span): Promise<Comparison> {
  const { from, to } = span
  if (!isObjectName(to)) return { outcome: 'unknown_revision' }
  if (from === undefined || !isObjectName(from)) {
    const after = await treeOf(means, span, to)
    if (after === undefined) return { outcome: 'unknown_revision' }
    return from === undefined
      ? byTrees(means, span, { before: undefined, after })
      : { outcome: 'unknown_base' }
  }
  const answer = await ownComparison(means, span, `${from}...${to}`)
  return answer === 'absent' ? byBothTrees(means, span, from) : byFiles(means, span, answer)
}

async function ownComparison({ questions }: Means, span: Span, basehead: string): Promise<Answer | 'absent'> {
  const { repository } = span.origin
  try {
    return await questions.ask({ repository, read: (github, sent) => github.comparison(sent, basehead) })
  } catch (failure) {
    // Some comparisons are more than GitHub can do; trees it can always tell.
    if (gaveUp(failure)) return 'absent'
    throw failure
  }
}

/** Either commit may be missing, or they have no ancestor in common. */
async function byBothTrees(means: Means, span: Span, from: string): Promise<Comparison> {
  const after = await treeOf(means, span, span.to)
  if (after === undefined) return { outcome: 'unknown_revision' }
  const before = await treeOf(means, span, from)
  return before === undefined ? { outcome: 'unknown_base' } : byTrees(means, span, { before, after })
}

async function byFiles(means: Means, span: Span, { body }: Answer): Promise<Comparison> {
  const status = memberAt(body, 'status')
  const files = status === 'identical' ? [] : memberAt(body, 'files')
  const base = memberAt(body, 'base_commit', 'sha')
  const isAncestor = isObjectName(base) && memberAt(body, 'merge_base_commit', 'sha') === base
  const isAhead = status === 'ahead' && isAncestor
  const told = status === 'identical' || isAhead ? changesIn(files) : undefined
  if (told === undefined || !Array.isArray(files)) return byBothTrees(means, span, String(span.from))
  if (files.length < mostFiles)
    return compared(async function* () {
      yield* told
    })
  const before = memberAt(body, 'base_commit', 'commit', 'tree', 'sha')
  return filesThenTrees({ means, span, told }, isObjectName(before) ? before : undefined)
}

interface Started {
  readonly means: Means
  readonly span: Span
  readonly told: readonly Change[]
}

/** The files that GitHub tells may settle everything; the trees are asked for once they did not. */
async function filesThenTrees(
  { means, span, told }: Started,
  before: string | undefined,
): Promise<Comparison> {
  const trees = comparisonOf(means, span)
  const later = async function* () {
    yield* told
    const known = new Set(told.map(({ path }) => path))
    const after = await treeOf(means, span, span.to)
    const base = before ?? (await treeOf(means, span, String(span.from)))
    if (after === undefined || base === undefined)
      throw new UpstreamUnavailable(`github:${span.origin.repository}`, { found: 'a commit that went away' })
    for await (const change of trees.differences({ before: base, after }))
      if (!known.has(change.path)) yield change
  }
  return compared(later, trees.isIncomplete)
}

function byTrees(means: Means, span: Span, pair: TreePair): Comparison {
  const trees = comparisonOf(means, span)
  return compared(() => trees.differences(pair), trees.isIncomplete)
}

const comparisonOf = ({ questions, mostTrees }: Means, { origin, interest }: Span) =>
  treeComparison(questions, { repository: origin.repository, interest, mostTrees })

function compared(changes: () => AsyncIterable<Change>, isIncomplete = () => false): Comparison {
  let isRead = false
  return {
    outcome: 'compared',
    changes: {
      async *[Symbol.asyncIterator]() {
        isRead = false
        yield* changes()
        isRead = true
      },
    },
    completeness: () => (isRead && !isIncomplete() ? 'exact' : 'unknown'),
  }
}

/** The tree of a commit; nothing when there is no such commit. */
async function treeOf({ questions }: Means, { origin }: Span, commit: string): Promise<string | undefined> {
  const { repository } = origin
  const answer = await questions.ask({ repository, read: (github, sent) => github.commit(sent, commit) })
  if (answer === 'absent') return undefined
  const tree = memberAt(answer.body, 'tree', 'sha')
  if (isObjectName(tree)) return tree
  throw new UpstreamUnavailable(`github:${repository}`, { found: 'a commit without a tree' })
}
