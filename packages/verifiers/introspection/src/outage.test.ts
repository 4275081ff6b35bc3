import { UpstreamUnavailable } from '@sallyport/kernel'
import { afterEach, describe, expect, it } from 'vitest'
import { type Answering, client, complaint, type GateStage, gateStage, json, word } from './endpoint.stage.ts'

let stage: GateStage | undefined
const open = async (...options: Parameters<typeof gateStage>) => (stage = await gateStage(...options))
afterEach(() => stage?.server.close())

const canary = 'canary-7f3a9c'
const body =
  (contentType: string, text: string | Buffer): Answering =>
  (_, response) =>
    response.writeHead(200, { 'content-type': contentType }).end(text)

describe('an endpoint', () => {
  it.each<[string, Answering, string]>([
    ['turns the gate away', json({ error: canary }, 401), 'does not accept the client'],
    ['forbids the gate to ask', json({ error: canary }, 403), 'does not accept the client'],
    ['finds fault with the question', json({ error: canary }, 400), 'status 400'],
    ['is broken', json({ error: canary }, 500), 'status 500'],
    ['has had enough', json({}, 429), 'status 429'],
    ['redirects', json({ active: true }, 302, { location: '/elsewhere' }), 'a redirect'],
    ['redirects the POST', json({ active: true }, 307, { location: '/elsewhere' }), 'a redirect'],
    ['answers with a page', body('text/html', canary), 'another type than JSON'],
    ['answers without a type', (_, response) => response.end('{"active":true}'), 'another type than JSON'],
    ['answers with half an object', body('application/json', `{"sub":"${canary}`), 'no JSON object'],
    ['answers with a list', body('application/json', '[{"active":true}]'), 'no JSON object'],
    ['names a member twice', body('application/json', '{"active":false,"active":true}'), 'named once'],
    ['sends no UTF-8', body('application/json', Buffer.from('{"a":"\xff"}', 'latin1')), 'no JSON object'],
    ['sends too much', body('application/json', `{"a":"${'a'.repeat(70_000)}"}`), 'more than 65536 bytes'],
    ['hangs up', (_, response) => response.destroy(), 'no connection that held (ECONNRESET)'],
    [
      'answers with a signed answer unasked',
      body('application/token-introspection+jwt', 'a.b.c'),
      'another type',
    ],
  ])('that %s is an outage and no refusal', async (_, answering, found) => {
    const { server, verify } = await open()
    server.answerWith(answering)
    await expect(verify(canary)).rejects.toBeInstanceOf(UpstreamUnavailable)
    expect(await complaint(verify(canary))).toContain(found)
    const failure: unknown = await verify(canary).catch((error: unknown) => error)
    const told =
      failure instanceof Error ? `${failure.stack} ${JSON.stringify(failure)} ${String(failure.cause)}` : ''
    expect(told).toContain('/introspect')
    expect(told).not.toContain(canary)
    expect(told).not.toContain(client.secret)
    expect(server.received.map(({ url }) => url)).not.toContain('/elsewhere')
  })

  it.each<[string, Answering]>([
    ['never answers', () => undefined],
    [
      'drips',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' })
        const drip = setInterval(() => response.write(' '), 10)
        response.on('close', () => clearInterval(drip))
      },
    ],
  ])('that %s is waited for no longer than was said', async (_, answering) => {
    const { server, verify } = await open({ timeoutMilliseconds: 100 })
    server.answerWith(answering)
    expect(await complaint(verify())).toContain('found none in time')
  })
})

describe('an endpoint that is out', () => {
  it('is left alone after five failures, longer each time, and heard again when it is back', async () => {
    const { server, good, verify, passSeconds } = await open()
    server.answerWith(json({}, 500))
    for (let count = 0; count < 8; count++) await complaint(verify())
    expect(server.received).toHaveLength(5)
    expect(await complaint(verify())).toContain('it is asked again in 1 s')
    passSeconds(1)
    for (let count = 0; count < 8; count++) await complaint(verify())
    expect(server.received).toHaveLength(6)
    passSeconds(1)
    expect(await complaint(verify())).toContain('it is asked again in 1 s')
    passSeconds(1)
    server.answerWith(json(good()))
    expect(word(await verify())).toBe('verified')
    expect(word(await verify('another'))).toBe('verified')
  })

  it.each([
    ['seconds', '20', 20],
    ['a date', new Date(1_800_000_020_000).toUTCString(), 20],
    ['years', '99999999', 300],
  ])('is left alone for as long as it asks, in %s', async (_, retryAfter, seconds) => {
    const { server, good, verify, passSeconds } = await open()
    server.answerWith(json({}, 429, { 'retry-after': retryAfter }))
    await complaint(verify())
    server.answerWith(json(good()))
    passSeconds(seconds - 1)
    expect(await complaint(verify())).toContain('it is asked again in 1 s')
    expect(server.received).toHaveLength(1)
    passSeconds(1)
    expect(word(await verify())).toBe('verified')
  })

  it('is not taken for out because of questions it does not understand', async () => {
    const { server, good, verify } = await open()
    server.answerWith(json({}, 400))
    for (let count = 0; count < 20; count++) await complaint(verify(`odd-${count}`))
    server.answerWith(json(good()))
    expect(word(await verify())).toBe('verified')
  })
})
