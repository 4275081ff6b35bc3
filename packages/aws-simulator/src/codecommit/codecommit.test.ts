import {
  CodeCommitClient,
  GetBranchCommand,
  GetCommitCommand,
  GetMergeOptionsCommand,
  GetRepositoryCommand,
  paginateListBranches,
} from '@aws-sdk/client-codecommit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AwsSimulator, awsSimulator } from '../aws-simulator.ts'
import { rawCall } from '../raw-call.fixture.ts'
import { type MadeRepository, madeRepository } from '@sallyport/simulation/stages'

let aws: AwsSimulator
let shop: MadeRepository
let empty: MadeRepository
let client: CodeCommitClient
let first: string
let main: string
let feature: string
let orphan: string

beforeAll(async () => {
  shop = madeRepository()
  empty = madeRepository()
  first = shop.commit('First', { 'a.txt': 'a\n' })
  shop.git('checkout', '--quiet', '-b', 'feature/x')
  feature = shop.commit('Feature', { 'b.txt': 'b\n' })
  shop.git('checkout', '--quiet', '--orphan', 'elsewhere')
  orphan = shop.commit('Elsewhere', { 'c.txt': 'c\n' })
  shop.git('checkout', '--quiet', 'main')
  main = shop.commit('Wrote\n\nmore, ünicode', { 'a.txt': 'changed\n' })
  shop.git('tag', '--annotate', '--message', 'v1', 'v1', first)
  aws = await awsSimulator({ repositories: { shop: shop.directory, empty: empty.directory }, pageSize: 2 })
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
  client = new CodeCommitClient({ endpoint: aws.url, region: 'eu-west-1', credentials, maxAttempts: 1 })
})

afterAll(async () => {
  client.destroy()
  await aws.close()
  shop.remove()
  empty.remove()
})

const call = async (operation: string, input: object) =>
  (await rawCall(aws.url, `codecommit.${operation}`, input)).body

describe('every operation', () => {
  it.each([
    ['GetRepository', {}, 'RepositoryNameRequiredException'],
    ['GetRepository', { repositoryName: 'a b' }, 'InvalidRepositoryNameException'],
    ['GetBranch', { repositoryName: 'shop' }, 'BranchNameRequiredException'],
    ['GetBranch', { repositoryName: 'shop', branchName: '' }, 'InvalidBranchNameException'],
    ['GetCommit', { repositoryName: 'shop' }, 'CommitIdRequiredException'],
    ['GetDifferences', { repositoryName: 'shop' }, 'CommitRequiredException'],
    [
      'GetMergeOptions',
      {
        repositoryName: 'shop',
        sourceCommitSpecifier: 'main',
        destinationCommitSpecifier: 'main',
        conflictDetailLevel: 'X',
      },
      'InvalidConflictDetailLevelException',
    ],
  ])('%s has exceptions of its own for %j [codecommit-own-exceptions]', async (operation, input, type) => {
    expect(await call(operation, input)).toMatchObject({ __type: type })
  })

  it.each(['GetRepository', 'ListBranches'])(
    '%s knows no other repository [codecommit-repository-missing]',
    async (operation) => {
      expect(await call(operation, { repositoryName: 'none' })).toEqual({
        __type: 'RepositoryDoesNotExistException',
        message: 'none does not exist',
      })
    },
  )

  it('does not take a folder inside a repository for one', async () => {
    aws.repositories.set('inside', `${shop.directory}/.git/objects`)
    expect(await call('GetBranch', { repositoryName: 'inside', branchName: 'main' })).toMatchObject({
      __type: 'BranchDoesNotExistException',
    })
  })

  it.each(['.git', ''])('reads a repository at its folder%s', async (suffix) => {
    aws.repositories.set('same', `${shop.directory}/${suffix}`)
    expect(await call('GetBranch', { repositoryName: 'same', branchName: 'main' })).toMatchObject({
      branch: { commitId: main },
    })
  })
})

