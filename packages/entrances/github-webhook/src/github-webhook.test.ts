import { EventUnsupported } from '@sallyport/kernel'
import { afterEach, describe, expect, it } from 'vitest'
import { type GithubWebhookOptions, githubWebhook } from './github-webhook.ts'
import { create, deletion, details, ping, push, secret, signatureOf } from './payload.stage.ts'
import { type Door, type Receiver, receiver } from './receiver.stage.ts'

const open: Receiver[] = []
afterEach(() => Promise.all(open.splice(0).map(({ close }) => close())))

async function received(options: Partial<GithubWebhookOptions> = {}, door?: Door): Promise<Receiver> {
  const webhook = await receiver(options, door)
  open.push(webhook)
  return webhook
}

const now = Date.parse('2026-11-25T12:00:00Z')
const clock = { now: () => now }

describe.each(['function_url', 'rest', 'http_1.0', 'http_2.0'] as const)('behind %s', (door) => {
  it.each([
    ['push', push, 'github:acme/shop:refs/heads/main'],
    ['create', create, 'github:acme/shop:refs/tags/v1.0'],
    ['delete', deletion, 'github:acme/shop:refs/heads/feature/x'],
  ] as const)('a %s is forwarded in the form of EventBridge', async (event, payload, group) => {
    const { send, forwarded } = await received({ clock }, door)
    const answer = await send({ body: JSON.stringify(payload), event, delivery: '72d3162e-cc78-11e3' })
    expect(answer).toMatchObject({ status: 202, outcome: 'forwarded' })
    expect(forwarded).toMatchObject([
      {
        event: {
          version: '0',
          id: '72d3162e-cc78-11e3',
          source: 'github.com',
          'detail-type': event,
          time: '2026-11-25T12:00:00.000Z',
        },
        how: { group, deduplicationId: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    ])
    expect(forwarded[0]?.event['detail']).toEqual(details[event])
  })

  it('a ping is answered, and nothing is forwarded', async () => {
    const { send, forwarded } = await received({}, door)
    expect(await send({ body: JSON.stringify(ping), event: 'ping' })).toMatchObject({
      status: 200,
      outcome: 'pong',
    })
    expect(forwarded).toEqual([])
  })

  it('any other method is refused', async () => {
    const { send } = await received({}, door)
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const answer = await send({ body: JSON.stringify(push), method })
      expect(answer.status).toBe(405)
      expect(answer.headers.get('allow')).toBe('POST')
    }
  })
})

describe('an event', () => {
  it.each(['pull_request', 'workflow_run', 'installation'])('%s is ignored, unread', async (event) => {
    const { send, forwarded } = await received()
    expect(await send({ body: 'no JSON', event })).toMatchObject({ status: 202, outcome: 'ignored' })
    expect(forwarded).toEqual([])
  })

  it.each([
    ['of a repository that was created', 'create', { ...create, ref_type: 'repository' }],
    ['of notes', 'push', { ...push, ref: 'refs/notes/commits' }],
  ])('%s is ignored', async (_, event, payload) => {
    const { send } = await received()
    expect(await send({ body: JSON.stringify(payload), event })).toMatchObject({ outcome: 'ignored' })
  })

  it('of thousands of commits stays small', async () => {
    const { send, forwarded } = await received()
    const commits = Array.from({ length: 2048 }, () => ({ ...push.commits[0], added: ['x'.repeat(1000)] }))
    await send({ body: JSON.stringify({ ...push, commits, novelty: 'x'.repeat(100_000) }) })
    expect(JSON.stringify(forwarded[0]?.event).length).toBeLessThan(2000)
  })

  it('stays small whatever its members hold', async () => {
    const { send, forwarded } = await received()
    const sender = { login: 'x'.repeat(100_000), id: { deep: ['x'.repeat(100_000)] } }
    await send({ body: JSON.stringify({ ...push, base_ref: 'x'.repeat(100_000), sender }) })
    expect(JSON.stringify(forwarded[0]?.event).length).toBeLessThan(2000)
  })

  it('of an empty payload, of another event, or of none, is malformed', async () => {
    const { send, forwarded } = await received()
    const wrong: readonly (readonly [string, unknown])[] = [
      ['push', {}],
      ['push', null],
      ['push', []],
      ['push', 'push'],
      ['push', create],
      ['create', push],
      ['delete', push],
      ['create', deletion],
      ['delete', create],
      ['push', { ...push, ref: 7 }],
      ['push', { ...push, ref: '' }],
      ['push', { ...push, ref: `refs/heads/${'x'.repeat(1024)}` }],
      ['push', { ...push, after: 'HEAD' }],
      ['push', { ...push, before: undefined }],
      ['push', { ...push, repository: { full_name: 'acme/shop/../x' } }],
      ['push', { ...push, repository: undefined }],
    ]
    for (const [event, payload] of wrong)
      expect({ event, ...(await send({ body: JSON.stringify(payload), event })) }).toMatchObject({
        event,
        status: 400,
      })
    for (const body of ['{', 'payload=%7B%7D', '{"ref":"a"} x'])
      expect(await send({ body })).toMatchObject({ status: 400 })
    expect(forwarded).toEqual([])
  })

  it('of a repository that may not send is not found, and leaves a count', async () => {
    const { send, forwarded, records } = await received({ repositories: ['acme/other', 'else/*'] })
    expect(await send({ body: JSON.stringify(push) })).toMatchObject({ status: 404 })
    expect(forwarded).toEqual([])
    expect(records).toEqual([
      {
        gate: 'delivery',
        record: 'webhook',
        outcome: 'unknown_repository',
        latencyMilliseconds: expect.any(Number),
      },
    ])
  })

  it.each(['acme/shop', 'ACME/Shop', 'acme/*', 'Acme/*'])('is let in by %s', async (pattern) => {
    const { send } = await received({ repositories: ['x/y', pattern] })
    expect(await send({ body: JSON.stringify(push) })).toMatchObject({ status: 202 })
  })

  it('is let in by no pattern that is only like it', async () => {
    const { send } = await received({ repositories: ['acme/shop2', 'acm/*', 'acme2/*', 'acme/sho'] })
    expect(await send({ body: JSON.stringify(push) })).toMatchObject({ status: 404 })
  })
})

describe('an invocation', () => {
  const handler = githubWebhook({
    secrets: [secret],
    forward: async () => undefined,
    report: () => undefined,
  })

  it.each([undefined, null, 7, [], {}, { Records: [] }, { requestContext: { http: {} } }])(
    'with %j is no request',
    async (event) => {
      await expect(handler(event)).rejects.toBeInstanceOf(EventUnsupported)
    },
  )

  it('without headers or body is malformed', async () => {
    for (const parts of [{}, { headers: null, body: null }, { headers: { 'x-github-event': ['push'] } }])
      expect(await handler({ httpMethod: 'POST', ...parts })).toMatchObject({ statusCode: 400 })
  })

  it('with two values of one header is malformed, or unsigned', async () => {
    const body = JSON.stringify(push)
    const headers = {
      'X-GitHub-Event': 'push',
      'x-github-delivery': 'd',
      'X-HUB-SIGNATURE-256': signatureOf(body),
    }
    const answer = (more: object) => handler({ httpMethod: 'POST', headers: { ...headers, ...more }, body })
    expect(await answer({})).toMatchObject({ statusCode: 202 })
    expect(await answer({ 'x-github-event': 'create' })).toMatchObject({ statusCode: 400 })
    expect(await answer({ 'x-hub-signature-256': 'sha256=0' })).toMatchObject({ statusCode: 401 })
  })

  it('with a body above 25 MiB is too large, as text and as base64', async () => {
    const headers = {
      'x-github-event': 'push',
      'x-github-delivery': 'd',
      'x-hub-signature-256': `sha256=${'0'.repeat(64)}`,
    }
    const invoked = (body: string, isBase64Encoded: boolean) =>
      handler({ httpMethod: 'POST', headers, body, isBase64Encoded })
    const most = 25 * 1024 * 1024
    expect(await invoked('x'.repeat(most + 1), false)).toMatchObject({ statusCode: 413 })
    expect(await invoked('\u00f6'.repeat(most / 2 + 1), false)).toMatchObject({ statusCode: 413 })
    expect(await invoked(Buffer.alloc(most + 1).toString('base64'), true)).toMatchObject({ statusCode: 413 })
    expect(await invoked('x'.repeat(most), false)).toMatchObject({ statusCode: 401 })
  })
})
