import { CodeCommitClient, type Difference, paginateGetDifferences } from '@aws-sdk/client-codecommit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AwsSimulator, awsSimulator } from '../aws-simulator.ts'
import { rawCall } from '../raw-call.fixture.ts'
import { type MadeRepository, madeRepository } from '@sallyport/simulation/stages'

let aws: AwsSimulator
let shop: MadeRepository
let client: CodeCommitClient
let before: string
let after: string
let lost: string

beforeAll(async () => {
  shop = madeRepository()
  before = shop.commit('Before', {
    'docs/old.md': 'the same content, renamed\n',
    'docs/gone.md': 'gone\n',
    'src/a.ts': 'a\n',
    'src/run.sh': 'run\n',
    'src/link': '-> a.ts',
    'same.txt': 'same\n',
  })
  shop.git('tag', 'v1')
  shop.git('branch', 'same-name')
  lost = shop.commit('Lost', { 'lost.txt': 'x\n' })
  shop.git('reset', '--quiet', '--hard', before)
  after = shop.commit('After', {
    'docs/old.md': null,
    'docs/new.md': 'the same content, renamed\n',
    'docs/gone.md': null,
    'src/a.ts': 'b\n',
    'src/run.sh': '+x',
    'src/link': null,
    'src/added "ü".ts': 'x\n',
  })
  shop.git('tag', 'same-name')
  aws = await awsSimulator({ repositories: { shop: shop.directory }, pageSize: 3 })
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
  client = new CodeCommitClient({ endpoint: aws.url, region: 'eu-west-1', credentials, maxAttempts: 1 })
})

afterAll(async () => {
  client.destroy()
  await aws.close()
  shop.remove()
})

const call = async (input: object) =>
  (await rawCall(aws.url, 'codecommit.GetDifferences', { repositoryName: 'shop', ...input })).body

const span = () => ({ beforeCommitSpecifier: before, afterCommitSpecifier: after })

async function told(input: object): Promise<readonly (readonly Difference[])[]> {
  const pages: Difference[][] = []
  const question = { repositoryName: 'shop', afterCommitSpecifier: after, ...input }
  for await (const { differences = [] } of paginateGetDifferences({ client }, question))
    pages.push(differences)
  return pages
}

const brief = (differences: readonly Difference[]) =>
  differences.map(
    ({ changeType, beforeBlob, afterBlob }) => `${changeType} ${afterBlob?.path ?? beforeBlob?.path}`,
  )

describe('the differences', () => {
  it('are those of two trees, a rename as deletion and addition [codecommit-no-renames]', async () => {
    expect(brief((await told(span())).flat())).toEqual([
      'D docs/gone.md',
      'A docs/new.md',
      'D docs/old.md',
      'M src/a.ts',
      'A src/added "ü".ts',
      'D src/link',
      'M src/run.sh',
    ])
  })

  it('have the blobs of the sides there are [codecommit-one-sided]', async () => {
    const all = (await told(span())).flat()
    expect(all.find(({ changeType }) => changeType === 'A')).not.toHaveProperty('beforeBlob')
    expect(all.find(({ changeType }) => changeType === 'D')).not.toHaveProperty('afterBlob')
    expect(all.find(({ afterBlob }) => afterBlob?.path === 'src/a.ts')).toEqual({
      changeType: 'M',
      beforeBlob: { path: 'src/a.ts', mode: '100644', blobId: shop.git('rev-parse', `${before}:src/a.ts`) },
      afterBlob: { path: 'src/a.ts', mode: '100644', blobId: shop.git('rev-parse', `${after}:src/a.ts`) },
    })
  })

  it('are modifications when only the mode changed [codecommit-mode-change]', async () => {
    expect((await told(span())).flat().at(-1)).toMatchObject({
      changeType: 'M',
      beforeBlob: { mode: '100644' },
      afterBlob: { mode: '100755' },
    })
  })

  it('are not from the merge base: what was dropped is told [codecommit-tree-diff]', async () => {
    const all = await told({ beforeCommitSpecifier: lost, afterCommitSpecifier: before })
    expect(brief(all.flat())).toEqual(['D lost.txt'])
  })

  it('are everything without a commit before [codecommit-everything-added]', async () => {
    const all = (await told({ afterCommitSpecifier: before })).flat()
    expect(all).toHaveLength(6)
    expect(all.every(({ changeType }) => changeType === 'A')).toBe(true)
  })

  it('are none between equal trees', async () => {
    expect(await call({ beforeCommitSpecifier: after, afterCommitSpecifier: after })).toEqual({
      differences: [],
    })
  })
})

