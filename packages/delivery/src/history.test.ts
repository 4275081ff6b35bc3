import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { complaints } from './delivery-stage/far-side.stage.ts'
import { type Crash, invocation } from './delivery-stage/invocation.stage.ts'
import type { PipelineFault } from './delivery-stage/starter.stage.ts'
import { deliver } from './deliver.ts'
import { type DeliveryStage, leaseSeconds, settledStage, shop } from './delivery.stage.ts'
import { reconcile } from './reconcile.ts'
import type { Revision } from './revision.ts'

/** Something that happens. */
type Step =
  | { readonly step: 'push'; readonly edits: readonly (readonly [string, string | undefined])[] }
  /** Back to where the branch was so many moves before. */
  | { readonly step: 'reset'; readonly moves: number }
  /** An event arrives, counted from the newest: early, late, again or never. */
  | { readonly step: 'arrive'; readonly event: number; readonly crash: Crash | undefined }
  | { readonly step: 'sweep'; readonly crash: Crash | undefined }
  | { readonly step: 'fault'; readonly pipeline: string; readonly fault: PipelineFault }
  | { readonly step: 'throttled' }
  | { readonly step: 'wait'; readonly seconds: number }

const pipeline = fc.constantFrom('web', 'api', 'docs')
const path = fc.constantFrom('web/a', 'web/b', 'api/a', 'docs/a', 'readme')
const edit = fc.tuple(path, fc.constantFrom('1', '2', '3', undefined))
const crash = fc.option(
  fc.record({ at: fc.nat({ max: 9 }), when: fc.constantFrom('before' as const, 'after' as const) }),
  { nil: undefined },
)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ step: fc.constant('push' as const), edits: fc.array(edit, { maxLength: 3 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ step: fc.constant('reset' as const), moves: fc.integer({ min: 1, max: 3 }) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ step: fc.constant('arrive' as const), event: fc.nat({ max: 3 }), crash }),
  },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('sweep' as const), crash }) },
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant('fault' as const),
      pipeline,
      fault: fc.constantFrom(
        'missing' as const,
        'refusing' as const,
        'busy' as const,
        'answer_lost' as const,
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('throttled' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ step: fc.constant('wait' as const), seconds: fc.constantFrom(1, leaseSeconds) }),
  },
)

async function happen(stage: DeliveryStage, events: Revision[], each: Step): Promise<void> {
  const { repository, far } = stage
  switch (each.step) {
    case 'push':
      return void events.push(stage.push(Object.fromEntries(each.edits)))
    case 'reset': {
      const past = repository.historyOf(shop.ref).at(-1 - each.moves)
      return past === undefined ? undefined : void events.push(stage.reset(past))
    }
    case 'arrive': {
      const event = events.at(-1 - each.event)
      if (event === undefined) return
      await invocation(stage.gate, each.crash, (gate) => deliver(event, gate).catch(() => undefined))
      // Whatever befell the source is over when the event comes again.
      return repository.befall(undefined)
    }
    case 'sweep':
      return void (await invocation(stage.gate, each.crash, reconcile))
    case 'fault':
      return far.befall(each.pipeline, each.fault, 1)
    case 'throttled':
      return repository.befall('halfway')
    case 'wait':
      return stage.wait(each.seconds)
  }
}

/** All faults are over, and so is every lease; the sweep finds what is left to do. */
async function settle(stage: DeliveryStage): Promise<void> {
  stage.repository.befall(undefined)
  for (const name of ['web', 'api', 'docs']) stage.far.befall(name, undefined)
  stage.wait(leaseSeconds)
  expect(await reconcile(stage.gate)).toMatchObject({ unsettled: [] })
}

describe('whatever happens to events, invocations and pipelines', () => {
  it('ends, after one sweep, with every change run for once, in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const stage = await settledStage()
        const events: Revision[] = []
        for (const each of steps) await happen(stage, events, each)
        await settle(stage)
        expect(await complaints(stage)).toEqual([])
        expect(await reconcile(stage.gate)).toEqual({ decisions: [], unsettled: [] })
      }),
      { numRuns: 1000 },
    )
  })
})
