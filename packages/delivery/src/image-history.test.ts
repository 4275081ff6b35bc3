import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DeliveryStage, deliveryStage, leaseSeconds } from './delivery.stage.ts'
import { type Crash, invocation } from './delivery-stage/invocation.stage.ts'
import { memoryRegistry, type Registry } from './delivery-stage/registry.stage.ts'
import type { PipelineFault } from './delivery-stage/starter.stage.ts'
import { deliver } from './deliver.ts'
import type { Gate } from './gate.ts'
import { reconcile } from './reconcile.ts'
import type { Revision } from './revision.ts'

const document = {
  sources: { versions: { ecr: 'web', tags: ['v*'] }, live: { ecr: 'web', tags: ['live'] } },
  pipelines: {
    released: { from: ['versions'] },
    layered: { from: ['versions'], when: 'layers' },
    live: { from: ['live'] },
  },
}
const names = Object.keys(document.pipelines)

/** Versions are given once; `live` moves. */
type Step =
  | {
      readonly step: 'push'
      readonly layers: string
      readonly as: 'version' | 'live' | 'nothing'
      readonly isLost: boolean
    }
  /** An image that was there so many pushes before. A version's event is not lost: nobody would find it. */
  | {
      readonly step: 'retag'
      readonly image: number
      readonly as: 'version' | 'live'
      readonly isLost: boolean
    }
  | { readonly step: 'untag'; readonly version: number }
  | { readonly step: 'arrive'; readonly event: number; readonly crash: Crash | undefined }
  | { readonly step: 'sweep'; readonly crash: Crash | undefined }
  | { readonly step: 'fault'; readonly pipeline: string; readonly fault: PipelineFault }
  | { readonly step: 'wait'; readonly seconds: number }

const crash = fc.option(
  fc.record({ at: fc.nat({ max: 7 }), when: fc.constantFrom('before' as const, 'after' as const) }),
  { nil: undefined },
)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      step: fc.constant('push' as const),
      layers: fc.constantFrom('a', 'b', 'c'),
      as: fc.constantFrom('version' as const, 'version' as const, 'live' as const, 'nothing' as const),
      isLost: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      step: fc.constant('retag' as const),
      image: fc.nat({ max: 4 }),
      as: fc.constantFrom('version' as const, 'live' as const),
      isLost: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('untag' as const), version: fc.nat({ max: 3 }) }) },
  {
    weight: 8,
    arbitrary: fc.record({ step: fc.constant('arrive' as const), event: fc.nat({ max: 4 }), crash }),
  },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('sweep' as const), crash }) },
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant('fault' as const),
      pipeline: fc.constantFrom(...names),
      fault: fc.constantFrom('busy' as const, 'answer_lost' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ step: fc.constant('wait' as const), seconds: fc.constantFrom(1, leaseSeconds) }),
  },
)

interface World {
  readonly stage: DeliveryStage
  readonly registry: Registry
  readonly gate: Gate
  /** Every event, and whether EventBridge loses it. */
  readonly events: { readonly event: Revision; readonly isLost: boolean }[]
  readonly pushed: string[]
}

function world(eventsPerSecond: number): World {
  const stage = deliveryStage(document)
  const registry = memoryRegistry(eventsPerSecond)
  return { stage, registry, gate: { ...stage.gate, sources: [registry.source] }, events: [], pushed: [] }
}

const tagFor = ({ events }: World, as: 'version' | 'live' | 'nothing') =>
  as === 'version' ? `v${events.length}` : as === 'live' ? 'live' : undefined

