import { UpstreamUnavailable } from '@sallyport/kernel'
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

const total = ({ pauses }: GitHubStage) => pauses.reduce((sum, each) => sum + each, 0)

describe('a rate limit of GitHub', () => {
  it.each(['primary', 'primary_429', 'secondary', 'secondary_429'] as const)(
    'is waited for to its end where that is soon: %s',
    async (kind) => {
      const stage = await set()
      const to = await stage.land([{ put: 'a' }])
      stage.simulator.faults.next({ kind, seconds: 4 })
      expect(await stage.source.tip(stage.origin)).toBe(to)
      expect(total(stage)).toBeGreaterThan(3000)
      expect(total(stage)).toBeLessThanOrEqual(4500)
      expect(stage.simulator.calls).toHaveLength(2)
    },
  )

  it.each(['primary', 'primary_429', 'secondary', 'secondary_429'] as const)(
    'makes it unavailable until it ends where that is far, and nothing is asked meanwhile: %s',
    async (kind) => {
      const stage = await set()
      const to = await stage.land([{ put: 'a' }])
      stage.simulator.faults.next({ kind, seconds: 1800 })
      const until = /found a rate limit until \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
      for (const ask of [() => stage.source.tip(stage.origin), () => stage.source.refs(stage.origin)]) {
        const failure = await ask().catch((error: unknown) => error)
        expect(failure).toBeInstanceOf(UpstreamUnavailable)
        expect(String(failure)).toMatch(until)
      }
      expect(stage.simulator.calls).toHaveLength(1)
      expect(stage.pauses).toEqual([])
      stage.pass(1_801_000)
      expect(await stage.source.tip(stage.origin)).toBe(to)
    },
  )

  it('that does not say for how long is taken for a minute', async () => {
    const hasty = await set()
    hasty.simulator.faults.next({ kind: 'secondary_silent' })
    await expect(hasty.source.refs(hasty.origin)).rejects.toBeInstanceOf(UpstreamUnavailable)
    const patient = await set({ options: { patienceSeconds: 90 } })
    patient.simulator.faults.next({ kind: 'secondary_silent' })
    expect(await patient.source.refs(patient.origin)).toEqual([])
    expect(total(patient)).toBeGreaterThanOrEqual(60_000)
  })

  it('in the middle of a comparison loses nothing', async () => {
    const stage = await set()
    const from = await stage.land([{ put: 'start' }])
    const to = await stage.land(Array.from({ length: 700 }, (_, number) => ({ put: `f${number}` })))
    const { origin } = stage
    const comparison = await stage.source.changes({ origin, from, to, interest: 'every' })
    stage.simulator.faults.next({ operation: 'git/get-tree', kind: 'primary', seconds: 5 })
    const changes = comparison.outcome === 'compared' ? await everyOne(comparison.changes) : []
    expect(new Set(changes.map(({ path }) => path)).size).toBe(700)
    expect(comparison.outcome === 'compared' && comparison.completeness()).toBe('exact')
  })

  it('of a whole hour is told from its headers', async () => {
    const stage = await set({ simulated: { requestsPerHour: 2 } })
    await stage.land([{ put: 'a' }])
    await stage.source.refs(stage.origin)
    await expect(stage.source.tip(stage.origin)).rejects.toThrow(/a rate limit until/)
  })

  it('that has ended by our clock is tried again with jitter, and not at once for ever', async () => {
    const stage = await set()
    await stage.land([{ put: 'a' }])
    stage.simulator.faults.next({ kind: 'primary', seconds: -30, times: 100 })
    await expect(stage.source.tip(stage.origin)).rejects.toBeInstanceOf(UpstreamUnavailable)
    expect(stage.simulator.calls).toHaveLength(3)
    expect(stage.pauses).toHaveLength(2)
  })
})
