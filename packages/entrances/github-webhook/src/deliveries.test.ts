import { type Ledger, memoryLedger } from '@sallyport/delivery'
import type { Queue } from '@sallyport/delivery/queue'
import { UpstreamUnavailable } from '@sallyport/kernel'
import { afterEach, describe, expect, it } from 'vitest'
import { recentDeliveries } from './deliveries.ts'
import type { GithubWebhookOptions } from './github-webhook.ts'
import { create, push } from './payload.stage.ts'
import { type Receiver, receiver } from './receiver.stage.ts'

const open: Receiver[] = []
afterEach(() => Promise.all(open.splice(0).map(({ close }) => close())))

async function received(options: Partial<GithubWebhookOptions> = {}): Promise<Receiver> {
  const webhook = await receiver(options)
  open.push(webhook)
  return webhook
}

const body = JSON.stringify(push)
const other = JSON.stringify({ ...push, before: push.after, after: push.before })
const day = 86_400_000
const never = () => new Promise<never>(() => undefined)

describe.each(['in a ledger', 'in the process'])('deliveries remembered %s', (where) => {
  const options = () => (where === 'in a ledger' ? { deliveries: memoryLedger() } : {})

  it('are forwarded once, however often they come', async () => {
    const { send, forwarded, records } = await received(options())
    expect(await send({ body })).toMatchObject({ status: 202, outcome: 'forwarded' })
    expect(await send({ body })).toMatchObject({ status: 202, outcome: 'duplicate' })
    expect(forwarded).toHaveLength(1)
    expect(records.map(({ outcome }) => outcome)).toEqual(['forwarded', 'duplicate'])
  })

  it('are known by their body, whatever id they are given', async () => {
    const { send, forwarded } = await received(options())
    await send({ body, delivery: 'd-1' })
    expect(await send({ body, delivery: 'd-2' })).toMatchObject({ outcome: 'duplicate' })
    expect(forwarded).toHaveLength(1)
  })

  it('are known by their id, as of two webhooks for one event', async () => {
    const { send } = await received(options())
    await send({ body, delivery: 'd-1' })
    const ofOrganization = JSON.stringify({ ...push, organization: { login: 'acme' } })
    expect(await send({ body: ofOrganization, delivery: 'd-1' })).toMatchObject({ outcome: 'duplicate' })
  })

  it('leave others alone', async () => {
    const { send, forwarded } = await received(options())
    await send({ body, delivery: 'd-1' })
    expect(await send({ body: other, delivery: 'd-2' })).toMatchObject({ outcome: 'forwarded' })
    expect(await send({ body: JSON.stringify(create), event: 'create', delivery: 'd-3' })).toMatchObject({
      outcome: 'forwarded',
    })
    expect(forwarded).toHaveLength(3)
  })

  it('are not those that failed, which can be redelivered', async () => {
    const failing = { next: true }
    const forward: Queue['forward'] = async () => {
      if (failing.next) throw new UpstreamUnavailable('queue events')
    }
    const { send, records } = await received({ ...options(), forward })
    expect(await send({ body })).toMatchObject({ status: 503 })
    expect(await send({ body })).toMatchObject({ status: 503 })
    failing.next = false
    expect(await send({ body })).toMatchObject({ status: 202, outcome: 'forwarded' })
    expect(await send({ body })).toMatchObject({ status: 202, outcome: 'duplicate' })
    expect(records[0]).toMatchObject({
      outcome: 'unavailable',
      event: 'push',
      delivery: 'd-1',
      found: 'queue events: expected an answer, found none',
    })
  })

  it('are not those that nobody signed, or that were not ours', async () => {
    const { send } = await received({ ...options(), repositories: ['acme/shop'] })
    await send({ body, headers: { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` } })
    await send({ body, event: 'ping' })
    await send({ body, event: 'pull_request' })
    await send({ body, event: 'create' })
    expect(await send({ body })).toMatchObject({ outcome: 'forwarded' })
  })
})

describe('a ledger of deliveries', () => {
  it('is shared by functions', async () => {
    const deliveries = memoryLedger()
    const [one, another] = [await received({ deliveries }), await received({ deliveries })]
    await one.send({ body })
    expect(await another.send({ body })).toMatchObject({ outcome: 'duplicate' })
  })

  it('remembers for three days, and again from then on', async () => {
    let now = Date.parse('2026-11-25T12:00:00Z')
    const { send } = await received({ deliveries: memoryLedger(), clock: { now: () => now } })
    await send({ body })
    now += 3 * day
    expect(await send({ body })).toMatchObject({ outcome: 'duplicate' })
    now += 1
    expect(await send({ body })).toMatchObject({ outcome: 'forwarded' })
    now += day
    expect(await send({ body })).toMatchObject({ outcome: 'duplicate' })
  })

  it('keeps entries of a kind that is no source', async () => {
    const deliveries = memoryLedger()
    const { send } = await received({ deliveries, clock: { now: () => 1000 } })
    await send({ body, delivery: 'd-1' })
    const origin = { kind: 'github-delivery', repository: 'acme/shop', ref: 'd-1' }
    expect(await deliveries.read(origin, ['*'])).toEqual([
      { key: { ...origin, pipeline: '*' }, edition: 1, forgetAfter: 1000 + 3 * day },
    ])
    const found: string[] = []
    for await (const { kind, ref } of deliveries.origins()) found.push(`${kind} ${ref.slice(0, 10)}`)
    expect(found.toSorted()).toEqual([
      'github-delivery d-1',
      expect.stringMatching(/^github-delivery sha256:/),
    ])
  })

  const broken: readonly (readonly [string, Partial<Ledger>])[] = [
    ['cannot be read', { read: () => Promise.reject(new UpstreamUnavailable('table sallyport')) }],
    ['never answers', { read: never }],
    ['cannot be written', { write: () => Promise.reject(new UpstreamUnavailable('table sallyport')) }],
    ['never confirms', { write: never }],
  ]
  it.each(broken)('that %s loses no event, and says so', async (_, fault) => {
    const deliveries = { ...memoryLedger(), ...fault }
    const { send, forwarded, records } = await received({ deliveries, forwardWithinMilliseconds: 100 })
    expect(await send({ body })).toMatchObject({ status: 202, outcome: 'forwarded' })
    expect(forwarded).toHaveLength(1)
    expect(records).toMatchObject([
      { outcome: 'forwarded', unremembered: expect.stringContaining('expected an answer') },
    ])
  })

  it('that writes a delivery at the same time as another function is content', async () => {
    const deliveries: Ledger = { ...memoryLedger(), write: async () => 'conflict' }
    const { send, records } = await received({ deliveries })
    expect(await send({ body })).toMatchObject({ outcome: 'forwarded' })
    expect(records[0]).not.toHaveProperty('unremembered')
  })
})

describe('the memory of a process', () => {
  it('ends with the last ones', async () => {
    const memory = recentDeliveries(2)
    const delivery = (id: string) => ({ repository: 'acme/shop', id, bodyHash: `of ${id}` })
    for (const id of ['1', '2', '3']) await memory.remember(delivery(id))
    expect(await Promise.all(['1', '2', '3'].map((id) => memory.has(delivery(id))))).toEqual([
      false,
      true,
      true,
    ])
  })
})

describe('a queue', () => {
  it('that hangs does not keep GitHub waiting, and nothing is remembered', async () => {
    let isHanging = true
    const forward: Queue['forward'] = () => (isHanging ? never() : Promise.resolve())
    const { send, records } = await received({ forward, forwardWithinMilliseconds: 50 })
    expect(await send({ body })).toMatchObject({ status: 503, outcome: 'not forwarded: redeliver it' })
    expect(records[0]?.found).toBe('queue: expected an answer, found none in time')
    isHanging = false
    expect(await send({ body })).toMatchObject({ status: 202, outcome: 'forwarded' })
  })

  it('is told how much time is left, what the ledger took included', async () => {
    const told: number[] = []
    const forward: Queue['forward'] = async (_, { withinMilliseconds }) => void told.push(withinMilliseconds)
    const slow: Ledger = { ...memoryLedger(), read: never }
    await (await received({ forward })).send({ body })
    await (await received({ forward, deliveries: slow, forwardWithinMilliseconds: 600 })).send({ body })
    expect(told[0]).toBeLessThanOrEqual(1500)
    expect(told[1]).toBeLessThanOrEqual(110)
  })

  it.each([
    [
      'throws',
      () => {
        throw new TypeError('canary')
      },
    ],
    ['rejects with what is no failure', () => Promise.reject(new TypeError('canary'))],
    ['rejects with nothing', () => Promise.reject(undefined)],
  ] as readonly (readonly [string, Queue['forward']])[])(
    'that %s has the event redelivered',
    async (_, forward) => {
      const { send, records } = await received({ forward })
      expect(await send({ body })).toMatchObject({ status: 503 })
      expect(JSON.stringify(records)).not.toContain('canary')
      expect(records[0]?.found).toMatch(/^an unexpected /)
    },
  )
})
