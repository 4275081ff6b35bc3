import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DeliveryStage, deliveryStage, leaseSeconds } from './delivery.stage.ts'
import { type Bucket, memoryBucket } from './delivery-stage/bucket.stage.ts'
import { type Crash, invocation } from './delivery-stage/invocation.stage.ts'
import type { PipelineFault } from './delivery-stage/starter.stage.ts'
import { deliver } from './deliver.ts'
import type { Gate } from './gate.ts'
import { reconcile } from './reconcile.ts'
import type { Revision } from './revision.ts'

const names = ['web', 'api'] as const
const document = {
  sources: { art: { s3: { bucket: 'artefacts', key: 'app.zip' } } },
  pipelines: { web: { paths: ['web/**'] }, api: { paths: ['api/**'] } },
}

type Step =
  | { readonly step: 'put'; readonly files: readonly string[] }
  | { readonly step: 'delete' }
  /** An event arrives, counted from the newest: early, late, again or never; of a trail, without an order. */
  | {
      readonly step: 'arrive'
      readonly event: number
      readonly isOfTrail: boolean
      readonly crash: Crash | undefined
    }
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
      step: fc.constant('put' as const),
      files: fc.uniqueArray(
        fc.constantFrom('web/a=1', 'web/a=2', 'web/b=1', 'api/a=1', 'api/a=2', 'readme=1'),
        {
          minLength: 1,
          maxLength: 3,
        },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('delete' as const) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      step: fc.constant('arrive' as const),
      event: fc.nat({ max: 3 }),
      isOfTrail: fc.boolean(),
      crash,
    }),
  },
  { weight: 2, arbitrary: fc.record({ step: fc.constant('sweep' as const), crash }) },
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant('fault' as const),
      pipeline: fc.constantFrom(...names),
      fault: fc.constantFrom('missing' as const, 'busy' as const, 'answer_lost' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ step: fc.constant('wait' as const), seconds: fc.constantFrom(1, leaseSeconds) }),
  },
)

interface World {
  readonly stage: DeliveryStage
  readonly bucket: Bucket
  readonly gate: Gate
  readonly events: Revision[]
}

async function happen({ stage, bucket, gate, events }: World, each: Step): Promise<void> {
  switch (each.step) {
    case 'put':
      return void events.push(bucket.put(each.files))
    case 'delete':
      return void events.push(bucket.put(undefined))
    case 'arrive': {
      const event = events.at(-1 - each.event)
      if (event === undefined) return
      const { order: _, ...trail } = event
      const arriving = each.isOfTrail ? trail : event
      return void (await invocation(gate, each.crash, (through) =>
        deliver(arriving, through).catch(() => undefined),
      ))
    }
    case 'sweep':
      return void (await invocation(gate, each.crash, reconcile))
    case 'fault':
      return stage.far.befall(each.pipeline, each.fault, 1)
    case 'wait':
      return stage.wait(each.seconds)
  }
}

const viewOf = (bucket: Bucket, revision: string, pipeline: string) =>
  bucket
    .filesOf(revision)
    .filter((file) => file.startsWith(`${pipeline}/`))
    .toSorted()
    .join()

async function complaintsOf(
  { stage, bucket, gate, events }: World,
  pipeline: string,
): Promise<readonly string[]> {
  const ran = stage.far.executions.flatMap((each) => (each.pipeline === pipeline ? each.revision : []))
  const views = ran.map((revision) => viewOf(bucket, revision, pipeline))
  const wasDeleted = events.some(({ happened }) => happened === 'deleted')
  const needless = wasDeleted ? [] : ran.filter((_, at) => at > 0 && views[at] === views[at - 1])
  const tip = bucket.tip()
  if (tip === undefined) return needless
  const [entry] = await gate.ledger.read(
    { kind: 's3', repository: 'artefacts', ref: 's3://artefacts/app.zip' },
    [pipeline],
  )
  const seen = ran.length === 0 ? '' : views.at(-1)
  return [
    ...needless.map((revision) => `${pipeline} ran for nothing at ${revision} in ${ran.join(' ')}`),
    ...(seen === viewOf(bucket, tip, pipeline)
      ? []
      : [`${pipeline} missed ${tip}; it ran for ${ran.join(' ')}`]),
    ...(entry?.baseline === tip && entry.intent === undefined ? [] : [`${pipeline} is not decided`]),
  ]
}

describe('whatever happens to an object, its events, invocations and pipelines', () => {
  it.each([true, false])(
    'ends, after one sweep, with what it is run for once; versions: %s',
    async (hasVersions) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
          const stage = deliveryStage(document)
          const bucket = memoryBucket(hasVersions)
          const gate: Gate = { ...stage.gate, sources: [bucket.source] }
          const world: World = { stage, bucket, gate, events: [] }
          await deliver(bucket.put(['web/a=1', 'api/a=1']), gate)
          // What is put twice after a deletion, and told once, is compared with the version before.
          const told = steps.filter(({ step: name }) => !hasVersions || name !== 'delete')
          for (const each of told) await happen(world, each)
          for (const name of names) stage.far.befall(name, undefined)
          stage.wait(leaseSeconds)
          expect(await reconcile(gate)).toMatchObject({ unsettled: [] })
          const found = await Promise.all(names.map((name) => complaintsOf(world, name)))
          expect(found.flat()).toEqual([])
          expect(await reconcile(gate)).toEqual({ decisions: [], unsettled: [] })
        }),
        { numRuns: 500 },
      )
    },
  )
})
