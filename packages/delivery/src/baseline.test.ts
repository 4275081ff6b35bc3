import { describe, expect, it } from 'vitest'
import { changesSince } from './baseline.ts'
import { type DeliveryStage, settledStage, shop } from './delivery.stage.ts'
import type { LedgerEntry } from './ports/ledger.ts'
import type { Revision } from './revision.ts'
import type { Decision } from './verdict.ts'

const decision: Decision = {
  decisionId: 'd',
  source: 'codecommit:shop',
  ref: shop.ref,
  pipeline: 'docs',
  verdict: 'skip',
  reason: 'ref_deleted',
  because: {},
}
const branch = 'refs/heads/new'

/** What each pipeline is compared with, and the spans that the source was asked for. */
async function compared(
  stage: DeliveryStage,
  revision: Revision,
  entries: Readonly<Record<string, Partial<LedgerEntry>>> = {},
) {
  const document = (await stage.gate.rules.current()).value
  const spans: string[] = []
  const source: Parameters<typeof changesSince>[0]['source'] = {
    ...stage.repository.source,
    changes(span) {
      spans.push(`${span.from} ${span.to}`)
      return stage.repository.source.changes(span)
    },
  }
  const to = revision.to ?? ''
  const found = await changesSince({ revision, to, source, document }, document.all, (pipeline) => {
    const entry = entries[pipeline]
    return entry && { key: { ...shop, pipeline }, edition: 1, ...entry }
  })
  const since = found.flatMap(({ from, rules, evidence }) =>
    rules.map(({ pipeline }) => [pipeline, `${from} ${evidence.evidence}`] as const),
  )
  return { since: Object.fromEntries(since), spans }
}

describe('the base of a comparison', () => {
  it('is the baseline of each pipeline, asked for once for all that share it', async () => {
    const stage = await settledStage()
    stage.push({ 'web/a': '2' })
    const event = stage.push({ 'web/a': '3' })
    const entries = { web: { baseline: 'c1' }, api: { baseline: 'c2' }, docs: { baseline: 'c1' } }
    expect(await compared(stage, event, entries)).toEqual({
      since: { web: 'c1 compared', api: 'c2 compared', docs: 'c1 compared' },
      spans: ['c1 c3', 'c2 c3'],
    })
  })

  it("is the event's old commit for the first event of the default branch", async () => {
    const stage = await settledStage()
    const { since, spans } = await compared(stage, stage.push({ 'web/a': '2' }), { api: { baseline: 'c1' } })
    expect(since).toEqual({ web: 'c1 compared', docs: 'c1 compared', api: 'c1 compared' })
    expect(spans).toEqual(['c1 c2', 'c1 c2'])
  })

  it('is both, where a branch began and the old commit, for the first event of a branch', async () => {
    const stage = await settledStage()
    stage.push({ 'web/a': '2' })
    stage.reset('c1', branch)
    stage.push({ 'api/a': '2' }, branch)
    const { since, spans } = await compared(stage, stage.push({ 'docs/a': '2' }, branch))
    expect(since['web']).toBe('c1 compared')
    expect(spans).toEqual(['c1 c4', 'c3 c4'])
  })

  it('is both, so that what the last push took back counts', async () => {
    const stage = await settledStage()
    stage.reset('c1', branch)
    stage.push({ 'web/a': '2' }, branch)
    const { decisions } = await stage.deliver(stage.push({ 'web/a': '1' }, branch))
    expect(decisions[0]).toMatchObject({ pipeline: 'web', verdict: 'start', from: 'c1', to: 'c3' })
  })

  it('is the old commit for the first event of a branch that follows the default branch', async () => {
    const stage = await settledStage()
    stage.reset('c1', branch)
    const { to } = stage.push({ 'web/a': '2' })
    const { since, spans } = await compared(stage, stage.reset(to, branch))
    expect(since['web']).toBe('c1 compared')
    expect(spans).toEqual(['c1 c2'])
  })

  it('is the branch itself when it was made where the default branch is', async () => {
    const stage = await settledStage()
    expect(await compared(stage, stage.reset('c1', branch))).toMatchObject({ spans: ['c1 c1'] })
  })

  it('is what can be resolved of the two', async () => {
    const stage = await settledStage()
    stage.reset('c1', branch)
    const { to } = stage.push({ 'api/a': '2' }, branch)
    const event = stage.reset(stage.repository.commit('c1', { 'web/a': '2' }), branch)
    stage.repository.forget(to ?? '')
    expect((await compared(stage, event)).since['web']).toBe('c1 compared')
  })

  it('is unknown without an old commit on the default branch, and when nothing can be resolved', async () => {
    const stage = await settledStage()
    const event = stage.reset(stage.repository.commit(undefined, { 'web/a': '2' }))
    const { from: _, ...without } = event
    expect((await compared(stage, without)).since['web']).toBe('undefined unknown_base')
    stage.repository.forget('c1')
    expect((await compared(stage, event)).since['web']).toBe('c1 unknown_base')
    expect((await compared(stage, event, { web: { baseline: 'c1' } })).since['web']).toBe('c1 unknown_base')
  })

  it('is not the old commit for what was held before without a base, but is for a ref that was gone', async () => {
    const stage = await settledStage()
    const entries = { web: {}, docs: { last: decision } }
    const { since } = await compared(stage, stage.push({ 'web/a': '2' }), entries)
    expect(since).toEqual({ web: 'undefined unknown_base', api: 'c1 compared', docs: 'c1 compared' })
  })
})
