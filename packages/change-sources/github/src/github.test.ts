import { SourceRefused } from '@sallyport/delivery'
import { UpstreamUnavailable } from '@sallyport/kernel'
import type { FaultKind } from '@sallyport/github-simulator'
import { afterEach, describe, expect, it } from 'vitest'
import { type GitHubStage, githubStage, type Setting } from './github.stage.ts'

const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

async function set(setting?: Setting): Promise<GitHubStage> {
  const stage = await githubStage(setting)
  closing.push(stage.close)
  return stage
}

const asked = ({ simulator }: GitHubStage) => simulator.calls.map(({ operation }) => operation)

const failureOf = (act: Promise<unknown>) =>
  act.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('asking GitHub', () => {
  const passing: readonly FaultKind[] = ['internal', 'bad_gateway', 'unavailable', 'cut', 'answer_cut']

  it.each(passing)('survives what may pass, with full jitter between: %s', async (kind) => {
    const stage = await set()
    const to = await stage.land([{ put: 'a' }])
    stage.simulator.faults.next({ kind, times: 2 })
    expect(await stage.source.tip(stage.origin)).toBe(to)
    expect(asked(stage)).toEqual(['git/get-ref', 'git/get-ref', 'git/get-ref'])
    expect(stage.pauses).toHaveLength(2)
    expect(stage.pauses[0]).toBeLessThanOrEqual(200)
    expect(stage.pauses[1]).toBeLessThanOrEqual(400)
  })

  it.each(passing)('gives up as unavailable after the last attempt: %s', async (kind) => {
    const stage = await set()
    await stage.land([{ put: 'a' }])
    stage.simulator.faults.next({ kind, times: 100 })
    const { source, origin } = stage
    await expect(source.tip(origin)).rejects.toBeInstanceOf(UpstreamUnavailable)
    await expect(source.refs(origin)).rejects.toBeInstanceOf(UpstreamUnavailable)
    expect(asked(stage)).toHaveLength(6)
  })

  it('is refused, and not tried again, where a permission is missing', async () => {
    const stage = await set()
    const to = await stage.land([{ put: 'a' }])
    const { source, origin } = stage
    for (const ask of [
      () => source.tip(origin),
      () => source.refs(origin),
      () => source.changes({ origin, from: undefined, to, interest: 'every' }),
    ]) {
      stage.simulator.faults.next({ kind: 'forbidden' })
      await expect(ask()).rejects.toMatchObject({ name: 'SourceRefused', reason: 'access_denied' })
    }
    expect(asked(stage)).toHaveLength(3)
  })

  it('is refused where the token is not good', async () => {
    const stage = await set({ options: { token: 'canary' }, simulated: { tokens: { other: 'every' } } })
    const failure = await failureOf(stage.source.tip(stage.origin))
    expect(failure).toMatchObject({ name: 'SourceRefused', reason: 'access_denied' })
    expect(`${JSON.stringify(failure)}${String(failure)}`).not.toContain('canary')
  })

  it('takes what a token may not see for missing', async () => {
    const stage = await set({ options: { token: 'own' }, simulated: { tokens: { own: ['acme/other'] } } })
    await stage.land([{ put: 'a' }])
    await expect(stage.source.tip(stage.origin)).rejects.toMatchObject({ reason: 'repository_missing' })
  })

  it.each(['shop', 'acme/shop/x', '../..', 'acme/..', 'acme/sh op', ''])(
    'is refused, and asks nothing, of what can be no repository: %j',
    async (repository) => {
      const stage = await set()
      const failure = await failureOf(stage.source.tip({ ...stage.origin, repository }))
      expect(failure).toBeInstanceOf(SourceRefused)
      expect(asked(stage)).toEqual([])
      expect(stage.pauses).toEqual([])
    },
  )

  it('finds nothing in a repository that is empty', async () => {
    const { source, origin } = await set()
    expect(await source.tip(origin)).toBeUndefined()
    expect(await source.refs(origin)).toEqual([])
    expect(await source.firstBase({ ...origin, ref: 'refs/heads/x' }, 'a'.repeat(40))).toBeUndefined()
    const span = { origin, from: undefined, to: 'a'.repeat(40), interest: 'every' } as const
    expect(await source.changes(span)).toEqual({ outcome: 'unknown_revision' })
  })

  it('finds an Enterprise Server below /api/v3', async () => {
    const stage = await set({ path: '/api/v3' })
    const from = await stage.land([{ put: 'a' }])
    const to = await stage.land([{ put: 'b' }])
    const { source, origin } = stage
    expect(await source.tip(origin)).toBe(to)
    expect(await source.changes({ origin, from, to, interest: 'every' })).toMatchObject({
      outcome: 'compared',
    })
    expect(await source.refs(origin)).toEqual([origin.ref])
  })

  it('gives its token with every request', async () => {
    const stage = await set({ options: { token: 'own' }, simulated: { tokens: { own: ['acme/shop'] } } })
    const to = await stage.land([{ put: 'a' }])
    expect(await stage.source.tip(stage.origin)).toBe(to)
    expect(stage.simulator.calls.map(({ as }) => as)).toEqual(['token'])
  })
})

