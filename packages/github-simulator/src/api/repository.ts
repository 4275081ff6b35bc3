import type { Answer, Asked } from '../wire/operation.ts'
import { GitHubRefusal, notFound } from '../wire/refusal.ts'
import { type GitAnswer, git } from '@sallyport/simulation'

/** A repository that whoever asks may see. */
export interface Repository {
  /** As its owner spells it: `acme/shop`. */
  readonly name: string
  /** Where it is in the API: `http://127.0.0.1:49152/repos/acme/shop`. */
  readonly url: string
  readonly git: (...command: readonly string[]) => Promise<GitAnswer>
}

/** Names and directories; they may change while it runs. */
export type Repositories = ReadonlyMap<string, string>

/** @throws GitHubRefusal 404 for one that is not there, or that is not for whoever asks */
export function repositoryIn(repositories: Repositories, { parameters, root, viewer }: Asked): Repository {
  const wanted = `${parameters['owner']}/${parameters['repo']}`
  const found = [...repositories].find(([name]) => name.toLowerCase() === wanted.toLowerCase())
  if (found === undefined || !viewer.sees(found[0])) throw notFound()
  const [name, directory] = found
  return {
    name,
    url: `${root}/repos/${name}`,
    git: (...command) => git(directory, ...command),
  }
}

/** The repository, unless nothing was ever pushed to it. @throws GitHubRefusal 409 then */
export async function filledRepositoryIn(repositories: Repositories, asked: Asked): Promise<Repository> {
  const repository = repositoryIn(repositories, asked)
  const { output } = await repository.git('for-each-ref', '--count=1', 'refs/heads')
  if (output === '') throw new GitHubRefusal(409, 'Git Repository is empty.')
  return repository
}

/** The branch that `HEAD` names, whether it is there or not. */
export async function defaultBranchOf({ git: ask }: Repository): Promise<string> {
  // Not its short name: beside a tag of that name it would be "heads/main".
  const { output } = await ask('symbolic-ref', 'HEAD')
  return output.trim().replace(/^refs\/heads\//, '')
}

/** `repos/get`, its members that matter to a reader. */
export async function describeRepository(repository: Repository): Promise<Answer> {
  const { name, url } = repository
  const [owner = '', short = ''] = name.split('/')
  return {
    body: {
      id: 1,
      name: short,
      full_name: name,
      private: true,
      owner: { login: owner, id: 1, type: 'Organization' },
      fork: false,
      url,
      default_branch: await defaultBranchOf(repository),
      archived: false,
      disabled: false,
    },
  }
}

const objectName = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/

export const isObjectName = (text: string): boolean => objectName.test(text)

/** The commit that a full id, a branch or a tag names; nothing when there is none. */
export async function commitAt({ git: ask }: Repository, name: string): Promise<string | undefined> {
  const places = isObjectName(name)
    ? [name]
    : [`refs/heads/${name}`, `refs/tags/${name}`, ...(name.startsWith('refs/') ? [name] : [])]
  for (const place of places) {
    const { code, output } = await ask(
      'rev-parse',
      '--quiet',
      '--verify',
      '--end-of-options',
      `${place}^{commit}`,
    )
    if (code === 0) return output.trim()
  }
  return undefined
}
