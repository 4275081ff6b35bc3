import { describe, expect, it } from 'vitest'
import { invocation } from './delivery-stage/invocation.stage.ts'
import { type DeliveryStage, leaseSeconds, settledStage, three } from './delivery.stage.ts'
import { deliver } from './deliver.ts'
import type { Revision } from './revision.ts'

const self = 'gates/rules.json'
const before = { ...three, self }
const after = { self, pipelines: { ...three.pipelines, api: { paths: ['api/**', 'libs/**'] } } }

const told = async (stage: DeliveryStage, event: Revision) =>
  (await stage.deliver(event)).decisions.map(
    ({ pipeline, verdict, reason }) => `${pipeline} ${verdict} ${reason}`,
  )

describe('a rule that changed', () => {
  it('starts its pipeline, though a start under the old one was left by a crash and is made first', async () => {
    const stage = await settledStage(before)
    const event = stage.push({ 'api/a': '2' })
    const crash = { at: 3, when: 'before' } as const
    expect(await invocation(stage.gate, crash, (gate) => deliver(event, gate))).toEqual({ ended: 'crashed' })
    stage.wait(leaseSeconds)
    stage.rule(after)
    expect(await told(stage, stage.push({ [self]: '2' }))).toEqual(
      expect.arrayContaining(['api start matched', 'api start rule_changed']),
    )
  })

  it('starts its pipeline, though it was read before the change of the rules landed', async () => {
    const stage = await settledStage(before)
    stage.rule(after)
    expect(await told(stage, stage.push({ readme: '2' }))).toContain('api skip unmapped')
    expect(await told(stage, stage.push({ [self]: '2' }))).toContain('api start rule_changed')
  })

  it('starts its pipeline once', async () => {
    const stage = await settledStage(before)
    stage.rule(after)
    await told(stage, stage.push({ [self]: '2' }))
    expect(await told(stage, stage.push({ [self]: '3' }))).toContain('api skip unmapped')
  })
})