describe('the tip on GitHub', () => {
  it('is asked for on condition that it changed, which is free', async () => {
    const stage = await set({ options: { token: 'own' }, simulated: { tokens: { own: 'every' } } })
    const first = await stage.land([{ put: 'a' }])
    expect(await stage.source.tip(stage.origin)).toBe(first)
    expect(await stage.source.tip(stage.origin)).toBe(first)
    const second = await stage.land([{ put: 'b' }])
    expect(await stage.source.tip(stage.origin)).toBe(second)
    expect(stage.simulator.calls.map(({ status }) => status)).toEqual([200, 304, 200])
  })

  it('is the commit of a tag that is annotated, also twice', async () => {
    const stage = await set()
    const to = await stage.land([{ put: 'a' }])
    const { run } = stage.repository
    const who = ['-c', 'user.name=S', '-c', 'user.email=s@example.com']
    await run([...who, 'tag', '-a', '-m', 'one', 'v1', to])
    await run([...who, 'tag', '-a', '-m', 'two', 'v2', 'refs/tags/v1'])
    for (const ref of ['refs/tags/v1', 'refs/tags/v2'])
      expect(await stage.source.tip({ ...stage.origin, ref })).toBe(to)
  })

  it('is none of a tag of something else than a commit', async () => {
    const stage = await set()
    await stage.land([{ put: 'a' }])
    await stage.repository.run(['update-ref', 'refs/tags/tree', 'refs/heads/main^{tree}'])
    expect(await stage.source.tip({ ...stage.origin, ref: 'refs/tags/tree' })).toBeUndefined()
  })

  it('is none of what is no branch or tag, and is not asked for', async () => {
    const stage = await set()
    for (const ref of ['main', 'refs/notes/commits', 'refs/heads/a..b', 'refs/heads/', ''])
      expect(await stage.source.tip({ ...stage.origin, ref })).toBeUndefined()
    expect(asked(stage)).toEqual([])
  })
})

describe('the first base on GitHub', () => {
  it('is none where the branch shares nothing with the default branch', async () => {
    const stage = await set()
    await stage.land([{ put: 'a' }])
    const { run } = stage.repository
    const who = ['-c', 'user.name=S', '-c', 'user.email=s@example.com']
    const stranger = await run([...who, 'commit-tree', '-m', 'x', await run(['mktree'], '')])
    await stage.point('refs/heads/stranger', stranger)
    const origin = { ...stage.origin, ref: 'refs/heads/stranger' }
    expect(await stage.source.firstBase(origin, stranger)).toBeUndefined()
  })

  it('is where it left the branch, and not the tag of that name', async () => {
    const stage = await set()
    const left = await stage.land([{ put: 'a' }])
    const topic = await stage.land([{ put: 'topic' }])
    await stage.point('refs/heads/topic', topic)
    const main = await stage.rewrite(left, [{ put: 'meanwhile' }])
    await stage.point('refs/tags/main', topic)
    expect(await stage.source.firstBase({ ...stage.origin, ref: 'refs/heads/topic' }, topic)).toBe(left)
    expect(stage.simulator.calls.at(-1)?.path).toContain(`/compare/${main}...${topic}`)
  })

  it('is the default branch as it is now where GitHub cannot compare the two', async () => {
    const stage = await set()
    const left = await stage.land([{ put: 'a' }])
    const topic = await stage.land([{ put: 'topic' }])
    await stage.point('refs/heads/topic', topic)
    const main = await stage.rewrite(left, [{ put: 'meanwhile' }])
    stage.simulator.faults.next({ operation: 'repos/compare-commits', kind: 'bad_gateway', times: 100 })
    expect(await stage.source.firstBase({ ...stage.origin, ref: 'refs/heads/topic' }, topic)).toBe(main)
  })

  it('is done without where it may not be asked for', async () => {
    const stage = await set()
    const to = await stage.land([{ put: 'a' }])
    stage.simulator.faults.next({ kind: 'forbidden' })
    expect(await stage.source.firstBase({ ...stage.origin, ref: 'refs/heads/x' }, to)).toBeUndefined()
  })

  it('is waited for where it may be had later', async () => {
    const stage = await set()
    const to = await stage.land([{ put: 'a' }])
    stage.simulator.faults.next({ kind: 'internal', times: 100 })
    const base = stage.source.firstBase({ ...stage.origin, ref: 'refs/heads/x' }, to)
    await expect(base).rejects.toBeInstanceOf(UpstreamUnavailable)
  })
})

describe('the refs on GitHub', () => {
  it('are branches and tags, annotated ones too, from all pages', async () => {
    const stage = await set()
    const to = await stage.land([{ put: 'a' }])
    const updates = Array.from({ length: 230 }, (_, number) => `create refs/tags/v/${number} ${to}\n`)
    await stage.repository.run(['update-ref', '--stdin'], updates.join(''))
    const refs = await stage.source.refs(stage.origin)
    expect(refs).toHaveLength(231)
    expect(refs).toContain('refs/tags/v/229')
    expect(asked(stage).filter((operation) => operation === 'repos/list-tags')).toHaveLength(3)
  })
})

describe('a pin on GitHub', () => {
  it('is for the action of a connection to the repository, and prefers the branch', async () => {
    const { source, origin } = await set()
    expect(source.pin({ ...origin, ref: 'refs/heads/feature/x' }, 'a'.repeat(40))).toEqual({
      revisionType: 'COMMIT_ID',
      revisionValue: 'a'.repeat(40),
      action: {
        provider: 'CodeStarSourceConnection',
        configuration: { FullRepositoryId: 'acme/shop' },
        preferably: { BranchName: 'feature/x' },
      },
    })
    expect(source.pin({ ...origin, ref: 'refs/tags/v1' }, 'a'.repeat(40)).action).not.toHaveProperty(
      'preferably',
    )
  })
})
