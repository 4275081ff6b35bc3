import { UpstreamUnavailable } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { deliverUntilSettled } from './delivery-stage/far-side.stage.ts'
import { invocation } from './delivery-stage/invocation.stage.ts'
import { deliver } from './deliver.ts'
import {
  type DeliveryStage,
  deliveryStage,
  leaseSeconds,
  settledStage,
  shop,
  three,
} from './delivery.stage.ts'
import { reconcile } from './reconcile.ts'
import type { Revision } from './revision.ts'

/** Verdict and reason by pipeline. */
async function ruled(stage: DeliveryStage, revision: Revision): Promise<Readonly<Record<string, string>>> {
  const { decisions } = await stage.deliver(revision)
  return Object.fromEntries(decisions.map((each) => [each.pipeline, `${each.verdict} ${each.reason}`]))
}

/** What ran since the stage was settled. */
const ran = ({ far }: DeliveryStage) =>
  far.executions.slice(3).map(({ pipeline, revision }) => `${pipeline} ${revision}`)

const branch = 'refs/heads/feature/x'

/** The numbers are those of the decision table in the reference on pipeline triggers. */
describe('the decision table', () => {
  it('row 1: a new branch is compared with where it left the default branch', async () => {
    const stage = await settledStage()
    stage.reset(stage.repository.commit('c1', { 'api/b': '1' }), branch)
    stage.push({ 'web/a': '2' })
    const event = stage.push({ 'docs/a': '2' }, branch)
    expect(await ruled(stage, { ...event, happened: 'created' })).toEqual({
      web: 'skip unmapped',
      api: 'start matched',
      docs: 'start matched',
    })
  })

  it('row 1: a new branch that has no commit in common starts everything', async () => {
    const stage = await settledStage()
    const event = stage.reset(stage.repository.commit(undefined, { readme: '1' }), branch)
    expect(new Set(Object.values(await ruled(stage, event)))).toEqual(new Set(['start unknown_base']))
  })

  it('row 2: a branch that is deleted is skipped, loses its baseline, and is told of once', async () => {
    const stage = await settledStage()
    stage.push({ 'web/a': '2' })
    const event = stage.reset(undefined)
    expect(await ruled(stage, event)).toEqual({
      web: 'skip ref_deleted',
      api: 'skip ref_deleted',
      docs: 'skip ref_deleted',
    })
    expect(await stage.entry('web')).not.toHaveProperty('baseline')
    expect((await stage.entry('web'))?.forgetAfter).toBeGreaterThan(stage.gate.clock.now())
    expect(await stage.deliver(event)).toEqual({ decisions: [], unsettled: [] })
    expect(ran(stage)).toEqual([])
  })

  it('row 2: a branch that is made again under its old name is new', async () => {
    const stage = await settledStage()
    const first = stage.push({ 'web/a': '2' }, branch)
    await stage.deliver(first)
    await stage.deliver(stage.reset(undefined, branch))
    const again = stage.reset(first.to, branch)
    expect(await ruled(stage, again)).toMatchObject({ web: 'start unknown_base' })
    expect(ran(stage).filter((each) => each === `web ${first.to}`)).toHaveLength(2)
  })

  it('row 3: a new tag is for rules with tags only, and compared with the tag before', async () => {
    const tags = { codecommit: 'shop', tags: ['v*'] }
    const sources = { mono: { codecommit: 'shop', branches: ['main'] }, tags }
    const { web, api } = three.pipelines
    const stage = deliveryStage({
      sources,
      pipelines: { web: { ...web, from: 'tags' }, api: { ...api, from: 'tags' }, docs: { from: 'mono' } },
    })
    const one = stage.push({ 'web/a': '1', 'api/a': '1' })
    stage.reset(one.to, 'refs/tags/v1')
    const two = stage.push({ 'web/a': '2' })
    const event = stage.reset(two.to, 'refs/tags/v2')
    expect(await ruled(stage, event)).toEqual({ web: 'start matched', api: 'skip unmapped' })
    expect(await stage.deliver(stage.reset(two.to, 'refs/tags/nightly'))).toEqual({
      decisions: [],
      unsettled: [],
    })
  })

  it('row 4: a force push is compared tree with tree, so that what it took back counts', async () => {
    const stage = await settledStage()
    await stage.deliver(stage.push({ 'web/a': '2' }))
    const event = stage.reset(stage.repository.commit('c1', { 'docs/a': '2' }))
    expect(await ruled(stage, event)).toEqual({
      web: 'start matched',
      api: 'skip unmapped',
      docs: 'start matched',
    })
  })

  it.each([
    ['starts', undefined, 'start unknown_base'],
    ['holds', 'hold', 'hold unknown_base'],
    ['skips', 'skip', 'skip unknown_base'],
  ])('row 5: a baseline that is gone %s, as the rules have it', async (_, onUnknownBase, verdict) => {
    const stage = await settledStage({ ...three, ...(onUnknownBase && { onUnknownBase }) })
    if (onUnknownBase === 'hold') {
      stage.rule(three)
      await deliverUntilSettled(stage)
      stage.rule({ ...three, onUnknownBase })
    }
    const event = stage.reset(stage.repository.commit(undefined, { 'web/a': '2' }))
    stage.repository.forget('c1')
    expect(await ruled(stage, event)).toEqual({ web: verdict, api: verdict, docs: verdict })
    const baseline = verdict.startsWith('hold') ? 'c1' : 'c2'
    expect(await stage.entry('web')).toMatchObject({ baseline })
  })

  it('row 6: a commit without a change is skipped, and is the next baseline', async () => {
    const stage = await settledStage()
    expect(await ruled(stage, stage.push({}))).toMatchObject({ web: 'skip no_change', api: 'skip no_change' })
    expect(await stage.entry('web')).toMatchObject({ baseline: 'c2' })
  })

  it('row 6: a change that was taken back before it was decided is none', async () => {
    const stage = await settledStage()
    stage.push({ 'web/a': '2' })
    expect(await ruled(stage, stage.push({ 'web/a': '1' }))).toMatchObject({ web: 'skip no_change' })
  })

  it('row 7: a change of mode, which a source tells as a modification, counts', async () => {
    const stage = await settledStage()
    expect(await ruled(stage, stage.push({ 'web/a': '1, executable' }))).toMatchObject({
      web: 'start matched',
    })
  })

  it('row 8: a rename counts at both ends', async () => {
    const stage = await settledStage()
    expect(await ruled(stage, stage.push({ 'web/a': undefined, 'api/z': '1' }))).toEqual({
      web: 'start matched',
      api: 'start matched',
      docs: 'skip unmapped',
    })
  })

  it('row 9: the source is asked, not the event, and is read to the last of 3,001 files', async () => {
    const stage = await settledStage()
    const files = Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`other/${at}`, '1']))
    const { decisions } = await stage.deliver(stage.push({ ...files, 'web/last': '1' }))
    expect(decisions.find(({ pipeline }) => pipeline === 'web')?.because).toEqual({
      path: 'web/last',
      rule: 'web/**',
    })
  })

  it('row 10: of a comparison that ended early what was seen is final, and the rest starts', async () => {
    const stage = await settledStage()
    stage.repository.befall('truncated')
    expect(await ruled(stage, stage.push({ 'web/a': '2', 'docs/a': '2' }))).toEqual({
      web: 'start matched',
      api: 'start incomplete_diff',
      docs: 'start incomplete_diff',
    })
  })

  it('row 11: throttled halfway, it starts and writes nothing, and the event comes again', async () => {
    const stage = await settledStage()
    const event = stage.push({ 'web/a': '2', 'docs/a': '2' })
    const { length } = stage.editions
    stage.repository.befall('halfway')
    await expect(stage.deliver(event)).rejects.toThrow(UpstreamUnavailable)
    expect(ran(stage)).toEqual([])
    expect(stage.editions).toHaveLength(length)
    stage.repository.befall(undefined)
    expect(await ruled(stage, event)).toMatchObject({ web: 'start matched', docs: 'start matched' })
  })

  it('row 12: an event that comes twice is a duplicate, and names what was decided', async () => {
    const stage = await settledStage()
    const event = stage.push({ 'web/a': '2' })
    const [first] = (await stage.deliver(event)).decisions
    const { decisions } = await stage.deliver(event)
    expect(decisions).toContainEqual({ ...first, verdict: 'skip', reason: 'duplicate', because: {} })
    expect(decisions.every(({ reason }) => reason === 'duplicate')).toBe(true)
    expect(ran(stage)).toEqual(['web c2'])
  })

  it.each(['before', 'after'] as const)(
    'row 13: a crash %s the start is made good with the same token',
    async (when) => {
      const stage = await settledStage()
      const event = stage.push({ 'web/a': '2' })
      const calls = { writes: 3 }
      await invocation(stage.gate, { at: calls.writes, when }, (gate) => deliver(event, gate))
      const token = (await stage.entry('web'))?.intent?.token
      stage.wait(leaseSeconds)
      expect(await ruled(stage, event)).toMatchObject({ web: 'start matched' })
      expect(stage.far.executions.slice(3)).toEqual([{ pipeline: 'web', revision: 'c2', token }])
    },
  )

  it('row 14: an older event that comes last is stale, since the tip always decides', async () => {
    const stage = await settledStage()
    const older = stage.push({ 'web/a': '2' })
    const newer = stage.push({ 'api/a': '2' })
    expect(await ruled(stage, newer)).toMatchObject({ web: 'start matched', api: 'start matched' })
    expect(new Set(Object.values(await ruled(stage, older)))).toEqual(new Set(['skip stale']))
    expect(ran(stage)).toEqual(['web c3', 'api c3'])
  })

  it('row 14: an older event that comes first decides for the tip', async () => {
    const stage = await settledStage()
    const older = stage.push({ 'web/a': '2' })
    stage.push({ 'api/a': '2' })
    expect(await ruled(stage, older)).toMatchObject({ web: 'start matched', api: 'start matched' })
    expect(await stage.entry('docs')).toMatchObject({ baseline: 'c3' })
  })

  it('row 15: a branch that is set back starts what it takes back, and again on the way there', async () => {
    const stage = await settledStage()
    const there = stage.push({ 'web/a': '2' })
    await stage.deliver(there)
    expect(await ruled(stage, stage.reset('c1'))).toMatchObject({
      web: 'start matched',
      api: 'skip unmapped',
    })
    expect(await ruled(stage, stage.reset('c2'))).toMatchObject({ web: 'start matched' })
    expect(ran(stage)).toEqual(['web c2', 'web c1', 'web c2'])
  })

  it('row 16: pushes that are quicker than their events are one decision, for the tip and without a window', async () => {
    const stage = await settledStage()
    const events = ['web/a', 'api/a', 'web/b', 'readme'].map((path) => stage.push({ [path]: '2' }))
    const told = await Promise.all(events.map((event) => stage.deliver(event)))
    expect(told.flatMap(({ unsettled }) => unsettled)).toEqual([])
    expect(ran(stage)).toEqual(['web c5', 'api c5'])
  })

  it('row 17: of a pipeline that is missing the change is kept, and the others start', async () => {
    const stage = await settledStage()
    stage.far.befall('web', 'missing')
    const event = stage.push({ 'web/a': '2', 'docs/a': '2' })
    expect(await ruled(stage, event)).toMatchObject({ web: 'fail pipeline_missing', docs: 'start matched' })
    expect(await stage.entry('web')).toMatchObject({ baseline: 'c1' })
    stage.far.befall('web', undefined)
    expect(await ruled(stage, stage.push({ readme: '2' }))).toMatchObject({ web: 'start matched' })
  })

  it('row 18: a pipeline that is busy is unsettled and comes again; it is not deferred by five minutes', async () => {
    const stage = await settledStage()
    stage.far.befall('web', 'busy')
    const event = stage.push({ 'web/a': '2', 'docs/a': '2' })
    const { decisions, unsettled } = await stage.deliver(event)
    expect(decisions.map(({ pipeline }) => pipeline)).toEqual(['docs', 'api'])
    expect(unsettled).toEqual([
      { outcome: 'unsettled', pipeline: 'web', cause: expect.any(UpstreamUnavailable) },
    ])
    expect(await stage.entry('web')).toMatchObject({ baseline: 'c1', intent: { to: 'c2' } })
    stage.far.befall('web', undefined)
    expect(await ruled(stage, event)).toMatchObject({ web: 'start matched' })
  })

  it('row 19: a pipeline that cannot take the pin fails, and is not started without it', async () => {
    const stage = await settledStage()
    stage.far.befall('web', 'refusing')
    const { decisions, unsettled } = await stage.deliver(stage.push({ 'web/a': '2' }))
    expect(decisions[0]).toMatchObject({ verdict: 'fail', reason: 'pipeline_refused' })
    expect(decisions[0]?.because).toMatchObject({ path: 'web/a', note: 'no such source action' })
    expect({ unsettled, ran: ran(stage) }).toEqual({ unsettled: [], ran: [] })
    expect(await stage.entry('web')).toMatchObject({ baseline: 'c1' })
  })

  it('row 20: a source that may not be read fails every pipeline, and the event does not come again', async () => {
    const stage = await settledStage()
    const event = stage.push({ 'web/a': '2' })
    stage.repository.befall('refused')
    const { decisions, unsettled } = await stage.deliver(event)
    expect(decisions.map(({ verdict, reason }) => `${verdict} ${reason}`)).toEqual(
      Array.from({ length: 3 }, () => 'fail incomplete_diff'),
    )
    expect({ unsettled, ran: ran(stage) }).toEqual({ unsettled: [], ran: [] })
    stage.repository.befall(undefined)
    expect(await reconcile(stage.gate)).toMatchObject({ decisions: [{ verdict: 'start' }, {}, {}] })
  })

  it('row 26: nothing in an event overrides a hold; overrides are not there yet', async () => {
    const calendars = { hours: { timeZone: 'Europe/Berlin', open: ['mon-fri 08:00-16:00'] } }
    const { web, ...others } = three.pipelines
    const stage = await settledStage()
    stage.rule({ calendars, pipelines: { ...others, web: { ...web, calendar: 'hours' } } })
    const event = { ...stage.push({ 'web/a': '2' }), override: { actor: 'ada', reason: 'fire' } }
    expect(await ruled(stage, event)).toMatchObject({ web: 'hold calendar_unreadable' })
    expect(await stage.entry('web')).toMatchObject({ baseline: 'c1' })
    expect(ran(stage)).toEqual([])
  })

  it('row 27: rules that turned bad leave the last good ones in place, and tell', async () => {
    const stage = await settledStage()
    stage.rule({ pipelines: 'none' })
    expect(await ruled(stage, stage.push({ 'web/a': '2' }))).toMatchObject({ web: 'start matched' })
    expect(stage.notices.map(({ notice }) => notice)).toEqual(['document_loaded', 'document_invalid'])
  })

  it('row 27: rules that were never good hold everything, and the sweep finds it afterwards', async () => {
    const stage = deliveryStage({ pipelines: 'none' })
    const { decisions, unsettled } = await stage.deliver(stage.push({ 'web/a': '1' }))
    expect(decisions).toMatchObject([
      { pipeline: '*', source: 'codecommit:shop', verdict: 'hold', reason: 'document_invalid' },
    ])
    expect({ unsettled, held: stage.editions.map(({ key }) => key.pipeline) }).toEqual({
      unsettled: [],
      held: ['*'],
    })
    const sources = { mono: { codecommit: 'shop', branches: ['main'] } }
    stage.rule({ ...three, sources })
    expect((await reconcile(stage.gate)).decisions.map(({ verdict }) => verdict)).toEqual(
      Array.from({ length: 3 }, () => 'start'),
    )
  })

  it('row 27 and 20: what was held for want of rules waits until the source may be read as well', async () => {
    const stage = deliveryStage({})
    stage.push({ 'web/a': '1' })
    expect(await ruled(stage, stage.push({ 'web/a': '2' }))).toEqual({ '*': 'hold document_invalid' })
    stage.rule({ ...three, onUnknownBase: 'skip' })
    stage.repository.befall('refused')
    const refused = await ruled(stage, stage.push({ 'docs/a': '1' }))
    expect(refused).toEqual({
      web: 'fail incomplete_diff',
      api: 'fail incomplete_diff',
      docs: 'fail incomplete_diff',
    })
    stage.repository.befall(undefined)
    expect(await ruled(stage, stage.push({ readme: '1' }))).toMatchObject({
      web: 'start matched',
      docs: 'start matched',
    })
  })

  it('row 27: what was held for want of rules rides along with the next event, from where the first one stood', async () => {
    const stage = deliveryStage({ pipelines: 'none' })
    stage.push({ 'web/a': '1', 'api/a': '1' })
    for (const edits of [{ 'web/a': '2' }, { 'docs/a': '2' }])
      expect(await ruled(stage, stage.push(edits))).toEqual({ '*': 'hold document_invalid' })
    stage.rule(three)
    expect(await ruled(stage, stage.push({ 'nobody/x': '1' }))).toMatchObject({
      web: 'start matched',
      api: 'skip unmapped',
      docs: 'start matched',
    })
    expect(await ruled(stage, stage.push({ 'api/a': '2' }))).toMatchObject({
      web: 'skip unmapped',
      api: 'start matched',
    })
  })

  it('row 28: a change of the rules starts the pipelines whose rule it changed', async () => {
    const self = 'gates/rules.json'
    const stage = await settledStage({ ...three, self })
    const pipelines = { ...three.pipelines, api: { paths: ['api/**', 'libs/**'] } }
    stage.rule({ self, pipelines })
    expect(await ruled(stage, stage.push({ [self]: '2' }))).toEqual({
      web: 'skip unmapped',
      api: 'start rule_changed',
      docs: 'skip unmapped',
    })
  })

  it("row 29: a file that is nobody's is a skip of every pipeline that says so", async () => {
    const stage = await settledStage()
    const unmapped = 'skip unmapped'
    expect(await ruled(stage, stage.push({ 'nobody/x': '1' }))).toEqual({
      web: unmapped,
      api: unmapped,
      docs: unmapped,
    })
  })

  it('row 29: a branch that no rule names is not decided on at all', async () => {
    const sources = { mono: { codecommit: 'shop', branches: ['main'] } }
    const stage = await settledStage({ ...three, sources })
    const event = stage.push({ 'web/a': '2' }, branch)
    expect(await stage.deliver(event)).toEqual({ decisions: [], unsettled: [] })
    expect(await stage.gate.ledger.read({ ...shop, ref: branch }, ['web'])).toEqual([])
  })
})
