import type { Answer, Asked, Operation } from '../wire/operation.ts'
import { GitHubRefusal, notFound } from '../wire/refusal.ts'
import {
  commitAt,
  filledRepositoryIn,
  isObjectName,
  type Repositories,
  type Repository,
} from './repository.ts'

/** Single commits, and trees. */
export const commitOperations = (repositories: Repositories): readonly Operation[] => [
  {
    id: 'repos/get-commit',
    method: 'GET',
    pattern: '/repos/{owner}/{repo}/commits/{ref...}',
    by: 'reader',
    answer: async (asked) => commitAnswer(await filledRepositoryIn(repositories, asked), asked),
  },
  {
    id: 'git/get-commit',
    method: 'GET',
    pattern: '/repos/{owner}/{repo}/git/commits/{commit_sha}',
    by: 'reader',
    async answer(asked) {
      const repository = await filledRepositoryIn(repositories, asked)
      const wanted = asked.parameters['commit_sha'] ?? ''
      const sha = isObjectName(wanted) ? await commitAt(repository, wanted) : undefined
      if (sha !== wanted) throw notFound()
      const [commit] = await commitsOf(repository, ['--max-count=1', sha])
      const { parents, commit: inner } = commit ?? {}
      return { body: { sha, url: `${repository.url}/git/commits/${sha}`, ...inner, parents } }
    },
  },
]

async function commitAnswer(repository: Repository, asked: Asked): Promise<Answer> {
  const wanted = asked.parameters['ref'] ?? ''
  const sha = await commitAt(repository, wanted)
  if (sha === undefined) throw new GitHubRefusal(422, `No commit found for SHA: ${wanted}`)
  const [commit] = await commitsOf(repository, ['--max-count=1', sha])
  return { body: commit }
}

const format = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'].join('%x00')

/** Commits as GitHub describes them, in the order of `git log` with these words. */
export async function commitsOf(repository: Repository, words: readonly string[]) {
  const { output } = await repository.git('log', '-z', '--no-show-signature', `--format=${format}`, ...words)
  const fields = output.split('\0')
  return Array.from({ length: Math.floor(fields.length / 10) }, (_, at) =>
    described(repository, fields.slice(at * 10, at * 10 + 10)),
  )
}

function described({ url }: Repository, fields: readonly string[]) {
  const [sha = '', tree = '', parents = '', ...rest] = fields
  const [author, authorMail, authored, committer, committerMail, committed, message = ''] = rest
  return {
    sha,
    node_id: sha,
    url: `${url}/commits/${sha}`,
    commit: {
      author: { name: author, email: authorMail, date: authored },
      committer: { name: committer, email: committerMail, date: committed },
      message: message.trimEnd(),
      tree: { sha: tree, url: `${url}/git/trees/${tree}` },
      url: `${url}/git/commits/${sha}`,
    },
    parents: parents
      .split(' ')
      .filter((parent) => parent !== '')
      .map((parent) => ({ sha: parent, url: `${url}/commits/${parent}` })),
  }
}
