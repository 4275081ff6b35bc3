import type { Operation } from '../wire/operation.ts'
import { pageOf } from '../wire/page.ts'
import { notFound } from '../wire/refusal.ts'
import {
  filledRepositoryIn,
  isObjectName,
  type Repositories,
  type Repository,
  repositoryIn,
} from './repository.ts'

interface Reference {
  readonly ref: string
  readonly type: string
  readonly sha: string
  /** Of an annotated tag, the commit. */
  readonly commit: string
}

/** Branches, tags and what they point to. */
export const referenceOperations = (repositories: Repositories): readonly Operation[] => [
  {
    id: 'git/get-ref',
    method: 'GET',
    pattern: '/repos/{owner}/{repo}/git/ref/{ref...}',
    by: 'reader',
    async answer(asked) {
      const repository = await filledRepositoryIn(repositories, asked)
      const wanted = `refs/${asked.parameters['ref']}`
      const found = (await referencesOf(repository, wanted)).find(({ ref }) => ref === wanted)
      if (found === undefined) throw notFound()
      return { body: described(repository, found) }
    },
  },
  {
    id: 'git/list-matching-refs',
    method: 'GET',
    pattern: '/repos/{owner}/{repo}/git/matching-refs/{ref...}',
    by: 'reader',
    async answer(asked) {
      const repository = await filledRepositoryIn(repositories, asked)
      const found = await referencesOf(repository, 'refs/')
      const matching = found.filter(({ ref }) => ref.startsWith(`refs/${asked.parameters['ref']}`))
      return { body: matching.map((each) => described(repository, each)) }
    },
  },
  {
    id: 'git/get-tag',
    method: 'GET',
    pattern: '/repos/{owner}/{repo}/git/tags/{tag_sha}',
    by: 'reader',
    async answer(asked) {
      const repository = await filledRepositoryIn(repositories, asked)
      return { body: await annotatedTag(repository, asked.parameters['tag_sha'] ?? '') }
    },
  },
  list(repositories, 'branches'),
  list(repositories, 'tags'),
]

function list(repositories: Repositories, sort: 'branches' | 'tags'): Operation {
  const under = sort === 'branches' ? 'refs/heads/' : 'refs/tags/'
  return {
    id: `repos/list-${sort}`,
    method: 'GET',
    pattern: `/repos/{owner}/{repo}/${sort}`,
    by: 'reader',
    async answer(asked) {
      const repository = repositoryIn(repositories, asked)
      const found = (await referencesOf(repository, under)).filter(({ commit }) => commit !== '')
      return pageOf(
        found.map(({ ref, commit: sha }) => ({
          name: ref.slice(under.length),
          commit: { sha, url: `${repository.url}/commits/${sha}` },
        })),
        asked,
      )
    },
  }
}

async function referencesOf(repository: Repository, pattern: string): Promise<readonly Reference[]> {
  const format = '%(refname)%00%(objecttype)%00%(objectname)%00%(*objecttype)%00%(*objectname)'
  // A name that git would read as a pattern, or as a folder of names, finds more: callers look again.
  const { output } = await repository.git('for-each-ref', `--format=${format}`, pattern)
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [ref = '', type = '', sha = '', innerType = '', inner = ''] = line.split('\0')
      const commit = type === 'commit' ? sha : innerType === 'commit' ? inner : ''
      return { ref, type, sha, commit }
    })
}

const described = ({ url }: Repository, { ref, type, sha }: Reference) => ({
  ref,
  node_id: ref,
  url: `${url}/git/${ref}`,
  object: { type, sha, url: `${url}/git/${type}s/${sha}` },
})

async function annotatedTag(repository: Repository, sha: string) {
  const { code, output } = isObjectName(sha)
    ? await repository.git('cat-file', 'tag', sha)
    : { code: 1, output: '' }
  const [, target, type, tag] = /^object (\w+)\ntype (\w+)\ntag (.*)$/m.exec(output) ?? []
  if (code !== 0 || target === undefined) throw notFound()
  const { url } = repository
  return {
    sha,
    tag,
    url: `${url}/git/tags/${sha}`,
    message: output.split('\n\n').slice(1).join('\n\n'),
    object: { type, sha: target, url: `${url}/git/${type}s/${target}` },
  }
}
