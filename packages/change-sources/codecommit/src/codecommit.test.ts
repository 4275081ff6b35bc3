import { SourceRefused } from '@sallyport/delivery'
import { ConfigurationInvalid, UpstreamUnavailable } from '@sallyport/kernel'
import { everyOne } from '@sallyport/simulation/stages'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { codecommit } from './codecommit.ts'
import { type CodeCommitStage, codecommitStage, stateChange } from './codecommit.stage.ts'

let stage: CodeCommitStage

beforeEach(async () => {
  stage = await codecommitStage()
})

afterEach(() => stage.close())

const span = (from: string | undefined, to: string) => ({
  origin: stage.origin,
  from,
  to,
  interest: 'every' as const,
})

const asked = () => stage.simulator.calls.map(({ operation }) => operation)

const faults = {
  throttle: 'a full quota',
  internal: 'an error inside',
  answer_lost: 'an answer that was lost',
  refuse_connection: 'a connection that was cut',
} as const

describe('asking CodeCommit', () => {
  it.each(Object.entries(faults))('survives %s: %s', async (kind) => {
    const to = await stage.land([{ put: 'a' }])
    stage.simulator.faults.next({ kind: kind as keyof typeof faults, times: 2 })
    expect(await stage.source.tip(stage.origin)).toBe(to)
    expect(asked()).toEqual(['GetBranch', 'GetBranch', 'GetBranch'])
    expect(stage.pauses).toHaveLength(2)
    expect(stage.pauses[0]).toBeLessThanOrEqual(100)
    expect(stage.pauses[1]).toBeLessThanOrEqual(200)
  })

  it.each(Object.entries(faults))('gives up as unavailable after the last attempt: %s, %s', async (kind) => {
    const to = await stage.land([{ put: 'a' }])
    stage.simulator.faults.next({ kind: kind as keyof typeof faults, times: 100 })
    const { source, origin } = stage
    for (const ask of [
      () => source.tip(origin),
      () => source.refs(origin),
      () => source.changes(span(undefined, to)),
    ])
      await expect(ask()).rejects.toBeInstanceOf(UpstreamUnavailable)
    expect(asked()).toHaveLength(9)
  })

  it('is refused, and not tried again, where the role may not', async () => {
    const to = await stage.land([{ put: 'a' }])
    const { source, origin } = stage
    for (const ask of [
      () => source.tip(origin),
      () => source.tip({ ...origin, ref: 'refs/tags/v1' }),
      () => source.refs(origin),
      () => source.changes(span(undefined, to)),
    ]) {
      stage.simulator.faults.next({ kind: 'access_denied' })
      await expect(ask()).rejects.toMatchObject({ name: 'SourceRefused', reason: 'access_denied' })
    }
    expect(asked()).toHaveLength(4)
  })

  it('does without a merge base where the role may not ask for one', async () => {
    const to = await stage.land([{ put: 'a' }])
    stage.simulator.faults.next({ kind: 'access_denied' })
    expect(await stage.source.firstBase({ ...stage.origin, ref: 'refs/heads/x' }, to)).toBeUndefined()
    expect(asked()).toHaveLength(1)
  })

  it('is refused when the repository’s name cannot be one', async () => {
    const origin = { ...stage.origin, repository: 'no/such name' }
    await expect(stage.source.tip(origin)).rejects.toBeInstanceOf(SourceRefused)
  })
})

describe('a comparison in CodeCommit', () => {
  it('asks for no page that is not read', async () => {
    const from = await stage.land([{ put: 'start' }])
    const to = await stage.land(Array.from({ length: 350 }, (_, number) => ({ put: `f${number}` })))
    const comparison = await stage.source.changes(span(from, to))
    expect(asked()).toEqual(['GetDifferences'])
    if (comparison.outcome === 'compared')
      for await (const { path } of comparison.changes) if (path.startsWith('f')) break
    expect(asked()).toEqual(['GetDifferences'])
    expect(comparison.outcome === 'compared' && comparison.completeness()).toBe('unknown')
  })

  it('asks for each page once, and then knows it is exact', async () => {
    const to = await stage.land(Array.from({ length: 350 }, (_, number) => ({ put: `f${number}` })))
    const comparison = await stage.source.changes(span(undefined, to))
    expect(comparison.outcome === 'compared' && (await everyOne(comparison.changes))).toHaveLength(350)
    expect(asked()).toEqual(Array.from({ length: 4 }, () => 'GetDifferences'))
    expect(comparison.outcome === 'compared' && comparison.completeness()).toBe('exact')
    expect(stage.simulator.calls[0]?.input).toEqual({ repositoryName: 'shop', afterCommitSpecifier: to })
  })

  it('does not take a lost permission in the middle for the end', async () => {
    const to = await stage.land(Array.from({ length: 350 }, (_, number) => ({ put: `f${number}` })))
    stage.simulator.faults.next({ kind: 'access_denied', afterPage: 2 })
    const comparison = await stage.source.changes(span(undefined, to))
    const reading = comparison.outcome === 'compared' ? everyOne(comparison.changes) : undefined
    await expect(reading).rejects.toBeInstanceOf(SourceRefused)
  })

  it('tells which of the two commits is missing, also when both are', async () => {
    const there = await stage.land([{ put: 'a' }])
    const gone = 'e'.repeat(40)
    expect(await stage.source.changes(span(gone, there))).toEqual({ outcome: 'unknown_base' })
    expect(await stage.source.changes(span(there, gone))).toEqual({ outcome: 'unknown_revision' })
    expect(await stage.source.changes(span(gone, gone))).toEqual({ outcome: 'unknown_revision' })
  })

  it('does not ask for what can be no commit', async () => {
    for (const to of ['main', 'refs/heads/main', 'HEAD', 'A'.repeat(40), 'a'.repeat(64)])
      expect(await stage.source.changes(span(undefined, to))).toEqual({ outcome: 'unknown_revision' })
    expect(asked()).toEqual([])
  })
})

