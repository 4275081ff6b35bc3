import { EventUnsupported, UpstreamUnavailable } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import type { DeliveryRecord } from './delivery-record.ts'
import { setStage } from './gate.stage.ts'
import { trigger } from './trigger.ts'

function triggerOn(stage: ReturnType<typeof setStage>) {
  const records: DeliveryRecord[] = []
  return { handler: trigger({ gate: stage.gate, report: (record) => records.push(record) }), records }
}

const message = (id: string, body: unknown, group?: string) => ({
  messageId: id,
  eventSource: 'aws:sqs',
  body: typeof body === 'string' ? body : JSON.stringify(body),
  attributes: group === undefined ? {} : { MessageGroupId: group },
})

describe('an event', () => {
  it('is decided, reported and answered', async () => {
    const stage = setStage()
    const { handler, records } = triggerOn(stage)
    const { decisions } = await handler(stage.land('a.txt'))
    expect(decisions).toMatchObject([
      { pipeline: 'a', verdict: 'start', reason: 'matched', execution: 'execution-1' },
      { pipeline: 'b', verdict: 'skip', reason: 'unmapped' },
    ])
    expect(records).toMatchObject([
      { record: 'decision', gate: 'delivery', pipeline: 'a' },
      { record: 'decision', pipeline: 'b' },
    ])
    expect(stage.starts()).toEqual(['a'])
  })

  it('that no source knows is ignored, and told', async () => {
    const { handler, records } = triggerOn(setStage())
    expect(
      await handler({ source: 'aws.ec2', 'detail-type': 'EC2 Instance State-change Notification' }),
    ).toEqual({
      decisions: [],
    })
    expect(records).toEqual([
      {
        record: 'ignored',
        gate: 'delivery',
        source: 'aws.ec2',
        detailType: 'EC2 Instance State-change Notification',
      },
    ])
  })

  it('comes again when a start could not be made, and the others were', async () => {
    const stage = setStage()
    const { handler, records } = triggerOn(stage)
    stage.down.add('a')
    const event = stage.land('a.txt')
    await expect(handler(event)).rejects.toThrow(
      'delivery: expected an answer, found starts to be tried again: a',
    )
    await expect(handler(event)).rejects.toBeInstanceOf(UpstreamUnavailable)
    expect(records).toContainEqual(expect.objectContaining({ record: 'unsettled', pipeline: 'a' }))
    stage.down.clear()
    const { decisions } = await handler(event)
    expect(decisions).toContainEqual(expect.objectContaining({ pipeline: 'a', execution: 'execution-1' }))
    expect(stage.starts()).toEqual(['a'])
  })

  it.each([
    ['nothing', undefined],
    ['a list', []],
    ['an object of another kind', {}],
    ['another word of ours', { sallyport: 'sweep' }],
    ['records of another service', { Records: [{ eventSource: 'aws:s3' }] }],
    ['a message without a body', { Records: [{ eventSource: 'aws:sqs', messageId: '1' }] }],
  ])('is not supported: %s', async (_, event) => {
    await expect(triggerOn(setStage()).handler(event)).rejects.toBeInstanceOf(EventUnsupported)
  })
})

describe('a batch of messages', () => {
  it('reports those that are to come again, and only those', async () => {
    const stage = setStage()
    const { handler } = triggerOn(stage)
    stage.down.add('b')
    const answer = await handler({
      Records: [
        message('1', stage.land('a.txt', 'refs/heads/one')),
        message('2', stage.land('b.txt', 'refs/heads/two')),
        message('3', 'no JSON'),
        message('4', { source: 'aws.ec2', 'detail-type': 'x' }),
      ],
    })
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: '2' }, { itemIdentifier: '3' }])
    expect(answer.decisions).toContainEqual(expect.objectContaining({ pipeline: 'a', verdict: 'start' }))
    expect(stage.starts()).toEqual(['a'])
  })

  it('keeps the order of a FIFO group: what follows a failure waits', async () => {
    const stage = setStage()
    const { handler } = triggerOn(stage)
    stage.down.add('b')
    const answer = await handler({
      Records: [
        message('1', stage.land('b.txt', 'refs/heads/one'), 'one'),
        message('2', stage.land('a.txt', 'refs/heads/two'), 'two'),
        message('3', stage.land('a.txt', 'refs/heads/three'), 'one'),
      ],
    })
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: '1' }, { itemIdentifier: '3' }])
    expect(stage.starts()).toEqual(['a'])
  })

  it('starts once for the same event twice', async () => {
    const stage = setStage()
    const { handler } = triggerOn(stage)
    const event = stage.land('a.txt')
    const answer = await handler({ Records: [message('1', event), message('2', event)] })
    expect(answer.batchItemFailures).toEqual([])
    expect(stage.starts()).toEqual(['a'])
    expect(answer.decisions.filter(({ pipeline }) => pipeline === 'a')).toMatchObject([
      { verdict: 'start' },
      { verdict: 'skip', reason: 'duplicate', execution: 'execution-1' },
    ])
  })
})

describe('a sweep', () => {
  it('decides what no event told of, once', async () => {
    const stage = setStage()
    const { handler } = triggerOn(stage)
    await handler(stage.land('a.txt'))
    stage.land('b.txt')
    const { decisions } = await handler({ sallyport: 'reconcile' })
    expect(decisions).toContainEqual(expect.objectContaining({ pipeline: 'b', verdict: 'start' }))
    expect(await handler({ sallyport: 'reconcile' })).toEqual({ decisions: [] })
    expect(stage.starts()).toEqual(['a', 'b'])
  })
})

describe('the handler', () => {
  it('takes two parameters at most, as Node 24 on Lambda demands', () => {
    expect(triggerOn(setStage()).handler.length).toBeLessThanOrEqual(2)
  })
})
