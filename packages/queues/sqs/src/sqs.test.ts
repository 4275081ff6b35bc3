import { closedEndpoint } from '@sallyport/simulation/stages'
import { readFile } from 'node:fs/promises'
import { queueContract } from '@sallyport/delivery/contracts'
import type { Forwarding } from '@sallyport/delivery/queue'
import { ConfigurationInvalid, UpstreamUnavailable } from '@sallyport/kernel'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type SqsOptions, sqs } from './sqs.ts'
import { sqsStage, type SqsStage } from './sqs.stage.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(closing.splice(0).map((close) => close()))
})

async function stageOf(name: string, options: Partial<SqsOptions> = {}): Promise<SqsStage> {
  const stage = await sqsStage(name, options)
  closing.push(stage.close)
  return stage
}

const event = { id: 'e-1', source: 'github.com' }
const how = (changes: Partial<Forwarding> = {}): Forwarding => ({
  group: 'github:acme/shop:refs/heads/main',
  deduplicationId: 'event-1',
  withinMilliseconds: 20_000,
  ...changes,
})

describe.each(['events', 'events.fifo'])('the queue %s', (name) => {
  for (const { promise, keep } of queueContract) it(promise, async () => keep(await stageOf(name)))
})

describe('a FIFO queue', () => {
  it('gets the group and the deduplication id as they are', async () => {
    const { queue, simulator } = await stageOf('events.fifo')
    await queue.forward(event, how())
    expect(simulator.messages()).toMatchObject([
      { group: 'github:acme/shop:refs/heads/main', deduplicationId: 'event-1' },
    ])
  })

  it('keeps an event once that is handed over twice', async () => {
    const { queue, fetched } = await stageOf('events.fifo')
    await queue.forward(event, how())
    await queue.forward(event, how())
    expect(await fetched()).toEqual([event])
  })

  it.each(['github:acme/shop:refs/heads/gr\u00f6\u00dfe', 'with space', 'x'.repeat(129), ''])(
    'gets a hash for a group it would not take: %s',
    async (group) => {
      const { queue, simulator } = await stageOf('events.fifo')
      await queue.forward(event, how({ group }))
      await queue.forward(event, how({ group, deduplicationId: 'event-2' }))
      const groups = simulator.messages().map((message) => message.group)
      expect(groups[0]).toMatch(/^sha256:[0-9a-f]{64}$/)
      expect(groups[1]).toBe(groups[0])
    },
  )
})

describe('another queue', () => {
  it('gets neither', async () => {
    const { queue, simulator } = await stageOf('events')
    await queue.forward(event, how())
    expect(simulator.calls.map(({ input }) => Object.keys(input).toSorted())).toEqual([
      ['MessageBody', 'QueueUrl'],
    ])
  })
})

describe('an attempt that fails', () => {
  it('is made again with full jitter in between, as often as it says', async () => {
    const { queue, fault, pauses, simulator } = await stageOf('events', { attempts: 4 })
    await fault('throttled')
    await expect(queue.forward(event, how())).rejects.toThrow(
      'queue events: expected an answer, found ThrottlingException',
    )
    expect(simulator.calls).toHaveLength(4)
    expect(pauses).toHaveLength(3)
    for (const [at, milliseconds] of pauses.entries()) expect(milliseconds).toBeLessThanOrEqual(50 * 2 ** at)
  })

  it.each(['access_denied', 'conflict'] as const)('is not made again after %s', async (kind) => {
    const { queue, simulator } = await stageOf('events')
    simulator.faults.next({ kind, times: 1000 })
    await expect(queue.forward(event, how())).rejects.toBeInstanceOf(UpstreamUnavailable)
    expect(simulator.calls).toHaveLength(1)
  })

  it('is not made again where there is no such queue', async () => {
    const { simulator, queueUrl } = await stageOf('events')
    const clientOptions = {
      region: 'eu-west-1',
      endpoint: simulator.url,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    }
    const queue = sqs({ queueUrl: `${queueUrl}-none`, clientOptions })
    await expect(queue.forward(event, how())).rejects.toThrow(
      'queue events-none: expected an answer, found QueueDoesNotExist',
    )
    expect(simulator.calls).toHaveLength(1)
  })

  it('ends with its pauses when there is no time left', async () => {
    const { simulator, queueUrl } = await stageOf('events')
    simulator.faults.next({ kind: 'throttle', times: 1000 })
    vi.stubEnv('AWS_ENDPOINT_URL', simulator.url)
    vi.stubEnv('AWS_REGION', 'eu-west-1')
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
    const queue = sqs({ queueUrl, attempts: 1_000_000 })
    const failure = await queue
      .forward(event, how({ withinMilliseconds: 300 }))
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(UpstreamUnavailable)
    expect(simulator.calls.length).toBeGreaterThan(0)
  })

  it('tells nothing of what was sent', async () => {
    const { queue, fault } = await stageOf('events')
    await fault('throttled')
    const failure = await queue
      .forward({ ...event, canary: 'whispered' }, how())
      .catch((error: unknown) => error)
    expect(`${String(failure)} ${JSON.stringify(failure)}`).not.toContain('whispered')
  })
})

