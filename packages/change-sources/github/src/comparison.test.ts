import type { Span } from '@sallyport/delivery'
import { everyOne } from '@sallyport/simulation/stages'
import { afterEach, describe, expect, it } from 'vitest'
import { type GitHubStage, githubStage, type Setting } from './github.stage.ts'

const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

async function set(setting?: Setting): Promise<GitHubStage> {
  const stage = await githubStage(setting)
  closing.push(stage.close)
  return stage
}

async function read(
  { source, origin }: GitHubStage,
  span: Pick<Span, 'from' | 'to'> & Partial<Pick<Span, 'interest'>>,
) {
  const comparison = await source.changes({ origin, interest: 'every', ...span })
  if (comparison.outcome !== 'compared') return { told: [comparison.outcome], completeness: 'unknown' }
  const changes = await everyOne(comparison.changes)
  const told = changes.map(({ change, path }) => `${change} ${path}`).sort()
  return { told, changes, completeness: comparison.completeness() }
}

const asked = ({ simulator }: GitHubStage) => simulator.calls.map(({ operation }) => operation)
const trees = (stage: GitHubStage) => asked(stage).filter((operation) => operation === 'git/get-tree').length
const many = (count: number, content = '', folder = '') =>
  Array.from({ length: count }, (_, number) => ({ put: `${folder}f${number}`, content }))

describe('a comparison on GitHub', () => {
  it('is one request where the base is an ancestor and less than 300 files changed', async () => {
    const stage = await set()
    const from = await stage.land([{ put: 'start' }])
    const to = await stage.land(many(299))
    const { told, completeness } = await read(stage, { from, to })
    expect(told).toHaveLength(299)
    expect(completeness).toBe('exact')
    expect(asked(stage)).toEqual(['repos/compare-commits'])
  })

  it('asks for trees from 300 files on, and only once those were read', async () => {
    const stage = await set()
    const from = await stage.land([{ put: 'start' }])
    const to = await stage.land(many(301))
    const { origin } = stage
    const comparison = await stage.source.changes({ origin, from, to, interest: 'every' })
    if (comparison.outcome === 'compared') for await (const { path } of comparison.changes) if (path) break
    expect(asked(stage)).toEqual(['repos/compare-commits'])
    const { told, completeness } = await read(stage, { from, to })
    expect(new Set(told).size).toBe(301)
    expect(told).toHaveLength(301)
    expect(completeness).toBe('exact')
    expect(trees(stage)).toBe(2)
  })

  it('tells renames beyond 300 files by both of their paths, once each', async () => {
    const stage = await set()
    const content = 'enough of it to look like a rename\n'.repeat(9)
    const from = await stage.land(
      many(400).map(({ put }, at) => ({ put: `old/${put}`, content: `${content}${at}` })),
    )
    const to = await stage.land(many(400).map(({ put }) => ({ rename: `old/${put}`, to: `new/${put}` })))
    const { told } = await read(stage, { from, to })
    expect(new Set(told).size).toBe(800)
    expect(told).toHaveLength(800)
  })

  it('compares trees where the base is no ancestor', async () => {
    const stage = await set()
    const base = await stage.land([{ put: 'a' }])
    const from = await stage.land([{ put: 'dropped' }])
    const to = await stage.rewrite(base, [{ put: 'b' }])
    expect(await read(stage, { from, to })).toMatchObject({
      told: ['added b', 'deleted dropped'],
      completeness: 'exact',
    })
    expect(trees(stage)).toBe(2)
  })

  it('compares trees without a common ancestor', async () => {
    const stage = await set()
    const from = await stage.land([{ put: 'a' }])
    const to = await stage.rewrite('', [{ put: 'b' }])
    expect((await read(stage, { from, to })).told).toEqual(['added b', 'deleted a'])
  })

  it('reads no tree where both are the same', async () => {
    const stage = await set()
    const base = await stage.land([{ put: 'a' }])
    const from = await stage.land([{ put: 'b' }])
    const to = await stage.rewrite(base, [{ put: 'b' }])
    expect(await read(stage, { from, to })).toMatchObject({ told: [], completeness: 'exact' })
    expect(trees(stage)).toBe(0)
  })

  it.each(['diff_unavailable', 'bad_gateway'] as const)(
    'compares trees where GitHub does not manage to: %s',
    async (kind) => {
      const stage = await set()
      const from = await stage.land([{ put: 'a' }])
      const to = await stage.land([{ put: 'b' }])
      stage.simulator.faults.next({ operation: 'repos/compare-commits', kind, times: 100 })
      expect((await read(stage, { from, to })).told).toEqual(['added b'])
      const tries = asked(stage).filter((operation) => operation === 'repos/compare-commits')
      expect(tries).toHaveLength(kind === 'diff_unavailable' ? 1 : 3)
    },
  )

  it('tells links, submodules and modes, and names the new content', async () => {
    const stage = await set()
    const { run } = stage.repository
    const blob = await run(['hash-object', '-w', '--stdin'], 'target')
    const commitOf = async (lines: readonly string[], parents: readonly string[]) => {
      const tree = await run(['mktree', '--missing'], lines.map((line) => `${line}\n`).join(''))
      const who = ['-c', 'user.name=S', '-c', 'user.email=s@example.com']
      return run([...who, 'commit-tree', '-m', 'x', ...parents.flatMap((each) => ['-p', each]), tree])
    }
    const [one, two] = ['1'.repeat(40), '2'.repeat(40)]
    const before = [`160000 commit ${one}\tsub`, `100644 blob ${blob}\tlink`, `100644 blob ${blob}\trun`]
    const after = [`160000 commit ${two}\tsub`, `120000 blob ${blob}\tlink`, `100755 blob ${blob}\trun`]
    const from = await commitOf(before, [])
    // GitHub's own comparison names no content where the mode alone changed, trees do.
    for (const [to, object] of [
      [await commitOf(after, [from]), {}],
      [await commitOf(after, []), { object: blob }],
    ] as const) {
      await stage.point('refs/heads/main', to)
      const { changes } = await read(stage, { from, to })
      expect(changes?.toSorted((a, b) => a.path.localeCompare(b.path))).toEqual([
        { path: 'link', change: 'modified', object: blob },
        { path: 'run', change: 'modified', ...object },
        { path: 'sub', change: 'modified', object: two },
      ])
    }
  })

  it('tells which of the two commits is missing, also when both are', async () => {
    const stage = await set()
    const there = await stage.land([{ put: 'a' }])
    const gone = 'e'.repeat(40)
    expect((await read(stage, { from: gone, to: there })).told).toEqual(['unknown_base'])
    expect((await read(stage, { from: there, to: gone })).told).toEqual(['unknown_revision'])
    expect((await read(stage, { from: gone, to: gone })).told).toEqual(['unknown_revision'])
  })

  it('does not ask for what can be no commit', async () => {
    const stage = await set()
    for (const to of ['main', 'refs/heads/main', 'HEAD', 'A'.repeat(40)])
      expect((await read(stage, { from: undefined, to })).told).toEqual(['unknown_revision'])
    expect(asked(stage)).toEqual([])
  })
})