describe('a branch', () => {
  it.each(['main', 'feature/x'])('%s points to its commit [codecommit-branch]', async (branchName) => {
    const { branch } = await client.send(new GetBranchCommand({ repositoryName: 'shop', branchName }))
    expect(branch).toEqual({ branchName, commitId: branchName === 'main' ? main : feature })
  })

  it.each(['v1', 'refs/heads/main', 'main~1', 'main@{0}', 'none'])('is not called %s', async (branchName) => {
    const asked = client.send(new GetBranchCommand({ repositoryName: 'shop', branchName }))
    await expect(asked).rejects.toMatchObject({ name: 'BranchDoesNotExistException' })
  })

  it('is listed, tags are not [codecommit-branches-only]', async () => {
    const pages: (readonly string[] | undefined)[] = []
    for await (const { branches } of paginateListBranches({ client }, { repositoryName: 'shop' }))
      pages.push(branches)
    expect(pages).toEqual([['elsewhere', 'feature/x'], ['main']])
  })

  it('is the default one if HEAD says so [codecommit-default-branch]', async () => {
    const asked = (repositoryName: string) => client.send(new GetRepositoryCommand({ repositoryName }))
    expect((await asked('shop')).repositoryMetadata).toMatchObject({
      defaultBranch: 'main',
      Arn: 'arn:aws:codecommit:eu-west-1:111122223333:shop',
    })
    expect((await asked('empty')).repositoryMetadata).not.toHaveProperty('defaultBranch')
  })
})

describe('a commit', () => {
  it('tells its tree, its parents and who made it when [codecommit-commit-date]', async () => {
    const { commit } = await client.send(new GetCommitCommand({ repositoryName: 'shop', commitId: main }))
    expect(commit).toEqual({
      commitId: main,
      treeId: shop.git('rev-parse', 'main^{tree}'),
      parents: [first],
      message: 'Wrote\n\nmore, ünicode\n',
      author: { name: 'Ada', email: 'ada@example.com', date: '1484167798 -0800' },
      committer: {
        name: 'Ada',
        email: 'ada@example.com',
        date: expect.stringMatching(/^\d+ [+-]\d{4}$/),
      },
      additionalData: '',
    })
  })

  it('may have no parents', async () => {
    const answer = await call('GetCommit', { repositoryName: 'shop', commitId: first })
    expect(answer).toMatchObject({ commit: { parents: [] } })
  })

  it.each(['main', 'v1', 'HEAD', 'abcdef0'])(
    'is found by its full id, not by %s [codecommit-commit-full-id]',
    async (commitId) => {
      expect(await call('GetCommit', { repositoryName: 'shop', commitId })).toMatchObject({
        __type: 'InvalidCommitIdException',
      })
    },
  )

  it('is not what is no commit [codecommit-commit-missing]', async () => {
    for (const commitId of ['f'.repeat(40), shop.git('rev-parse', 'main^{tree}')])
      expect(await call('GetCommit', { repositoryName: 'shop', commitId })).toMatchObject({
        __type: 'CommitIdDoesNotExistException',
      })
  })
})

describe('merge options', () => {
  const options = (source: string, destination: string) =>
    client.send(
      new GetMergeOptionsCommand({
        repositoryName: 'shop',
        sourceCommitSpecifier: source,
        destinationCommitSpecifier: destination,
      }),
    )

  it('tell the merge base, and do not look for conflicts [codecommit-merge-base] [codecommit-merge-conflicts]', async () => {
    expect(await options('feature/x', 'main')).toMatchObject({
      baseCommitId: first,
      sourceCommitId: feature,
      destinationCommitId: main,
      mergeOptions: ['SQUASH_MERGE', 'THREE_WAY_MERGE'],
    })
  })

  it('have a fast forward if nothing happened since', async () => {
    expect((await options(feature, first)).mergeOptions).toContain('FAST_FORWARD_MERGE')
  })

  it('are none without a common ancestor [codecommit-no-merge-base]', async () => {
    await expect(options(orphan, 'main')).rejects.toMatchObject({ name: 'TipsDivergenceExceededException' })
  })
})