describe('the endpoint of the environment', () => {
  it('is asked, whatever host the queue has, and nothing is written beside', async () => {
    const { simulator, queueUrl, fetched } = await stageOf('events')
    vi.stubEnv('AWS_ENDPOINT_URL_SQS', simulator.url)
    vi.stubEnv('AWS_REGION', 'eu-west-1')
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    await sqs({ queueUrl }).forward(event, how())
    expect(await fetched()).toEqual([event])
    expect(warn).not.toHaveBeenCalled()
    warn.mockRestore()
  })
})

describe('a port that nobody listens at', () => {
  it('is an outage', async () => {
    const { queue } = await stageOf('events', {
      clientOptions: {
        endpoint: await closedEndpoint(),
        region: 'eu-west-1',
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      },
    })
    await expect(queue.forward(event, how())).rejects.toBeInstanceOf(UpstreamUnavailable)
  })
})

describe('options', () => {
  const faultsOf = (options: object) => {
    try {
      sqs(options as SqsOptions)
      return []
    } catch (error) {
      if (!(error instanceof ConfigurationInvalid)) throw error
      return error.issues.map(({ path }) => path.join('.'))
    }
  }
  const queueUrl = 'https://sqs.eu-west-1.amazonaws.com/111122223333/events.fifo'

  it.each([
    queueUrl,
    'http://127.0.0.1:4566/000000000000/events',
    'https://vpce-1.sqs.eu-west-1.vpce.amazonaws.com/111122223333/events',
  ])('may name %s', (url) => {
    expect(faultsOf({ queueUrl: url })).toEqual([])
  })

  it.each([
    undefined,
    7,
    '',
    'events',
    'arn:aws:sqs:eu-west-1:111122223333:events',
    'http://sqs.eu-west-1.amazonaws.com/111122223333/events',
    'https://sqs.eu-west-1.amazonaws.com/111122223333',
    'https://user:word@sqs.eu-west-1.amazonaws.com/111122223333/events',
    `${queueUrl}?a=b`,
    `https://h/111122223333/${'x'.repeat(81)}`,
  ])('may not name %s', (url) => {
    expect(faultsOf({ queueUrl: url })).toEqual(['queueUrl'])
  })

  it('are complained of all at once', () => {
    expect(faultsOf({ queueURL: queueUrl, attempts: 0, clientOptions: 'x' })).toEqual([
      'queueUrl',
      'clientOptions',
      'attempts',
      'queueURL',
    ])
  })
})

describe('the README', () => {
  it('prints the promises of the contract, all of them and no others', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
    const [, section = ''] = readme.split('## Promises\n')
    const [list = ''] = section.split('\n## ')
    const printed = list.split('\n').filter((line) => line.startsWith('- '))
    expect(printed).toEqual(queueContract.map(({ promise }) => `- ${promise}`))
  })
})
