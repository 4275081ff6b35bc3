import type { Origin } from '@sallyport/delivery'
import { type GitRepository, textOf } from './git-process.ts'
import { commitsOf, isObjectName } from './object-name.ts'

/** Where a branch left the default branch; nothing for the default branch itself, or without an ancestor. */
export async function mergeBase(
  repository: GitRepository,
  { ref }: Origin,
  { to, defaultBranch }: { readonly to: string; readonly defaultBranch: string },
): Promise<string | undefined> {
  if (ref === defaultBranch) return undefined
  const [tip, revision] = await commitsOf(repository, [defaultBranch, to])
  if (tip === undefined || revision === undefined) return undefined
  const answer = await textOf(repository, { words: ['merge-base', tip, revision], answers: [1] })
  return commitIn(answer)
}

/** The nearest tag in the history before a revision, whatever it is called. */
export async function tagBefore(repository: GitRepository, to: string): Promise<string | undefined> {
  const [parent] = await commitsOf(repository, [`${to}^`])
  if (parent === undefined) return undefined
  const words = ['describe', '--tags', '--abbrev=0', '--candidates=1', parent]
  // 128 is also how it says that there is no tag; the commit itself is known to exist.
  const name = (await textOf(repository, { words, answers: [128] })).trimEnd()
  if (name === '') return undefined
  const [commit] = await commitsOf(repository, [`refs/tags/${name}`])
  return commit
}

/** The branch that `HEAD` names: of a bare repository, its default branch. */
export async function branchOfHead(repository: GitRepository): Promise<string> {
  const answer = await textOf(repository, { words: ['symbolic-ref', '--quiet', 'HEAD'], answers: [1] })
  return answer.trimEnd()
}

function commitIn(answer: string): string | undefined {
  const [line] = answer.split('\n')
  return isObjectName(line) ? line : undefined
}