describe('the first base in CodeCommit', () => {
  it('is none where the branch shares nothing with the default branch', async () => {
    await stage.land([{ put: 'a' }])
    const { run } = stage.repository
    const tree = await run(['mktree'], '')
    const stranger = await run([
      '-c',
      'user.name=S',
      '-c',
      'user.email=s@example.com',
      'commit-tree',
      '-m',
      'x',
      tree,
    ])
    await stage.point('refs/heads/stranger', stranger)
    const origin = { ...stage.origin, ref: 'refs/heads/stranger' }
    expect(await stage.source.firstBase(origin, stranger)).toBeUndefined()
  })

  it('is none where there is no default branch yet', async () => {
    const origin = { ...stage.origin, ref: 'refs/heads/x' }
    expect(await stage.source.firstBase(origin, 'a'.repeat(40))).toBeUndefined()
  })

  it('is none of a tag, and is not asked for', async () => {
    const to = await stage.land([{ put: 'a' }])
    expect(await stage.source.firstBase({ ...stage.origin, ref: 'refs/tags/v1' }, to)).toBeUndefined()
    expect(asked()).toEqual([])
  })
})

describe('a pin in CodeCommit', () => {
  it('names the repository and prefers the branch', () => {
    const origin = { kind: 'codecommit', repository: 'shop', ref: 'refs/heads/feature/x' } as const
    expect(stage.source.pin(origin, 'a'.repeat(40))).toEqual({
      revisionType: 'COMMIT_ID',
      revisionValue: 'a'.repeat(40),
      action: {
        provider: 'CodeCommit',
        configuration: { RepositoryName: 'shop' },
        preferably: { BranchName: 'feature/x' },
      },
    })
  })

  it('prefers no branch for a tag', () => {
    const pin = stage.source.pin({ ...stage.origin, ref: 'refs/tags/v1' }, 'a'.repeat(40))
    expect(pin.action).not.toHaveProperty('preferably')
  })
})

describe('an event of CodeCommit', () => {
  const to = 'a'.repeat(40)
  const recognise = (detail: object) => {
    const event = stateChange({ happened: 'updated', ref: 'refs/heads/main', from: 'b'.repeat(40), to })
    const known = typeof event === 'object' && event !== null && 'detail' in event ? event.detail : {}
    return stage.source.recognise({ ...(event as object), detail: { ...(known as object), ...detail } })
  }

  it('is recognised with what a merged pull request adds', () => {
    const merge = {
      baseCommitId: to,
      sourceCommitId: to,
      destinationCommitId: to,
      mergeOption: 'SQUASH_MERGE',
    }
    expect(recognise(merge)).toMatchObject({ happened: 'updated', ref: 'refs/heads/main', to })
  })

  it('is recognised without the old commit, which the ledger knows better', () => {
    expect(recognise({ oldCommitId: undefined })).not.toHaveProperty('from')
  })

  it.each([
    ['an unreferenced merge commit', { event: 'unreferencedMergeCommitCreated' }],
    ['a ref that is neither branch nor tag', { referenceFullName: 'refs/notes/commits' }],
    ['a ref by its short name', { referenceFullName: 'main' }],
    ['a ref that cannot be', { referenceFullName: 'refs/heads/a..b' }],
    ['a short commit id', { commitId: 'abc1234' }],
    ['a malformed old commit id', { oldCommitId: 'main' }],
    ['a repository that cannot be', { repositoryName: 'a/b' }],
  ])('is not recognised with %s', (_, detail) => {
    expect(recognise(detail)).toBeUndefined()
  })
})

describe('the options of codecommit', () => {
  it.each([0, -1, 1.5, Number.NaN])('refuse %s attempts', (attempts) => {
    expect(() => codecommit({ attempts })).toThrow(ConfigurationInvalid)
  })
})
