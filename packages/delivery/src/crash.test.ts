import { UpstreamUnavailable } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { complaints, deliverUntilSettled } from './delivery-stage/far-side.stage.ts'
import { type Around, type Crash, gateThrough, invocation } from './delivery-stage/invocation.stage.ts'
import { type DeliveryStage, leaseSeconds, settledStage } from './delivery.stage.ts'
import { deliver } from './deliver.ts'
import type { Revision } from './revision.ts'

/** Of one that starts two pipelines and skips one: 3 writes, 2 starts, 2 writes. */
const callsOfAnInvocation = 7
const crashes: readonly Crash[] = Array.from({ length: callsOfAnInvocation }, (_, at) => [
  { at, when: 'before' as const },
  { at, when: 'after' as const },
]).flat()
const named = crashes.map((crash) => [`${crash.when} call ${crash.at}`, crash] as const)

/** A push that web and docs are for, and api is not. */
async function pushed(): Promise<{ readonly stage: DeliveryStage; readonly event: Revision }> {
  const stage = await settledStage()
  return { stage, event: stage.push({ 'web/a': '2', 'docs/a': '2' }) }
}

const endingAt = (stage: DeliveryStage, event: Revision, crash: Crash | undefined) =>
  invocation(stage.gate, crash, (gate) => deliver(event, gate))

const startsSince = ({ far }: DeliveryStage) =>
  far.executions
    .slice(3)
    .map(({ pipeline, revision }) => `${pipeline} ${revision}`)
    .toSorted()

describe('an invocation that ends without a word', () => {
  it('makes the calls that are enumerated here, and no more', async () => {
    for (const [at, ended] of [
      [callsOfAnInvocation - 1, 'crashed'],
      [callsOfAnInvocation, 'well'],
    ] as const) {
      const { stage, event } = await pushed()
      expect(await endingAt(stage, event, { at, when: 'before' })).toMatchObject({ ended })
    }
  })

  it.each(named)('%s, is finished by the event that comes again after the lease', async (_, crash) => {
    const { stage, event } = await pushed()
    expect(await endingAt(stage, event, crash)).toEqual({ ended: 'crashed' })
    stage.wait(leaseSeconds)
    expect(await stage.deliver(event)).toMatchObject({ unsettled: [] })
    expect(startsSince(stage)).toEqual(['docs c2', 'web c2'])
    expect(await complaints(stage)).toEqual([])
  })

  it.each(named)('%s, and whose event comes again too early, is waited for in vain', async (_, crash) => {
    const { stage, event } = await pushed()
    await endingAt(stage, event, crash)
    const held = stage.editions.filter(({ intent }) => intent !== undefined)
    const early = await stage.deliver(event)
    const entries = await Promise.all(['web', 'api', 'docs'].map((pipeline) => stage.entry(pipeline)))
    const open = entries.flatMap((entry) => (entry?.intent === undefined ? [] : entry.key.pipeline))
    expect(early.unsettled.map(({ pipeline }) => pipeline).toSorted()).toEqual(open.toSorted())
    expect(held.length).toBeGreaterThanOrEqual(open.length)
    stage.wait(leaseSeconds)
    await deliverUntilSettled(stage, event)
    expect(startsSince(stage)).toEqual(['docs c2', 'web c2'])
    expect(await complaints(stage)).toEqual([])
  })

  it.each(named)('%s, twice at whatever calls, is finished by the third', async (_, first) => {
    for (const second of crashes) {
      const { stage, event } = await pushed()
      await endingAt(stage, event, first)
      stage.wait(leaseSeconds)
      await endingAt(stage, event, second)
      stage.wait(leaseSeconds)
      await deliverUntilSettled(stage, event)
      expect(startsSince(stage)).toEqual(['docs c2', 'web c2'])
      expect(await complaints(stage)).toEqual([])
    }
  })

  it.each(named)(
    '%s, is finished by the event of a newer commit, whatever that changes',
    async (_, crash) => {
      for (const path of ['web/a', 'api/a', 'readme']) {
        const { stage, event } = await pushed()
        await endingAt(stage, event, crash)
        const newer = stage.push({ [path]: '3' })
        stage.wait(leaseSeconds)
        await deliverUntilSettled(stage, newer)
        expect(await complaints(stage)).toEqual([])
        const { length } = stage.far.executions
        await deliverUntilSettled(stage, event)
        expect(stage.far.executions).toHaveLength(length)
      }
    },
  )

  it.each(named)('%s, is finished after a reset to what was there before', async (_, crash) => {
    const { stage, event } = await pushed()
    await endingAt(stage, event, crash)
    const back = stage.reset(event.from)
    stage.wait(leaseSeconds)
    await deliverUntilSettled(stage, back)
    await deliverUntilSettled(stage, event)
    expect(await complaints(stage)).toEqual([])
  })
})

describe('an answer that is lost', () => {
  const losing = (stage: DeliveryStage, lost: number): DeliveryStage['gate'] => {
    let count = 0
    const around: Around = async (call, act) => {
      const isLost = (call === 'write' || call === 'start') && count++ === lost
      const answer = await act()
      if (isLost) throw new UpstreamUnavailable('the stage')
      return answer
    }
    return gateThrough(stage.gate, around)
  }

  it.each(crashes.filter(({ when }) => when === 'after').map(({ at }) => at))(
    'of call %i leaves the start to the event that comes again, and nothing is made twice',
    async (at) => {
      const { stage, event } = await pushed()
      const ended = await deliver(event, losing(stage, at)).catch((error: unknown) => error)
      expect(ended instanceof UpstreamUnavailable || (ended as { unsettled: [] }).unsettled.length > 0).toBe(
        true,
      )
      stage.wait(leaseSeconds)
      await deliverUntilSettled(stage, event)
      expect(startsSince(stage)).toEqual(['docs c2', 'web c2'])
      expect(await complaints(stage)).toEqual([])
    },
  )

  it('of a start is asked for again at once, with the same token', async () => {
    const { stage, event } = await pushed()
    stage.far.befall('web', 'answer_lost', 1)
    expect(await stage.deliver(event)).toMatchObject({ unsettled: [{ pipeline: 'web' }] })
    expect(await stage.deliver(event)).toMatchObject({ unsettled: [] })
    expect(startsSince(stage)).toEqual(['docs c2', 'web c2'])
  })
})
