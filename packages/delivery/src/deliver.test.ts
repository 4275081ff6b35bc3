import { ConfigurationInvalid, UpstreamUnavailable } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { gateThrough, invocation } from './delivery-stage/invocation.stage.ts'
import { deliver } from './deliver.ts'
import { type DeliveryStage, leaseSeconds, patienceSeconds, settledStage, shop } from './delivery.stage.ts'
import type { Gate } from './gate.ts'

/** A push to web and docs whose delivery ended when everything was written and nothing was started. */
async function begunStage() {
  const stage = await settledStage()
  const event = stage.push({ 'web/a': '2', 'docs/a': '2' })
  await invocation(stage.gate, { at: 3, when: 'before' }, (gate) => deliver(event, gate))
  return { stage, event }
}

const ran = ({ far }: DeliveryStage) => far.executions.slice(3).map(({ pipeline }) => pipeline)

/** Counts and measures the pauses; something may happen in each. */
function pausing(gate: Gate, during: (pause: number) => unknown = () => undefined) {
  const pauses: number[] = []
  return {
    pauses,
    gate: {
      ...gate,
      async pause(milliseconds: number) {
        pauses.push(milliseconds)
        await gate.pause(milliseconds)
        await during(pauses.length)
      },
    },
  }
}

describe('a delivery', () => {
  it('writes every decision down before it makes the first start', async () => {
    const { stage } = await begunStage()
    expect(stage.far.executions).toHaveLength(3)
    const [web, api, docs] = await Promise.all(['web', 'api', 'docs'].map((name) => stage.entry(name)))
    expect(web).toMatchObject({ baseline: 'c1', intent: { from: 'c1', to: 'c2' } })
    expect(api).toMatchObject({ baseline: 'c2', last: { verdict: 'skip' } })
    expect(docs).toMatchObject({ baseline: 'c1', intent: { token: docs?.last?.decisionId } })
  })

  it('waits for whoever has begun, longer each time, and then leaves it unsettled', async () => {
    const { stage, event } = await begunStage()
    const { pauses, gate } = pausing(stage.gate)
    const { decisions, unsettled } = await deliver(event, gate)
    expect(decisions).toMatchObject([{ pipeline: 'api', reason: 'duplicate' }])
    expect(unsettled).toMatchObject([{ pipeline: 'web' }, { pipeline: 'docs' }])
    expect(unsettled[0]?.cause).toEqual(
      new UpstreamUnavailable('ledger', { found: 'somebody else who is starting web' }),
    )
    expect(pauses.slice(0, 3)).toEqual([100, 150, 225])
    const waited = pauses.reduce((sum, each) => sum + each)
    expect(waited).toBeGreaterThanOrEqual(patienceSeconds * 1000)
    expect(waited - (pauses.at(-1) ?? 0)).toBeLessThan(patienceSeconds * 1000)
    expect(ran(stage)).toEqual([])
  })

  it('goes on as soon as the other is done, and tells that it was the other', async () => {
    const { stage, event } = await begunStage()
    const { pauses, gate } = pausing(stage.gate, async (pause) => {
      if (pause !== 2) return
      stage.wait(leaseSeconds)
      await stage.deliver(event)
    })
    const { decisions, unsettled } = await deliver(event, { ...gate, patienceSeconds: 300 })
    expect(decisions.map(({ pipeline, reason }) => `${pipeline} ${reason}`)).toEqual([
      'api duplicate',
      'web duplicate',
      'docs duplicate',
    ])
    expect({ unsettled, pauses: pauses.length }).toEqual({ unsettled: [], pauses: 2 })
    expect(ran(stage)).toEqual(['web', 'docs'])
  })

  it('takes a start over once the lease has ended, while it waits', async () => {
    const { stage, event } = await begunStage()
    const { gate } = pausing(stage.gate, () => stage.wait(leaseSeconds))
    expect(await deliver(event, gate)).toMatchObject({
      decisions: [{ pipeline: 'api' }, { verdict: 'start', execution: 'e4' }, { verdict: 'start' }],
      unsettled: [],
    })
  })

  it('tells what it started even if it cannot go on waiting for the rest', async () => {
    const stage = await settledStage()
    const event = stage.push({ 'web/a': '2', 'docs/a': '2' })
    // Of another delivery, that had time for one pipeline only.
    const only = { web: { paths: ['web/**'] } }
    stage.rule({ pipelines: only })
    await invocation(stage.gate, { at: 1, when: 'before' }, (gate) => deliver(event, gate))
    stage.rule({ pipelines: { ...only, docs: { paths: ['docs/**'] } } })
    let isDown = false
    const failing = gateThrough(stage.gate, async (call, act) => {
      if (call === 'pause') isDown = true
      if (isDown && call === 'ask') throw new UpstreamUnavailable('ledger')
      return act()
    })
    const { decisions, unsettled } = await deliver(event, failing)
    expect(decisions).toMatchObject([{ pipeline: 'docs', verdict: 'start' }])
    expect(unsettled).toMatchObject([{ pipeline: 'web', cause: expect.any(UpstreamUnavailable) }])
  })

  it('tells what it took over even if nothing new can be decided', async () => {
    const { stage, event } = await begunStage()
    stage.wait(leaseSeconds)
    stage.repository.befall('throttled')
    const { decisions, unsettled } = await stage.deliver(event)
    expect(decisions.map(({ pipeline, verdict }) => `${verdict} ${pipeline}`)).toEqual([
      'start web',
      'start docs',
    ])
    expect(new Set(unsettled.map(({ pipeline }) => pipeline))).toEqual(new Set(['web', 'api', 'docs']))
  })

  it('starts others when a start that was begun cannot be taken over', async () => {
    const { stage, event } = await begunStage()
    stage.wait(leaseSeconds)
    const failing: Gate = {
      ...stage.gate,
      ledger: {
        ...stage.ledger,
        async write(entry) {
          if (entry.key.pipeline === 'web') throw new UpstreamUnavailable('ledger')
          return stage.ledger.write(entry)
        },
      },
    }
    const { unsettled } = await deliver(event, failing)
    expect(unsettled.map(({ pipeline }) => pipeline)).toEqual(['web'])
    expect(ran(stage)).toEqual(['docs'])
  })

  it('leaves a start that two want to take over to one of them, and not to the token', async () => {
    const { stage, event } = await begunStage()
    stage.wait(leaseSeconds)
    const asked: string[] = []
    const pipelines: Gate['pipelines'] = {
      start(start) {
        asked.push(start.pipeline)
        return stage.gate.pipelines.start(start)
      },
    }
    const gate = { ...stage.gate, pipelines }
    await Promise.all([deliver(event, gate), deliver(event, gate), deliver(event, gate)])
    expect(asked).toEqual(['web', 'docs'])
  })

  it('does not answer for a start that was taken over while it made it', async () => {
    const stage = await settledStage()
    const event = stage.push({ 'web/a': '2' })
    const pipelines: Gate['pipelines'] = {
      async start(start) {
        const answer = await stage.gate.pipelines.start(start)
        stage.wait(leaseSeconds)
        await stage.deliver(event)
        return answer
      },
    }
    const { decisions, unsettled } = await deliver(event, { ...stage.gate, pipelines })
    expect(decisions.map(({ pipeline }) => pipeline)).toEqual(['api', 'docs'])
    expect(unsettled).toMatchObject([
      { pipeline: 'web', cause: new UpstreamUnavailable('ledger', { found: 'a lease that had ended' }) },
    ])
    expect(await stage.deliver(event)).toMatchObject({ unsettled: [] })
    expect(ran(stage)).toEqual(['web'])
  })

  it('tells once of a start that it took over and that was refused', async () => {
    const { stage, event } = await begunStage()
    stage.wait(leaseSeconds)
    stage.far.befall('web', 'missing')
    const { decisions } = await stage.deliver(event)
    expect(decisions.filter(({ pipeline }) => pipeline === 'web')).toMatchObject([
      { verdict: 'fail', reason: 'pipeline_missing', because: { path: 'web/a' } },
    ])
    expect(await stage.entry('web')).not.toHaveProperty('intent')
  })

  it('makes a start with the token it was begun with, when the tip has moved on, and then the next', async () => {
    const { stage } = await begunStage()
    const tokens = [(await stage.entry('web'))?.intent?.token]
    stage.wait(leaseSeconds)
    await stage.deliver(stage.push({ 'web/a': '3' }))
    const web = stage.far.executions.slice(3).filter(({ pipeline }) => pipeline === 'web')
    expect(web.map(({ revision }) => revision)).toEqual(['c2', 'c3'])
    expect(web[0]?.token).toBe(tokens[0])
  })

  it('names every start with what the far side takes for a token', async () => {
    const stage = await settledStage()
    for (const { token } of stage.far.executions) expect(token).toMatch(/^[\da-f]{64}$/)
    expect(new Set(stage.far.executions.map(({ token }) => token)).size).toBe(3)
  })

  it('fails when the rules cannot be reached, and holds nothing for that', async () => {
    const { stage, event } = await begunStage()
    const failure = new UpstreamUnavailable('s3://acme-gates/rules.json')
    const rules = { current: () => Promise.reject(failure) }
    await expect(deliver(event, { ...stage.gate, rules })).rejects.toBe(failure)
  })

  it('of a source that is not configured is a fault of the configuration', async () => {
    const { gate } = await settledStage()
    const revision = { ...shop, kind: 'github', happened: 'updated', to: 'c1' } as const
    await expect(deliver(revision, gate)).rejects.toThrow(
      new ConfigurationInvalid([
        {
          severity: 'fault',
          path: ['sources'],
          expected: 'a source of github, since its events arrive',
          found: 'none',
        },
      ]),
    )
  })
})

