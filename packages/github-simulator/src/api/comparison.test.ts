import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GitHubSimulator, githubSimulator } from '../github-simulator.ts'
import { ask } from '../raw-request.fixture.ts'
import { type MadeRepository, madeRepository } from '@sallyport/simulation/stages'

let made: MadeRepository
let simulator: GitHubSimulator

beforeEach(async () => {
  made = madeRepository()
  simulator = await githubSimulator({ repositories: { 'acme/shop': made.directory } })
})

afterEach(async () => {
  await simulator.close()
  made.remove()
})

interface Compared {
  readonly status: string
  readonly files: readonly { readonly filename: string; readonly status: string; readonly sha: string }[]
  readonly commits: readonly { readonly sha: string }[]
  readonly merge_base_commit: { readonly sha: string }
}

async function compare(base: string, head: string, query = ''): Promise<Compared> {
  const { status, body } = await ask(`${simulator.url}/repos/acme/shop/compare/${base}...${head}${query}`)
  expect(status).toBe(200)
  return body as Compared
}

const filesOf = ({ files }: Compared) => files.map(({ status, filename }) => `${status} ${filename}`)

describe('a comparison of GitHub', () => {
  it('is from the merge base [repository-compare-three-dot] [repository-compare-status]', async () => {
    const shared = made.commit('first', { a: '1' })
    made.git('branch', 'topic')
    const main = made.commit('second', { b: '1' })
    made.git('checkout', '--quiet', 'topic')
    const topic = made.commit('third', { c: '1' })
    const diverged = await compare('main', 'topic')
    expect(diverged).toMatchObject({
      status: 'diverged',
      ahead_by: 1,
      behind_by: 1,
      total_commits: 1,
      base_commit: { sha: main },
      merge_base_commit: { sha: shared },
      commits: [{ sha: topic }],
    })
    // What was dropped with the base is not told.
    expect(filesOf(diverged)).toEqual(['added c'])
    expect(await compare(shared, topic)).toMatchObject({ status: 'ahead', behind_by: 0 })
    expect(await compare(topic, shared)).toMatchObject({ status: 'behind', files: [], commits: [] })
    expect(await compare(topic, topic)).toMatchObject({ status: 'identical', files: [], commits: [] })
  })

  it('tells 300 files at most, on the first page [repository-compare-files]', async () => {
    const before = made.commit('first', { a: '1' })
    made.commit('second', Object.fromEntries(Array.from({ length: 301 }, (_, at) => [`f${at}`, '1'])))
    const after = made.commit('third', { a: '2' })
    expect((await compare(before, after)).files).toHaveLength(300)
    expect((await compare(before, after, '?per_page=1')).files).toHaveLength(300)
    expect((await compare(before, after, '?per_page=1&page=2')).files).toEqual([])
  })

  it('tells the last 250 commits, or pages from the oldest [repository-compare-commits]', async () => {
    const before = made.commit('first', { a: '1' })
    const stream = Array.from(
      { length: 252 },
      (_, at) =>
        `commit refs/heads/main\ncommitter Ada <ada@example.com> ${1_700_000_000 + at} +0000\ndata 0\n${at === 0 ? `from ${before}\n` : ''}\n`,
    )
    made.feed(stream.join(''), 'fast-import', '--quiet')
    const ids = made.git('rev-list', '--reverse', `${before}..main`).split('\n')
    expect(ids).toHaveLength(252)
    const shas = ({ commits }: Compared) => commits.map(({ sha }) => sha)
    expect(shas(await compare(before, 'main'))).toEqual(ids.slice(2))
    expect(shas(await compare(before, 'main', '?per_page=100&page=3'))).toEqual(ids.slice(200))
  })

  it('tells what became of each file [repository-compare-renamed] [repository-compare-mode] [repository-compare-changed]', async () => {
    const content = 'enough of it to look like a rename\n'.repeat(9)
    const before = made.commit('first', { old: content, mode: 'x', link: 'a', edited: '1', gone: '1' })
    const after = made.commit('second', {
      old: null,
      new: content,
      mode: '+x',
      link: null,
      edited: '2',
      gone: null,
    })
    const compared = await compare(before, after)
    expect(filesOf(compared)).toEqual([
      'modified edited',
      'removed gone',
      'removed link',
      'modified mode',
      'renamed new',
    ])
    expect(compared.files.at(-1)).toMatchObject({ previous_filename: 'old' })
    expect(compared.files.at(-2)).toMatchObject({ sha: null })
    const linked = made.commit('third', { edited: null })
    made.commit('fourth', { edited: '-> mode' })
    expect(filesOf(await compare(after, 'main'))).toEqual(['changed edited'])
    expect(filesOf(await compare(linked, 'main'))).toEqual(['added edited'])
  })

  it('tells what a removed file held [repository-compare-removed]', async () => {
    const before = made.commit('first', { a: '1', b: '2' })
    const sha = made.git('rev-parse', 'HEAD:a')
    const after = made.commit('second', { a: null })
    expect((await compare(before, after)).files).toMatchObject([{ sha, status: 'removed' }])
  })

  it('spells names as they are', async () => {
    const before = made.commit('first', { a: '1' })
    const after = made.commit('second', { 'caf\u00e9 "x"\ty\nz': '1' })
    expect(filesOf(await compare(before, after))).toEqual(['added caf\u00e9 "x"\ty\nz'])
  })

  it('needs both commits, and what they share [repository-compare-missing] [repository-compare-unrelated]', async () => {
    const first = made.commit('first', { a: '1' })
    const missing = (base: string, head: string) =>
      ask(`${simulator.url}/repos/acme/shop/compare/${base}...${head}`)
    for (const [base, head] of [
      ['e'.repeat(40), first],
      [first, 'nowhere'],
      [first, 'other:main'],
    ] as const)
      expect(await missing(base, head)).toMatchObject({ status: 404, body: { message: 'Not Found' } })
    made.git('checkout', '--quiet', '--orphan', 'stranger')
    const stranger = made.commit('stranger', { b: '1' })
    const message = `No common ancestor between ${first} and ${stranger}.`
    expect(await missing(first, stranger)).toMatchObject({ status: 404, body: { message } })
  })

  it('may take too long [repository-compare-too-long]', async () => {
    const first = made.commit('first', { a: '1' })
    simulator.faults.next({ kind: 'diff_unavailable' })
    const answer = await ask(`${simulator.url}/repos/acme/shop/compare/${first}...${first}`)
    const message = expect.stringContaining('this diff is taking too long to generate')
    expect(answer).toMatchObject({ status: 422, body: { message } })
  })
})