async function happen(now: World, each: Step): Promise<void> {
  const { stage, registry, gate, events, pushed } = now
  switch (each.step) {
    case 'push': {
      const event = registry.push(each.layers, tagFor(now, each.as))
      pushed.push(event.to ?? '')
      return void events.push({ event, isLost: each.isLost })
    }
    case 'retag': {
      const image = pushed.at(-1 - each.image)
      const tag = tagFor(now, each.as)
      if (image === undefined || tag === undefined) return
      return void events.push({ event: registry.retag(image, tag), isLost: each.isLost && tag === 'live' })
    }
    case 'untag': {
      const tag = [...registry.tags().keys()].filter((name) => name !== 'live').at(-1 - each.version)
      return tag === undefined ? undefined : void events.push({ event: registry.untag(tag), isLost: false })
    }
    case 'arrive': {
      const arriving = events.filter(({ isLost }) => !isLost).at(-1 - each.event)
      if (arriving === undefined) return
      return void (await invocation(gate, each.crash, (through) => deliver(arriving.event, through)))
    }
    case 'sweep':
      return void (await invocation(gate, each.crash, reconcile))
    case 'fault':
      return stage.far.befall(each.pipeline, each.fault, 1)
    case 'wait':
      return stage.wait(each.seconds)
  }
}

/** Whatever was not lost comes again until it is settled, in this order; then a sweep finds the rest. */
async function settle({ stage, gate, events }: World, turns: readonly number[]): Promise<void> {
  for (const name of names) stage.far.befall(name, undefined)
  stage.wait(leaseSeconds)
  const coming = events
    .filter(({ isLost }) => !isLost)
    .map(({ event }, at) => ({ event, turn: turns[at] ?? at }))
  for (const { event } of coming.toSorted((one, other) => one.turn - other.turn))
    expect(await deliver(event, gate)).toMatchObject({ unsettled: [] })
  expect(await reconcile(gate)).toMatchObject({ unsettled: [] })
}

/** When an image was given a version, by its events; a sweep knows of nothing but its push. */
function ordersOf({ events }: World, digest: string): readonly string[] {
  const own = events.filter(({ event: { to } }) => to === digest)
  return own.flatMap(({ event: { tag = '', order = '' } }, at) =>
    at === 0 || tag.startsWith('v') ? order : [],
  )
}

function complaints(now: World): readonly string[] {
  const { registry, stage, events } = now
  const ran = (pipeline: string) =>
    stage.far.executions.flatMap((each) => (each.pipeline === pipeline ? each.revision : []))
  const twice = names.flatMap((name) =>
    ran(name).flatMap((digest, at, all) => (digest === all[at - 1] ? `${name} ran twice for ${digest}` : [])),
  )
  const live = registry.tags().get('live')
  const missed = live === undefined || ran('live').at(-1) === live ? [] : [`live missed ${live}`]
  const present = events.flatMap(({ event: { tag = '', to = '', order = '' } }) =>
    tag !== 'live' && registry.tags().get(tag) === to ? order : [],
  )
  const newest = present.toSorted().at(-1)
  const last = ran('released').at(-1) ?? ''
  const isNewest = newest === undefined || ordersOf(now, last).some((order) => order >= newest)
  const layers = ran('layered').at(-1)
  const isOfLayers =
    newest === undefined ||
    events.some(
      ({ event: { tag = '', to = '', order = '' } }) =>
        tag.startsWith('v') && order >= newest && registry.layersOf(to) === registry.layersOf(layers ?? ''),
    )
  return [
    ...twice,
    ...missed,
    ...(isNewest ? [] : [`released ran for ${last} last, and not for what is of ${newest}`]),
    ...(isOfLayers ? [] : [`layered ran for ${layers} last`]),
    ...backwards(now, ran('released')),
  ]
}

/** Whether an image of an earlier second ran after one of a later. */
function backwards(now: World, digests: readonly string[]): readonly string[] {
  let at = ''
  return digests.flatMap((digest) => {
    const next = ordersOf(now, digest)
      .toSorted()
      .find((order) => order >= at)
    if (next === undefined) return [`released went back to ${digest}`]
    at = next
    return []
  })
}

describe('whatever happens to tags, events, invocations and pipelines', () => {
  it.each([1, 3])(
    'ends, after one sweep, with the last image run for, %d events a second',
    async (perSecond) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 5, maxLength: 40 }),
          fc.array(fc.nat({ max: 20 }), { minLength: 40, maxLength: 40 }),
          async (steps, turns) => {
            const now = world(perSecond)
            for (const each of steps) await happen(now, each)
            await settle(now, turns)
            expect(complaints(now)).toEqual([])
          },
        ),
        { numRuns: 500 },
      )
    },
  )
})