describe('a change that was not decided', () => {
  it.each([
    ['held', { onUnknownBase: 'hold' } as const, undefined],
    ['refused', {}, 'missing' as const],
  ])('since it was %s, is not lost with the old commit of the next event', async (_, members, fault) => {
    const pipelines = { web: { paths: ['web/**'] } }
    const stage = await settledStage({ ...members, pipelines: {} })
    stage.rule({ ...members, pipelines })
    stage.far.befall('web', fault)
    stage.push({ 'web/a': '2' })
    await stage.deliver({ ...shop, happened: 'updated' })
    expect((await stage.entry('web'))?.last?.verdict).toMatch(/hold|fail/)
    stage.rule({ pipelines })
    stage.far.befall('web', undefined)
    await stage.deliver(stage.push({ readme: '2' }))
    expect(stage.far.executions).toMatchObject([{ pipeline: 'web', revision: 'c3' }])
  })

  it('since the source refused, is compared with where its branch began', async () => {
    const stage = await settledStage()
    const branch = 'refs/heads/new'
    stage.repository.befall('refused')
    stage.reset('c1', branch)
    stage.push({ 'web/a': '2' }, branch)
    await stage.deliver(stage.push({ 'api/a': '2' }, branch))
    stage.repository.befall(undefined)
    await stage.deliver(stage.push({ 'docs/a': '2' }, branch))
    expect(ran(stage)).toEqual(['web', 'api', 'docs'])
  })

  it('is compared with what it was compared with first', async () => {
    const stage = await settledStage({ pipelines: {} })
    stage.rule({ pipelines: { web: { paths: ['web/**'] } } })
    stage.far.befall('web', 'missing')
    await stage.deliver(stage.push({ 'web/a': '2' }))
    expect(await stage.entry('web')).toMatchObject({ baseline: 'c1', last: { verdict: 'fail' } })
  })
})
