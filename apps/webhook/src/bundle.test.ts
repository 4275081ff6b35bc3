import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { commits, push, type Street, secrets, street } from './street.stage.ts'

let here: Street
beforeEach(async () => {
  here = await street('events.fifo')
})
afterEach(() => here.close())

const references = [{ env: 'WEBHOOK_SECRET' }, { env: 'WEBHOOK_SECRET_BEFORE' }]

const universal = (changes: object = {}) =>
  here.open('universal', {
    SALLYPORT_CONFIG: JSON.stringify({
      secrets: references,
      queue: { use: 'sqs', url: here.queueUrl },
      ...changes,
    }),
  })

const bySettings = (variables: Readonly<Record<string, string>> = {}) =>
  here.open('github-sqs', { QUEUE_URL: here.queueUrl, ...variables })

/** What a GitHub source of the trigger finds in its message, to the letter. */
const forwarded = {
  version: '0',
  id: 'd-1',
  source: 'github.com',
  'detail-type': 'push',
  time: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/),
  detail: {
    ref: 'refs/heads/main',
    ...commits,
    created: false,
    deleted: false,
    forced: false,
    base_ref: null,
    repository: { id: 1, name: 'shop', full_name: 'acme/shop', default_branch: 'main', private: true },
    sender: { login: 'codertocat', id: 2, type: 'User' },
  },
}

describe.each([
  ['universal', universal],
  ['github-sqs', bySettings],
] as const)('the bundle %s', (_, open) => {
  it('lets a signed push through the queue to the trigger, once', async () => {
    const { send } = await open()
    expect(await send(push)).toEqual({ status: 202, outcome: 'forwarded' })
    expect(await send(push)).toEqual({ status: 202, outcome: 'duplicate' })
    expect(here.events()).toEqual([forwarded])
    expect(here.aws.messages()).toMatchObject([
      {
        group: 'github:acme/shop:refs/heads/main',
        deduplicationId: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ])
  })

  it('takes the secret of before, and no other', async () => {
    const { send } = await open()
    expect(await send(push, { secret: 'guessed' })).toMatchObject({ status: 401 })
    expect(here.events()).toEqual([])
    expect(await send(push, { secret: secrets.WEBHOOK_SECRET_BEFORE })).toMatchObject({ status: 202 })
  })

  it('has GitHub show what the queue did not take, and takes it again', async () => {
    const { send, log } = await open()
    here.aws.faults.next({ operation: 'SendMessage', kind: 'access_denied' })
    expect(await send(push)).toEqual({ status: 503, outcome: 'not forwarded: redeliver it' })
    expect(await send(push)).toEqual({ status: 202, outcome: 'forwarded' })
    expect(here.events()).toEqual([forwarded])
    await expect.poll(log).toContain('queue events.fifo: expected an answer, found AccessDeniedException')
  })

  it('does not wait for a queue that says nothing', async () => {
    const { send } = await open()
    here.aws.faults.next({ operation: 'SendMessage', kind: 'slow', milliseconds: 3_600_000, times: 9 })
    expect(await send(push)).toMatchObject({ status: 503 })
    here.aws.faults.clear()
    expect(await send(push)).toMatchObject({ status: 202, outcome: 'forwarded' })
  })

  it('counts everything, and writes down nothing of a payload or a secret', async () => {
    const { send, log } = await open()
    await send({ zen: 'canary' }, { event: 'ping' })
    await send(push)
    await send(push, { secret: 'guessed' })
    await expect.poll(log).toContain('"outcome":"bad_signature"')
    const lines = log()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    expect(
      lines.filter((line) => '_aws' in line).map(({ outcome, Webhooks }) => [outcome, Webhooks]),
    ).toEqual([
      ['pong', 1],
      ['forwarded', 1],
      ['bad_signature', 1],
    ])
    expect(lines.filter((line) => 'level' in line)).toMatchObject([
      { level: 'INFO', service: 'sallyport-webhook', outcome: 'pong', event: 'ping', delivery: 'd-1' },
      { level: 'INFO', service: 'sallyport-webhook', outcome: 'forwarded', event: 'push', delivery: 'd-1' },
    ])
    for (const word of ['canary', 'acme', 'refs/', commits.after, 'sha256', ...Object.values(secrets)])
      expect(log()).not.toContain(word)
  })
})

describe('functions with one ledger', () => {
  it('know of each other’s deliveries', async () => {
    const ledger = { use: 'file', path: here.ledger }
    const [one, other] = [await universal({ ledger }), await universal({ ledger })]
    expect(await one.send(push)).toMatchObject({ outcome: 'forwarded' })
    expect(await other.send(push, { delivery: 'd-2' })).toMatchObject({ outcome: 'duplicate' })
    expect(here.events()).toHaveLength(1)
  })
})

describe('repositories', () => {
  it.each([
    ['universal', () => universal({ repositories: ['acme/other', 'else/*'] })],
    ['github-sqs', () => bySettings({ REPOSITORIES: 'acme/other, else/*' })],
  ])('that are not listed are not found: %s', async (_, open) => {
    const { send } = await open()
    expect(await send(push)).toEqual({ status: 404, outcome: 'not found' })
    expect(here.events()).toEqual([])
  })
})

describe('a configuration that cannot work', () => {
  it.each([
    [
      'a secret that is written out',
      { secrets: ['canary'] },
      'secrets[0]: expected an object, found a string',
    ],
    ['a secret in another form', { secrets: [{ text: 'canary' }] }, 'secrets[0]: expected {"env": NAME}'],
    ['no secrets', { secrets: [] }, 'secrets: expected at least one'],
    [
      'a secret that is not there',
      { secrets: [{ env: 'NONE' }] },
      'secrets[0]: expected a secret in the variable NONE',
    ],
    [
      'a queue without a URL',
      { queue: { use: 'sqs' } },
      'queue.url: expected the URL of an SQS queue, found nothing',
    ],
    ['another queue', { queue: { use: 'sqz', url: 'x' } }, 'did you mean "sqs"?'],
    [
      'a repository without an owner',
      { repositories: ['shop'] },
      'repositories[0]: expected owner/name or owner/*',
    ],
    ['a ledger without a table', { ledger: { use: 'dynamodb' } }, 'ledger.table'],
    ['a member nobody knows', { secretz: [] }, 'secretz: expected a member that is known'],
  ])('stops the start: %s', async (_, change, complaint) => {
    const start = universal(change)
    await expect(start).rejects.toThrow(complaint)
    await expect(start).rejects.not.toThrow('canary')
  })

  it('names every fault at once', async () => {
    const start = universal({
      secrets: [{ env: 'NONE' }],
      queue: { use: 'sqs', url: 'x' },
      repositories: ['shop'],
    })
    for (const place of ['secrets[0]', 'queue.url', 'repositories[0]'])
      await expect(start).rejects.toThrow(place)
  })
})