describe('the pages', () => {
  it('are as large as is configured, in the order of paths [codecommit-page-size] [codecommit-order]', async () => {
    const pages = await told(span())
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1])
    expect(await told({ ...span(), MaxResults: 500 })).toEqual(pages)
  })

  it('may be smaller [codecommit-pascal-paging]', async () => {
    const first = await call({ ...span(), MaxResults: 1 })
    expect(first['differences']).toHaveLength(1)
    expect(first).toHaveProperty('NextToken')
    expect(await call({ ...span(), maxResults: 1 })).toMatchObject({ __type: 'ValidationException' })
  })

  it('are continued by their own token only [codecommit-token]', async () => {
    const { NextToken } = await call(span())
    expect(await call({ ...span(), NextToken, MaxResults: 2 })).toHaveProperty('differences')
    for (const input of [
      { ...span(), NextToken: 'x' },
      { ...span(), NextToken: '' },
      { afterCommitSpecifier: after, NextToken },
    ])
      expect(await call(input)).toMatchObject({ __type: 'InvalidContinuationTokenException' })
  })

  it('hold one difference at least [codecommit-max-results]', async () => {
    expect(await call({ ...span(), MaxResults: 0 })).toMatchObject({ __type: 'InvalidMaxResultsException' })
  })
})

describe('a commit specifier', () => {
  it.each(['v1', 'refs/tags/v1', 'refs/heads/same-name'])(
    'may be %s [codecommit-specifier]',
    async (beforeCommitSpecifier) => {
      expect((await told({ beforeCommitSpecifier, afterCommitSpecifier: 'HEAD' })).flat()).toHaveLength(7)
    },
  )

  it('means the branch before the tag [codecommit-specifier-branch-first]', async () => {
    expect((await told({ beforeCommitSpecifier: 'same-name' })).flat()).toHaveLength(7)
  })

  it('needs a commit [codecommit-specifier-unknown]', async () => {
    for (const specifier of ['none', 'f'.repeat(40), before.slice(0, 10), shop.git('rev-parse', 'v1^{tree}')])
      expect(await call({ beforeCommitSpecifier: specifier, afterCommitSpecifier: after })).toEqual({
        __type: 'CommitDoesNotExistException',
        message: `Commit ${specifier} does not exist`,
      })
  })

  it.each(['main~1', 'main^', ':/After', 'a..b', 'main@{1}', '/main', 'a b'])(
    'cannot be %s [codecommit-specifier-syntax]',
    async (afterCommitSpecifier) => {
      expect(await call({ afterCommitSpecifier })).toMatchObject({ __type: 'InvalidCommitException' })
    },
  )

  it('may be out of reach, unless those are gone [codecommit-unreachable]', async () => {
    expect(await call({ beforeCommitSpecifier: lost, afterCommitSpecifier: after })).toHaveProperty(
      'differences',
    )
    const strict = await awsSimulator({ repositories: { shop: shop.directory }, unreachableCommits: 'gone' })
    const ask = (beforeCommitSpecifier: string) =>
      rawCall(strict.url, 'codecommit.GetDifferences', {
        repositoryName: 'shop',
        beforeCommitSpecifier,
        afterCommitSpecifier: 'main',
      })
    expect((await ask(lost)).body).toMatchObject({ __type: 'CommitDoesNotExistException' })
    expect((await ask(before)).status).toBe(200)
    await strict.close()
  })
})

describe('a path', () => {
  it('keeps what is at or below it [codecommit-paths]', async () => {
    const both = (path: string) => told({ ...span(), beforePath: path, afterPath: path })
    expect(brief((await both('docs')).flat())).toEqual(['D docs/gone.md', 'A docs/new.md', 'D docs/old.md'])
    expect(brief((await both('docs/')).flat())).toHaveLength(3)
    expect(brief((await both('src/a.ts')).flat())).toEqual(['M src/a.ts'])
    expect(brief((await both('same.txt')).flat())).toEqual([])
    expect(brief((await told({ ...span(), beforePath: 'docs' })).flat())).toEqual([
      'D docs/gone.md',
      'D docs/old.md',
    ])
  })

  it('has to be there on its own side [codecommit-path-missing]', async () => {
    for (const paths of [{ beforePath: 'docs/new.md' }, { afterPath: 'docs/old.md' }, { afterPath: 'none' }])
      expect(await call({ ...span(), ...paths })).toMatchObject({ __type: 'PathDoesNotExistException' })
    expect(await call({ afterCommitSpecifier: after, beforePath: 'docs' })).toMatchObject({
      __type: 'PathDoesNotExistException',
    })
  })

  it.each(['/docs', '../docs', 'docs/../src', '.', 'docs//a', ''])(
    'cannot be "%s" [codecommit-path-syntax]',
    async (afterPath) => {
      expect(await call({ ...span(), afterPath })).toMatchObject({ __type: 'InvalidPathException' })
    },
  )
})