describe('a tree that GitHub cuts off', () => {
  const setting = { simulated: { treeLimits: { entries: 40 } } }
  const grown = async (stage: GitHubStage) => {
    const folders = ['apps/web/', 'apps/api/', 'docs/']
    const from = await stage.land(folders.flatMap((folder) => many(20, '1', folder)))
    await stage.point('refs/heads/kept', from)
    return from
  }
  const edits = [
    { put: 'apps/web/f1', content: '2' },
    { remove: 'apps/api/f2' },
    { put: 'docs/new/x' },
    { put: 'top' },
  ]

  it('is walked, and only where it differs', async () => {
    const stage = await set(setting)
    const from = await grown(stage)
    const to = await stage.rewrite(from, [{ put: 'apps/web/f1', content: '2' }, { put: 'top' }])
    const { told, completeness } = await read(stage, { from: to, to: from })
    expect(told).toEqual(['deleted top', 'modified apps/web/f1'])
    expect(completeness).toBe('exact')
    // The root and "apps", to their ends and alone, and "apps/web"; the others are the same.
    expect(trees(stage)).toBe(10)
  })

  it('is walked under what is of interest only', async () => {
    const stage = await set(setting)
    const from = await grown(stage)
    const to = await stage.rewrite(from, edits)
    const { told, completeness } = await read(stage, {
      from: to,
      to: from,
      interest: ['apps/web/src', 'docs/'],
    })
    expect(told).toEqual(['deleted docs/new/x', 'deleted top', 'modified apps/web/f1'])
    expect(completeness).toBe('exact')
    const before = trees(stage)
    const { told: fewer } = await read(stage, { from: to, to: from, interest: ['docs/'] })
    expect(fewer).toEqual(['deleted docs/new/x', 'deleted top'])
    expect(trees(stage) - before).toBe(6)
  })

  it('is walked as far as it may be, and then is not known to be whole', async () => {
    const stage = await set({ ...setting, options: { mostTrees: 6 } })
    const from = await grown(stage)
    const to = await stage.rewrite(from, edits)
    const { told, completeness } = await read(stage, { from: to, to: from })
    expect(told).toContain('deleted top')
    expect(told).not.toContain('deleted docs/new/x')
    expect(completeness).toBe('unknown')
    expect(trees(stage)).toBe(6)
  })

  it('is told as added where there was none before', async () => {
    const stage = await set(setting)
    const to = await grown(stage)
    const { told, completeness } = await read(stage, { from: undefined, to })
    expect(told).toHaveLength(60)
    expect(completeness).toBe('exact')
  })

  it('is not known to be whole where a single directory is cut off', async () => {
    const stage = await set(setting)
    const from = await stage.land(many(60, '1'))
    const to = await stage.rewrite('', many(60, '2'))
    const { told, completeness } = await read(stage, { from, to })
    expect(told).toHaveLength(40)
    expect(completeness).toBe('unknown')
  })
})
