import type { Change, Interest } from '@sallyport/delivery'
import type { Questions } from './questions.ts'
import { type Depth, directory, emptyTree, type Entry, type Tree, treeIn, treeQuestion } from './tree.ts'

/** Two trees, by the names of their objects; nothing stands for the empty one. */
export interface TreePair {
  readonly before: string | undefined
  readonly after: string | undefined
}

/** Compares trees of one repository. */
export interface TreeComparison {
  readonly differences: (pair: TreePair) => AsyncIterable<Change>
  /** Whether something was left out that might have changed. */
  readonly isIncomplete: () => boolean
}

/** How far a comparison goes. */
export interface Reach {
  readonly repository: string
  /** Of trees that GitHub does not tell to the end, what is under none of these is left out. */
  readonly interest: Interest
  readonly mostTrees: number
}

/**
 * Asks for both trees to the end, and compares them path by path. Where GitHub cuts one off, its own
 * directories are compared in the same way, those alone that differ.
 */
export function treeComparison(questions: Questions, reach: Reach): TreeComparison {
  const walk: Walk = { reach, left: reach.mostTrees, isIncomplete: false, read: readerOf(questions, reach) }
  return {
    differences(pair) {
      walk.left = reach.mostTrees
      walk.isIncomplete = false
      return below(walk, '', pair)
    },
    isIncomplete: () => walk.isIncomplete,
  }
}

interface Walk {
  readonly reach: Reach
  readonly read: (pair: TreePair, depth: Depth) => Promise<readonly [Tree, Tree]>
  left: number
  isIncomplete: boolean
}

function readerOf(questions: Questions, { repository }: Reach): Walk['read'] {
  const one = async (sha: string, depth: Depth) =>
    treeIn(await questions.ask(treeQuestion(repository, sha, depth)), repository, depth)
  return async ({ before, after }, depth) => {
    if (before === undefined) return [emptyTree, after === undefined ? emptyTree : await one(after, depth)]
    if (after === undefined) return [await one(before, depth), emptyTree]
    const answers = await questions.askBoth(
      treeQuestion(repository, before, depth),
      treeQuestion(repository, after, depth),
    )
    return [treeIn(answers[0], repository, depth), treeIn(answers[1], repository, depth)]
  }
}

/** @param prefix where the trees are, with a slash at its end, or nothing for the root */
async function* below(walk: Walk, prefix: string, pair: TreePair): AsyncGenerator<Change> {
  if (pair.before === pair.after) return
  if (!mayRead(walk, pair)) return
  const [before, after] = await walk.read(pair, 'all')
  if (!before.isTruncated && !after.isTruncated) yield* differences(before, after, prefix)
  else yield* levelBelow(walk, prefix, pair)
}

async function* levelBelow(walk: Walk, prefix: string, pair: TreePair): AsyncGenerator<Change> {
  if (!mayRead(walk, pair)) return
  const [before, after] = await walk.read(pair, 'one_level')
  // A single directory of that size: what one side does not tell, it may hold nevertheless.
  const isCut = before.isTruncated || after.isTruncated
  if (isCut) walk.isIncomplete = true
  const deeper: (readonly [string, TreePair])[] = []
  for (const name of new Set([...before.entries.keys(), ...after.entries.keys()])) {
    const [old, now] = [before.entries.get(name), after.entries.get(name)]
    if (isCut && (old === undefined || now === undefined)) continue
    const path = `${prefix}${name}`
    const change = changeOf(path, fileOf(old), fileOf(now))
    if (change !== undefined) yield change
    const trees = { before: treeOf(old), after: treeOf(now) }
    if (trees.before !== trees.after && isOfInterest(walk.reach.interest, `${path}/`))
      deeper.push([`${path}/`, trees])
  }
  for (const [place, trees] of deeper) yield* below(walk, place, trees)
}

function mayRead(walk: Walk, { before, after }: TreePair): boolean {
  walk.left -= before === undefined || after === undefined ? 1 : 2
  if (walk.left >= 0) return true
  walk.isIncomplete = true
  return false
}

function* differences(before: Tree, after: Tree, prefix: string): Generator<Change> {
  for (const [path, now] of after.entries) {
    const change = changeOf(`${prefix}${path}`, before.entries.get(path), now)
    if (change !== undefined) yield change
  }
  for (const path of before.entries.keys())
    if (!after.entries.has(path)) yield { path: `${prefix}${path}`, change: 'deleted' }
}

/** Mode and content, so that links, submodules and what may be executed are told as well. */
function changeOf(path: string, old: Entry | undefined, now: Entry | undefined): Change | undefined {
  if (now === undefined) return old && { path, change: 'deleted' }
  if (old === undefined) return { path, change: 'added', object: now.sha }
  const isSame = old.mode === now.mode && old.sha === now.sha
  return isSame ? undefined : { path, change: 'modified', object: now.sha }
}

const fileOf = (entry: Entry | undefined) => (entry?.mode === directory ? undefined : entry)
const treeOf = (entry: Entry | undefined) => (entry?.mode === directory ? entry.sha : undefined)

/** Whether a directory leads to some prefix, or is below one. */
const isOfInterest = (interest: Interest, place: string) =>
  interest === 'every' || interest.some((prefix) => place.startsWith(prefix) || prefix.startsWith(place))
