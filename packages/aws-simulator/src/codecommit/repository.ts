import type { Input } from '../wire/input-check.ts'
import { requiredIn } from '../wire/operation.ts'
import { AwsRefusal } from '../wire/refusal.ts'
import { git, type GitAnswer } from '@sallyport/simulation'

/** What CodeCommit is made of: git repositories by name, and how it is to behave. */
export interface Store {
  readonly repositories: ReadonlyMap<string, string>
  readonly pageSize: number
  /** Whether commits that no reference leads to can still be asked for. */
  readonly unreachableCommits: 'kept' | 'gone'
  readonly region: string
  readonly accountId: string
}

/** A repository that a call names. */
export interface Repository {
  readonly name: string
  readonly git: (...command: readonly string[]) => Promise<GitAnswer>
  readonly unreachableCommits: Store['unreachableCommits']
}

/** @throws AwsRefusal RepositoryDoesNotExistException */
export function repositoryIn(input: Input, { repositories, unreachableCommits }: Store): Repository {
  const name = requiredIn(input, 'repositoryName')
  const directory = repositories.get(name)
  if (directory === undefined)
    throw new AwsRefusal('RepositoryDoesNotExistException', `${name} does not exist`)
  return { name, git: (...command) => git(directory, ...command), unreachableCommits }
}

/** What a git command printed on one line; nothing when it failed. */
export async function lineOf(repository: Repository, ...command: readonly string[]) {
  const { code, output } = await repository.git(...command)
  return code === 0 ? output.trim() : undefined
}

/** The branch that `HEAD` names, if there is one. */
export async function defaultBranchOf(repository: Repository): Promise<string | undefined> {
  const name = await lineOf(repository, 'symbolic-ref', '-q', 'HEAD')
  if (name === undefined) return undefined
  const commit = await lineOf(repository, 'rev-parse', '-q', '--verify', `${name}^{commit}`)
  return commit === undefined ? undefined : name.replace('refs/heads/', '')
}
