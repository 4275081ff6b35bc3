import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { complaints, deliverUntilSettled } from './delivery-stage/far-side.stage.ts'
import { type Around, gateThrough, invocation } from './delivery-stage/invocation.stage.ts'
import { deliver } from './deliver.ts'
import { type DeliveryStage, deliveryStage, leaseSeconds, settledStage } from './delivery.stage.ts'
import type { Gate } from './gate.ts'
import { reconcile } from './reconcile.ts'
import type { Revision } from './revision.ts'

/** A gate whose every call of a port waits for its turn, and whose answers wait for theirs. */
function taking(turns: fc.Scheduler, gate: Gate): Gate {
  const around: Around = async (call, act) => {
    await turns.schedule(Promise.resolve(), call)
    const answer = await act()
    await turns.schedule(Promise.resolve(), `${call} answered`)
    return answer
  }
  return gateThrough(gate, around)
}

/** All of these at once, in an order that the turns choose; those left unsettled come again. */
async function atOnce(stage: DeliveryStage, turns: fc.Scheduler, acts: readonly (() => Revision)[]) {
  const gate = taking(turns, stage.gate)
  const deliveries = acts.map(async (act) => {
    await turns.schedule(Promise.resolve(), 'event')
    const event = act()
    return { event, ...(await deliver(event, gate)) }
  })
  await turns.waitFor(Promise.all(deliveries))
  for (const { event, unsettled } of await Promise.all(deliveries))
    if (unsettled.length > 0) await deliverUntilSettled(stage, event)
}

const deliveries = fc.integer({ min: 2, max: 5 })
const path = fc.constantFrom('web/a', 'web/b', 'api/a', 'docs/a', 'readme')
const commits = fc.array(fc.array(path, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 5 })
const runs = { numRuns: 300 }

describe('deliveries at once', () => {
  it('of one event start each of its pipelines once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), deliveries, async (turns, count) => {
        const stage = await settledStage()
        const event = stage.push({ 'web/a': '2', 'docs/a': '2' })
        await atOnce(
          stage,
          turns,
          Array.from({ length: count }, () => () => event),
        )
        const since = stage.far.executions.slice(3).map(({ pipeline }) => pipeline)
        expect(since.toSorted()).toEqual(['docs', 'web'])
        expect(await complaints(stage)).toEqual([])
      }),
      runs,
    )
  })

  it('of commits that land meanwhile lose no change and start nothing twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), commits, async (turns, edits) => {
        const stage = await settledStage()
        const acts = edits.map(
          (paths, at) => () => stage.push(Object.fromEntries(paths.map((each) => [each, `${at}`]))),
        )
        await atOnce(stage, turns, acts)
        expect(await complaints(stage)).toEqual([])
      }),
      runs,
    )
  })

  it('of events that tell of the past, each twice, lose no change and start nothing twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), commits, async (turns, edits) => {
        const stage = await settledStage()
        const events = edits.map((paths, at) =>
          stage.push(Object.fromEntries(paths.map((each) => [each, `${at}`]))),
        )
        await atOnce(
          stage,
          turns,
          [...events, ...events].map((event) => () => event),
        )
        expect(await complaints(stage)).toEqual([])
      }),
      runs,
    )
  })

  it('of a branch that was made and pushed to at once miss nothing since it left the default branch', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), commits, async (turns, edits) => {
        const stage = deliveryStage()
        stage.push({ 'web/a': 'm', 'api/a': 'm', 'docs/a': 'm' })
        const branch = 'refs/heads/new'
        let parent = stage.repository.tipOf('refs/heads/main')
        const events = edits.map((paths, at) => {
          parent = stage.repository.commit(parent, Object.fromEntries(paths.map((each) => [each, `${at}`])))
          return stage.reset(parent, branch)
        })
        await atOnce(
          stage,
          turns,
          events.map((event) => () => event),
        )
        const changed = new Set(edits.flat().map((each) => each.replace(/\/.*/, '')))
        const ran = new Set(stage.far.executions.map(({ pipeline }) => pipeline))
        expect([...ran].toSorted()).toEqual(
          ['api', 'docs', 'web'].filter((pipeline) => changed.has(pipeline)),
        )
      }),
      runs,
    )
  })

  it('of which some end without a word are made good by a sweep', async () => {
    const crash = fc.option(
      fc.record({ at: fc.nat({ max: 8 }), when: fc.constantFrom('before' as const, 'after' as const) }),
      { nil: undefined },
    )
    const arrivals = fc.array(fc.tuple(fc.nat({ max: 4 }), crash), { minLength: 2, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), commits, arrivals, async (turns, edits, arriving) => {
        const stage = await settledStage()
        const events = edits.map((paths, at) =>
          stage.push(Object.fromEntries(paths.map((each) => [each, `${at}`]))),
        )
        const gate = taking(turns, stage.gate)
        const ends = arriving.map(async ([which, end]) => {
          const event = events[which % events.length]
          if (event !== undefined) await invocation(gate, end, (each) => deliver(event, each))
        })
        await turns.waitFor(Promise.all(ends))
        stage.wait(leaseSeconds)
        expect(await reconcile(stage.gate)).toMatchObject({ unsettled: [] })
        expect(await complaints(stage)).toEqual([])
      }),
      runs,
    )
  })
})
