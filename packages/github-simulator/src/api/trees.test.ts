import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GitHubSimulator, type GitHubSimulatorOptions, githubSimulator } from '../github-simulator.ts'
import { ask } from '../raw-request.fixture.ts'
import { type MadeRepository, madeRepository } from '@sallyport/simulation/stages'

let made: MadeRepository
const running: GitHubSimulator[] = []

beforeEach(() => {
  made = madeRepository()
})

afterEach(async () => {
  await Promise.all(running.splice(0).map(({ close }) => close()))
  made.remove()
})

interface Told {
  readonly sha: string
  readonly truncated: boolean
  readonly tree: readonly { readonly path: string; readonly type: string; readonly size?: number }[]
}

async function treesOf(treeLimits: GitHubSimulatorOptions['treeLimits'] = {}) {
  const simulator = await githubSimulator({ repositories: { 'acme/shop': made.directory }, treeLimits })
  running.push(simulator)
  return async (place: string) => {
    const { status, body } = await ask(`${simulator.url}/repos/acme/shop/git/trees/${place}`)
    return status === 200 ? (body as Told) : status
  }
}

const pathsOf = (told: Told | number) => (typeof told === 'number' ? told : told.tree.map(({ path }) => path))

describe('a tree of GitHub', () => {
  it('is found by its id, a commit’s, or a ref [repository-tree]', async () => {
    made.commit('first', { a: '123', run: 'x', link: '-> a', 'folder/b': '1' })
    made.commit('second', { run: '+x' })
    const sha = made.git('rev-parse', 'HEAD^{tree}')
    const tree = await treesOf()
    for (const place of [sha, made.git('rev-parse', 'HEAD'), 'main']) {
      const told = await tree(place)
      expect(told).toMatchObject({
        sha,
        truncated: false,
        tree: [
          { path: 'a', mode: '100644', type: 'blob', size: 3, sha: made.git('rev-parse', 'HEAD:a') },
          { path: 'folder', mode: '040000', type: 'tree', sha: made.git('rev-parse', 'HEAD:folder') },
          { path: 'link', mode: '120000', type: 'blob' },
          { path: 'run', mode: '100755', type: 'blob' },
        ],
      })
    }
  })

  it('tells a submodule as the commit it is at', async () => {
    made.commit('first', { a: '1' })
    const sha = '1'.repeat(40)
    made.git('update-index', '--add', '--cacheinfo', `160000,${sha},sub`)
    made.git('commit', '--quiet', '--message', 'second')
    const told = await (await treesOf())('main')
    expect(told).toMatchObject({
      tree: [{ path: 'a' }, { path: 'sub', mode: '160000', type: 'commit', sha }],
    })
  })

  it('tells what is below with any value [repository-tree-recursive] [repository-tree-order]', async () => {
    made.commit('first', { 'b/c/d': '1', a: '1', 'b/a': '1', 'b.txt': '1' })
    const tree = await treesOf()
    for (const value of ['1', '0', 'false', ''])
      expect(pathsOf(await tree(`main?recursive=${value}`))).toEqual([
        'a',
        'b.txt',
        'b',
        'b/a',
        'b/c',
        'b/c/d',
      ])
    expect(pathsOf(await tree('main'))).toEqual(['a', 'b.txt', 'b'])
  })

  it('is cut off [repository-tree-truncated] [repository-tree-single-limit]', async () => {
    made.commit('first', Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`f${at}`, '1'])))
    const byEntries = await treesOf({ entries: 5 })
    for (const place of ['main', 'main?recursive=1']) {
      const told = await byEntries(place)
      expect(told).toMatchObject({ truncated: true, tree: { length: 5 } })
    }
    expect(await (await treesOf({ entries: 20 }))('main')).toMatchObject({ truncated: false })
    const byBytes = await (await treesOf({ bytes: 1000 }))('main?recursive=1')
    expect(byBytes).toMatchObject({
      truncated: true,
      tree: [{ path: 'f0' }, { path: 'f1' }, { path: 'f10' }, {}],
    })
  })

  it('is 404 where there is none [repository-tree-missing]', async () => {
    made.commit('first', { a: '1' })
    const tree = await treesOf()
    for (const place of ['e'.repeat(40), 'nowhere', made.git('rev-parse', 'HEAD:a')])
      expect(await tree(place)).toBe(404)
  })
})
