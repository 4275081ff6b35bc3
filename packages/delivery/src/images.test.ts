import { describe, expect, it } from 'vitest'
import { type DeliveryStage, deliveryStage } from './delivery.stage.ts'
import { memoryRegistry } from './delivery-stage/registry.stage.ts'
import { deliver } from './deliver.ts'
import type { Gate } from './gate.ts'
import { reconcile } from './reconcile.ts'
import type { Revision } from './revision.ts'

const sources = { img: { ecr: 'web', tags: ['v*'] }, live: { ecr: 'web', tags: ['live'] } }
const pipelines = {
  released: { from: ['img'] },
  layered: { from: ['img'], when: 'layers' },
  live: { from: ['live'] },
}

function opened() {
  const stage: DeliveryStage = deliveryStage({ sources, pipelines })
  const registry = memoryRegistry()
  const gate: Gate = { ...stage.gate, sources: [registry.source] }
  const told = async (revision: Revision) =>
    (await deliver(revision, gate)).decisions
      .map(({ pipeline, verdict, reason }) => `${pipeline} ${verdict} ${reason}`)
      .toSorted()
  const swept = async () => (await reconcile(gate)).decisions.map(({ pipeline, to }) => `${pipeline} ${to}`)
  return { ...stage, gate, registry, told, swept }
}

describe('an image', () => {
  it('starts the pipelines that wait for its tag, pinned to its digest', async () => {
    const { registry, told, far } = opened()
    const first = registry.push('a', 'v1')
    expect(await told(first)).toEqual(['layered start unknown_base', 'released start unknown_base'])
    const second = registry.push('b', 'v2')
    expect(await told(second)).toEqual(['layered start matched', 'released start matched'])
    expect(far.executions.map(({ revision }) => revision)).toEqual([first.to, first.to, second.to, second.to])
  })

  it('of the same layers starts under digest, and is no change under layers', async () => {
    const { registry, told } = opened()
    await told(registry.push('a', 'v1'))
    expect(await told(registry.push('a', 'v2'))).toEqual(['layered skip no_change', 'released start matched'])
  })

  it('under another tag is no change, and the same event again a duplicate', async () => {
    const { registry, told } = opened()
    const first = registry.push('a', 'v1')
    await told(first)
    expect(await told(first)).toEqual(['layered skip duplicate', 'released skip duplicate'])
    const again = registry.retag(first.to ?? '', 'v1.0')
    expect(await told(again)).toEqual(['layered skip no_change', 'released skip no_change'])
  })

  it('rolled back to starts again', async () => {
    const { registry, told, far } = opened()
    const first = registry.push('a', 'live')
    await told(first)
    await told(registry.push('b', 'live'))
    expect(await told(registry.retag(first.to ?? '', 'live'))).toEqual(['live start matched'])
    expect(far.executions.at(-1)?.revision).toBe(first.to)
  })

  it('without a tag is not deployable, and leaves the ledger alone', async () => {
    const { registry, told, editions } = opened()
    expect(await told(registry.push('a'))).toEqual([
      'layered skip not_deployable',
      'live skip not_deployable',
      'released skip not_deployable',
    ])
    expect(editions).toEqual([])
  })

  it('of an older push that comes late is stale, whatever its tag', async () => {
    const { registry, told, far } = opened()
    const older = registry.push('a', 'v1')
    await told(registry.push('b', 'v2'))
    expect(await told(older)).toEqual(['layered skip stale', 'released skip stale'])
    expect(far.executions).toHaveLength(2)
  })

  it('whose tag moved on meanwhile is decided as what the tag is now', async () => {
    const { registry, told, far } = opened()
    const older = registry.push('a', 'live')
    const newer = registry.push('b', 'live')
    await told(older)
    expect(far.executions.map(({ revision }) => revision)).toEqual([newer.to])
  })

  it('whose old tag was deleted is not compared with what the tag was, of which nobody knows', async () => {
    const { registry, told } = opened()
    const before = registry.push('a', 'v1')
    const late: Revision = { ...registry.untag('v1'), ...(before.to && { from: before.to }) }
    registry.push('a', 'v1')
    expect(await told(late)).toEqual(['layered start unknown_base', 'released start unknown_base'])
  })

  it('is not compared either with what was deleted while there were no rules', async () => {
    const { registry, told, gate, rule } = opened()
    const before = registry.push('a', 'v1')
    const deletion: Revision = { ...registry.untag('v1'), ...(before.to && { from: before.to }) }
    rule({ pipelines: 'garbled' })
    await deliver(deletion, gate)
    rule({ sources, pipelines })
    expect(await told(registry.push('a', 'v1'))).toContain('layered start unknown_base')
  })

  it('that loses an old tag keeps what was decided', async () => {
    const { registry, told, swept } = opened()
    await told(registry.push('a', 'v1'))
    await told(registry.push('b', 'v2'))
    expect(await told(registry.untag('v1'))).toEqual([
      'layered skip ref_deleted',
      'released skip ref_deleted',
    ])
    expect(await swept()).toEqual([])
  })
})

describe('a sweep of images', () => {
  it('finds the pushes that no event told of, for each rule the last of its tags', async () => {
    const { registry, told, swept } = opened()
    await told(registry.push('a', 'v1'))
    registry.push('b', 'v2')
    const last = registry.push('c', 'v3')
    const live = registry.push('d', 'live')
    const found = [`layered ${last.to}`, `released ${last.to}`, `live ${live.to}`]
    expect((await swept()).toSorted()).toEqual(found.toSorted())
    expect(await swept()).toEqual([])
  })

  it('tries again what a pipeline refused, though the event came a second after the push', async () => {
    const { registry, told, swept, far } = opened()
    await told(registry.push('a', 'v1'))
    const second = registry.push('b', 'v2')
    far.befall('released', 'missing', 1)
    const event = { ...second, order: `${second.order}+1` }
    expect(await told(event)).toEqual(['layered start matched', 'released fail pipeline_missing'])
    expect(await swept()).toEqual([`released ${second.to}`])
  })

  it('does not undo a roll-back by an older tag', async () => {
    const { registry, told, swept } = opened()
    const first = registry.push('a', 'v1')
    await told(first)
    await told(registry.push('b', 'v2'))
    expect(await told(registry.retag(first.to ?? '', 'v1'))).toContain('released start matched')
    expect(await swept()).toEqual([])
  })

  it('does not take the last tag that is left of several for a roll-back to it', async () => {
    const { registry, told, swept, far } = opened()
    await told(registry.push('a', 'v1'))
    const second = registry.push('b', 'v2')
    await told(second)
    await told(registry.untag('v2'))
    expect(await swept()).toEqual([])
    expect(far.executions.at(-1)?.revision).toBe(second.to)
  })

  it('sees that a tag went back to an older image, where a rule waits for that tag alone', async () => {
    const { registry, told, swept } = opened()
    const first = registry.push('a', 'live')
    await told(first)
    await told(registry.push('b', 'live'))
    registry.retag(first.to ?? '', 'live')
    expect(await swept()).toEqual([`live ${first.to}`])
  })

  it('starts a pipeline for what another rule has decided already', async () => {
    const { registry, told, swept, rule } = opened()
    const first = registry.push('a', 'v1')
    await told(first)
    rule({ sources, pipelines: { ...pipelines, another: { from: ['img'] } } })
    expect(await swept()).toEqual([`another ${first.to}`])
  })
})
