import { DocumentInvalid, UpstreamUnavailable } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { deliver } from './deliver.ts'
import { gateThrough } from './delivery-stage/invocation.stage.ts'
import { deliveryStage, settledStage, shop, three } from './delivery.stage.ts'
import type { Gate } from './gate.ts'
import { SourceRefused } from './ports/source-refused.ts'
import { reconcile } from './reconcile.ts'

const sources = { mono: { codecommit: 'shop', branches: ['main', 'release/*'] } }
const watching = { ...three, sources }

/** The same gate, whose source for one repository fails or refuses. */
function without(gate: Gate, repository: string, failure: Error): Gate {
  const [source] = gate.sources
  if (source === undefined) throw new Error('the stage has no source')
  const fail = (origin: { readonly repository: string }) => {
    if (origin.repository === repository) throw failure
  }
  return {
    ...gate,
    sources: [
      {
        ...source,
        refs: async (place) => (fail(place), place.repository === 'shop' ? source.refs(place) : []),
        tip: async (origin) => (fail(origin), source.tip(origin)),
      },
    ],
  }
}

describe('the sweep', () => {
  it('decides what no event told of, and is silent when there is nothing', async () => {
    const stage = await settledStage(watching)
    expect(await reconcile(stage.gate)).toEqual({ decisions: [], unsettled: [] })
    stage.push({ 'web/a': '2' })
    const { decisions } = await reconcile(stage.gate)
    expect(decisions.map(({ pipeline, verdict }) => `${pipeline} ${verdict}`).toSorted()).toEqual([
      'api skip',
      'docs skip',
      'web start',
    ])
    expect(await reconcile(stage.gate)).toEqual({ decisions: [], unsettled: [] })
    expect(stage.far.executions).toHaveLength(4)
  })

  it('sees branches that were never decided on, if rules name them', async () => {
    const stage = await settledStage(watching)
    stage.reset(stage.repository.commit('c1', { 'api/a': '2' }), 'refs/heads/release/1')
    stage.reset(stage.repository.commit('c1', { 'docs/a': '2' }), 'refs/heads/feature/1')
    await reconcile(stage.gate)
    expect(stage.far.executions.slice(3)).toMatchObject([{ pipeline: 'api', revision: 'c2' }])
  })

  it('asks for each ref once, however many rules and entries it has', async () => {
    const stage = await settledStage({ ...watching, sources: { ...sources, again: sources.mono } })
    const tips: string[] = []
    const [source] = stage.gate.sources
    if (source === undefined) throw new Error('the stage has no source')
    const tip: typeof source.tip = (origin) => {
      tips.push(origin.ref)
      return source.tip(origin)
    }
    stage.reset('c1', 'refs/heads/release/1')
    await reconcile({ ...stage.gate, sources: [{ ...source, tip }] })
    expect(tips).toEqual(['refs/heads/main', 'refs/heads/release/1'])
  })

  it('tells once of a ref that is gone', async () => {
    const stage = await settledStage(watching)
    stage.reset(undefined)
    const { decisions } = await reconcile(stage.gate)
    expect(new Set(decisions.map(({ reason }) => reason))).toEqual(new Set(['ref_deleted']))
    expect(await reconcile(stage.gate)).toEqual({ decisions: [], unsettled: [] })
  })

  it('leaves origins alone that no rule names any more, or of sources that are not configured', async () => {
    const stage = await settledStage()
    stage.push({ 'web/a': '2' })
    stage.rule({ ...three, sources: { other: { codecommit: 'other' } } })
    expect(await reconcile(without(stage.gate, 'other', new Error('not asked')))).toMatchObject({
      decisions: [],
    })
    stage.rule(watching)
    expect(await reconcile({ ...stage.gate, sources: [] })).toEqual({ decisions: [], unsettled: [] })
  })

  it('does not let one place that fails keep the others waiting', async () => {
    const other = { codecommit: 'other' }
    const stage = await settledStage({ ...three, sources: { other, ...sources } })
    stage.push({ 'web/a': '2' })
    const failure = new UpstreamUnavailable('codecommit:other')
    const { decisions, unsettled } = await reconcile(without(stage.gate, 'other', failure))
    expect(decisions).toContainEqual(expect.objectContaining({ pipeline: 'web', verdict: 'start' }))
    expect(unsettled).toEqual([{ pipeline: '*', cause: failure }])
  })

  it('does not let one ref that fails keep the others waiting', async () => {
    const stage = await settledStage(watching)
    stage.reset('c1', 'refs/heads/release/1')
    await reconcile(stage.gate)
    stage.push({ 'web/a': '2' })
    stage.push({ 'web/a': '2' }, 'refs/heads/release/1')
    let isFirst = true
    const gate = gateThrough(stage.gate, async (call, act) => {
      if (call === 'write' && isFirst) {
        isFirst = false
        throw new UpstreamUnavailable('ledger')
      }
      return act()
    })
    const { decisions, unsettled } = await reconcile(gate)
    expect(decisions.find(({ verdict }) => verdict === 'start')?.ref).toBe('refs/heads/release/1')
    expect(unsettled).toMatchObject([{ pipeline: '*' }])
  })

  it('answers a place that may not be read as failed, since it need not come again for that', async () => {
    const stage = await settledStage({ ...three, sources: { ...sources, gone: { codecommit: 'gone' } } })
    const refusal = new SourceRefused('codecommit:gone', 'repository_missing')
    expect(await reconcile(without(stage.gate, 'gone', refusal))).toEqual({
      decisions: [
        {
          decisionId: expect.stringMatching(/^[\da-f]{32}$/),
          source: 'codecommit:gone',
          ref: '*',
          pipeline: '*',
          verdict: 'fail',
          reason: 'incomplete_diff',
          because: { note: refusal.message },
        },
      ],
      unsettled: [],
    })
  })

  it('fails when there were never any good rules, or the ledger does not answer', async () => {
    await expect(reconcile(deliveryStage({ pipelines: 'none' }).gate)).rejects.toThrow(DocumentInvalid)
    const { gate } = await settledStage()
    const failure = new UpstreamUnavailable('ledger')
    const ledger: Gate['ledger'] = {
      ...gate.ledger,
      origins: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(failure) }) }),
    }
    await expect(reconcile({ ...gate, ledger })).rejects.toBe(failure)
    expect(await gate.ledger.read(shop, ['web'])).toHaveLength(1)
  })
})

describe('a repository whose name is the same in any case', () => {
  it('is one, whichever spelling the rules, the events and the ledger have', async () => {
    const document = {
      sources: { hub: { github: 'acme/shop', branches: ['main'] } },
      pipelines: { web: { from: 'hub' } },
    }
    const stage = deliveryStage(document)
    const [source] = stage.gate.sources
    if (source === undefined) throw new Error('the stage has no source')
    const gate: Gate = { ...stage.gate, sources: [{ ...source, kind: 'github' }] }
    const pushed = { ...stage.push({ a: '1' }), kind: 'github', repository: 'Acme/Shop' }
    expect((await deliver(pushed, gate)).decisions).toMatchObject([
      { source: 'github:acme/shop', verdict: 'start' },
    ])
    expect(await reconcile(gate)).toEqual({ decisions: [], unsettled: [] })
    expect(stage.far.executions).toHaveLength(1)
  })
})
