import { SendMessageCommand, type SendMessageCommandInput, SQSClient } from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type AwsSimulator, awsSimulator } from '../aws-simulator.ts'
import { authorizationFor, rawRequest } from '../raw-call.fixture.ts'
import type { OnMessage } from './message.ts'
import { queues } from './queue.ts'

const onMessage = vi.fn<OnMessage>()
let aws: AwsSimulator
let client: SQSClient

beforeEach(async () => {
  onMessage.mockReset()
  aws = await awsSimulator({
    queues: {
      plain: {},
      small: { maximumMessageBytes: 1024 },
      'events.fifo': {},
      'content.fifo': { contentBasedDeduplication: true },
    },
    onMessage,
  })
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
  client = new SQSClient({ endpoint: aws.url, region: 'eu-west-1', credentials, maxAttempts: 1 })
})

afterEach(async () => {
  client.destroy()
  await aws.close()
})

const send = (queue: string, input: Partial<SendMessageCommandInput> = {}) =>
  client.send(
    new SendMessageCommand({
      QueueUrl: `https://sqs.eu-west-1.amazonaws.com/111122223333/${queue}`,
      MessageBody: 'body',
      ...input,
    }),
  )

const group = { MessageGroupId: 'g', MessageDeduplicationId: 'd' }

describe('a message', () => {
  it('is queued under an id, and its MD5 is what the SDK expects [sqs-md5]', async () => {
    const answer = await send('plain', { MessageBody: 'Größe \u{1f6aa}' })
    expect(answer.MD5OfMessageBody).toMatch(/^[0-9a-f]{32}$/)
    expect(aws.messages('plain')).toMatchObject([{ messageId: answer.MessageId, body: 'Größe \u{1f6aa}' }])
  })

  it('is told to whoever runs it, once, with the event of Lambda', async () => {
    await send('events.fifo', group)
    await send('events.fifo', group)
    const [message] = aws.messages()
    expect(onMessage).toHaveBeenCalledExactlyOnceWith(message, {
      Records: [
        expect.objectContaining({
          messageId: message?.messageId,
          body: 'body',
          eventSource: 'aws:sqs',
          eventSourceARN: 'arn:aws:sqs:eu-west-1:111122223333:events.fifo',
          attributes: expect.objectContaining({ MessageGroupId: 'g', MessageDeduplicationId: 'd' }),
        }),
      ],
    })
  })

  it('is answered, whatever comes of telling it', async () => {
    onMessage.mockRejectedValue(new Error('no'))
    expect((await send('plain')).MessageId).toBeDefined()
  })

  it('goes to a queue that there is [sqs-queue-url]', async () => {
    await expect(send('none')).rejects.toMatchObject({ name: 'QueueDoesNotExist' })
    await expect(send('', { QueueUrl: 'plain' })).rejects.toMatchObject({ name: 'QueueDoesNotExist' })
  })

  it.each(['', 'x'.repeat(1025)])('is not too short and not too long [sqs-size]', async (MessageBody) => {
    await expect(send('small', { MessageBody })).rejects.toMatchObject({ name: 'InvalidParameterValue' })
    expect(aws.messages()).toEqual([])
  })

  it('loses what XML cannot say, and the SDK is content [sqs-characters] [sqs-characters-md5]', async () => {
    await send('plain', { MessageBody: 'a\u0001b\ufffec\td' })
    expect(aws.messages()).toMatchObject([{ body: 'a\ufffdb\ufffdc\td' }])
  })

  it('may have a group in any queue, and comes twice there [sqs-fair-group]', async () => {
    await send('plain', { MessageGroupId: 'g' })
    await send('plain', { MessageGroupId: 'g' })
    expect(aws.messages('plain')).toMatchObject([{ group: 'g' }, { group: 'g' }])
  })

  it.each([
    { MessageGroupId: 'with space', MessageDeduplicationId: 'd' },
    { MessageGroupId: 'ö', MessageDeduplicationId: 'd' },
    { MessageGroupId: 'g', MessageDeduplicationId: 'x'.repeat(129) },
  ])('has ids that SQS takes [sqs-ids]: %j', async (ids) => {
    await expect(send('events.fifo', ids)).rejects.toMatchObject({ name: 'InvalidParameterValue' })
  })
})

describe('a FIFO queue', () => {
  it('wants a group [sqs-fifo-group]', async () => {
    const asked = send('events.fifo', { MessageDeduplicationId: 'd' })
    await expect(asked).rejects.toMatchObject({ name: 'MissingParameter' })
  })

  it('queues the same id once, and answers the same [sqs-fifo-deduplication]', async () => {
    const first = await send('events.fifo', group)
    const second = await send('events.fifo', { ...group, MessageBody: 'other' })
    expect(second.MessageId).toBe(first.MessageId)
    expect(second.SequenceNumber).toBe(first.SequenceNumber)
    await send('events.fifo', { ...group, MessageDeduplicationId: 'e' })
    expect(aws.messages('events.fifo').map(({ deduplicationId }) => deduplicationId)).toEqual(['d', 'e'])
  })

  it('forgets an id after five minutes', async () => {
    let now = 0
    const place = { region: 'eu-west-1', accountId: '111122223333' }
    const memory = queues({ queues: { 'q.fifo': {} }, now: () => now }, place)
    const sent = { body: 'b', group: 'g', deduplicationId: 'd' }
    await memory.send('q.fifo', sent)
    now = 299_999
    await memory.send('q.fifo', sent)
    expect(memory.messages()).toHaveLength(1)
    now = 300_000
    await memory.send('q.fifo', sent)
    expect(memory.messages()).toHaveLength(2)
  })

  it('takes the hash of the body only if it is told to [sqs-fifo-content-based]', async () => {
    const asked = send('events.fifo', { MessageGroupId: 'g' })
    await expect(asked).rejects.toMatchObject({ name: 'InvalidParameterValue' })
    await send('content.fifo', { MessageGroupId: 'g' })
    await send('content.fifo', { MessageGroupId: 'g' })
    await send('content.fifo', { MessageGroupId: 'g', MessageBody: 'other' })
    expect(aws.messages('content.fifo')).toHaveLength(2)
  })
})

describe('the protocol of SQS', () => {
  const headers = { 'x-amz-target': 'AmazonSQS.SendMessage', authorization: authorizationFor('sqs') }
  const body = JSON.stringify({ QueueUrl: 'https://h/1/none', MessageBody: 'b' })

  it('is JSON 1.0, in answers and errors alike [sqs-json-1-0]', async () => {
    const right = await rawRequest(aws.url, body, {
      ...headers,
      'content-type': 'application/x-amz-json-1.0',
    })
    expect(right.body['__type']).toBe('com.amazonaws.sqs#QueueDoesNotExist')
    expect(right.headers.get('content-type')).toBe('application/x-amz-json-1.0')
    const wrong = await rawRequest(aws.url, body, {
      ...headers,
      'content-type': 'application/x-amz-json-1.1',
    })
    expect(wrong.body['__type']).toBe('UnknownOperationException')
  })
})
