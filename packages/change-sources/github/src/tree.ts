import { UpstreamUnavailable } from '@sallyport/kernel'
import { memberAt, membersOf } from './answer-body.ts'
import type { Answer, Question } from './question.ts'

/** What a path is: `100644`, `100755`, `120000`, `160000` or `040000`, and the object it holds. */
export interface Entry {
  readonly mode: string
  readonly sha: string
}

export interface Tree {
  readonly entries: ReadonlyMap<string, Entry>
  /** GitHub tells 100,000 entries and 7 MB of a tree at most. */
  readonly isTruncated: boolean
}

export const directory = '040000'

export const emptyTree: Tree = { entries: new Map(), isTruncated: false }

export type Depth = 'one_level' | 'all'

export const treeQuestion = (repository: string, sha: string, depth: Depth): Question => ({
  repository,
  read: (github, sent) => github.tree(sent, sha, depth),
})

/**
 * The tree in an answer. Nothing of the answer but paths, modes and names of objects is kept; of a tree told
 * to the end, directories are left out.
 *
 * @throws UpstreamUnavailable for one that is not there: its commit was, a moment ago
 */
export function treeIn(answer: Answer | 'absent', repository: string, depth: Depth): Tree {
  const list = answer === 'absent' ? undefined : memberAt(answer.body, 'tree')
  if (answer === 'absent' || !Array.isArray(list))
    throw new UpstreamUnavailable(`github:${repository}`, { found: 'no tree' })
  const entries = new Map<string, Entry>()
  for (const each of list) {
    const { path, mode, sha } = membersOf(each)
    if (typeof path !== 'string' || typeof mode !== 'string' || typeof sha !== 'string')
      throw new UpstreamUnavailable(`github:${repository}`, { found: 'a tree that cannot be read' })
    if (depth === 'one_level' || mode !== directory) entries.set(path, { mode, sha })
  }
  return { entries, isTruncated: memberAt(answer.body, 'truncated') === true }
}
