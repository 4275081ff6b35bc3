import { UpstreamUnavailable } from '@sallyport/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GateStage, gateStage, key, word } from './gate.stage.ts'
import { issuerKey, json, keySetOf, minted } from './issuer.stage.ts'

const next = await issuerKey('ES256', 'key-2')

let stage: GateStage
beforeEach(async () => {
  stage = await gateStage({ timeoutMilliseconds: 300 })
})
afterEach(() => stage.server.close())

const signedByNext = () => minted({ ...stage.mint, key: next }).then(stage.verify)
const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )
describe('a key set', () => {
  it('is fetched once for many calls at once', async () => {
    await Promise.all(Array.from({ length: 50 }, () => stage.present()))
    expect(stage.server.requests).toHaveLength(1)
  })

  it('is not fetched again while it is fresh', async () => {
    await stage.present()
    stage.passSeconds(599)
    await stage.present()
    expect(stage.server.requests).toHaveLength(1)
  })

  it('serves while it is fetched again, once it is no longer fresh', async () => {
    await stage.present()
    stage.passSeconds(600)
    stage.server.answerWith(() => undefined)
    expect(word(await stage.present())).toBe('verified')
    await expect.poll(() => stage.server.requests.length).toBe(2)
  })

  it('does not serve past its greatest age without a fresh fetch', async () => {
    await stage.present()
    stage.server.answerWith(json({}, 503))
    stage.passSeconds(3600)
    expect(word(await stage.present())).toBe('verified')
    stage.passSeconds(1)
    expect(await failure(stage.present())).toBeInstanceOf(UpstreamUnavailable)
    stage.server.answerWith(keySetOf(key))
    stage.passSeconds(2)
    expect(word(await stage.present())).toBe('verified')
  })

  it('forgets a key that the issuer took away, at the next fetch', async () => {
    await stage.present()
    stage.server.answerWith(keySetOf(next))
    stage.passSeconds(600)
    await expect.poll(() => stage.present().then(word)).toBe('unknown_key')
  })
})

describe('a key of this minute', () => {
  it('is found by asking once more', async () => {
    await stage.present()
    stage.server.answerWith(keySetOf(key, next))
    expect(word(await signedByNext())).toBe('verified')
    expect(stage.server.requests).toHaveLength(2)
  })

  it('is found within five seconds under a flood of unknown names, which is fetched for once', async () => {
    await stage.present()
    const flood = await Promise.all(
      Array.from({ length: 200 }, (_, n) => stage.present({ header: { kid: `flood-${n}` } })),
    )
    expect(new Set(flood.map(word))).toEqual(new Set(['unknown_key']))
    expect(stage.server.requests).toHaveLength(2)
    stage.server.answerWith(keySetOf(key, next))
    stage.passSeconds(5)
    expect(word(await signedByNext())).toBe('verified')
  })

  it('is not called unknown while the issuer cannot be asked', async () => {
    await stage.present()
    stage.server.answerWith(json({}, 500))
    expect(await failure(signedByNext())).toBeInstanceOf(UpstreamUnavailable)
    expect(await failure(signedByNext())).toBeInstanceOf(UpstreamUnavailable)
    expect(stage.server.requests).toHaveLength(2)
    expect(word(await stage.present())).toBe('verified')
  })

  it('is asked for only once when the keys have just arrived', async () => {
    expect(word(await signedByNext())).toBe('unknown_key')
    expect(stage.server.requests).toHaveLength(1)
  })
})

describe('an issuer that', () => {
  const unavailable = 'UPSTREAM_UNAVAILABLE'

  it.each([
    ['answers with an error', json({}, 500)],
    ['answers with another status', json({ keys: [key.published] }, 203)],
    ['publishes no key set', json({ kty: 'EC' })],
    ['publishes keys that are no list', json({ keys: { 0: key.published } })],
  ])('%s cannot be relied on', async (_, answering) => {
    stage.server.answerWith(answering)
    expect(await failure(stage.present())).toMatchObject({ code: unavailable })
  })

  it('answers with a page cannot be relied on', async () => {
    stage.server.answerWith((_, response) => {
      const page = { 'content-type': 'text/html; charset=utf-8' }
      response.writeHead(200, page).end(JSON.stringify({ keys: [key.published] }))
    })
    expect(await failure(stage.present())).toMatchObject({ code: unavailable })
  })

  it.each([
    ['seconds', () => '20'],
    ['a date', () => new Date(1_800_000_020_000).toUTCString()],
  ])('asks for patience in %s is left alone so long', async (_, retryAfter) => {
    stage.server.answerWith((_request, response) => {
      response.writeHead(429, { 'retry-after': retryAfter() }).end()
    })
    for (const seconds of [0, 5, 10, 4]) {
      stage.passSeconds(seconds)
      expect(await failure(stage.present())).toMatchObject({ code: unavailable })
    }
    expect(stage.server.requests).toHaveLength(1)
    stage.server.answerWith(keySetOf(key))
    stage.passSeconds(1)
    expect(word(await stage.present())).toBe('verified')
  })

  it('redirects is not followed', async () => {
    stage.server.answerWith((_, response) => {
      response.writeHead(302, { location: `${stage.server.url}/elsewhere` }).end()
    })
    expect(await failure(stage.present())).toMatchObject({ code: unavailable })
    expect(stage.server.requests).toEqual(['/jwks?secret=1'])
  })

  it('breaks off cannot be relied on', async () => {
    stage.server.answerWith((_, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write('{"keys":[]}', () => response.destroy())
    })
    expect(await failure(stage.present())).toMatchObject({ code: unavailable })
  })

  it.each([
    ['says nothing', () => undefined],
    [
      'dawdles',
      (response: { write: (text: string) => void }) => setInterval(() => response.write(' '), 20).unref(),
    ],
  ])('%s is waited for no longer than was said', async (_, dawdle) => {
    stage.server.answerWith((_request, response) => {
      dawdle(response)
    })
    expect(await failure(stage.present())).toMatchObject({
      code: unavailable,
      message: expect.stringContaining('none in time'),
    })
  })

  it('sends more than 64 KiB is not listened to', async () => {
    const padded = (bytes: number) => {
      const text = JSON.stringify({ keys: [key.published], padding: '' })
      return text.replace('""', `"${'x'.repeat(bytes - text.length)}"`)
    }
    stage.server.answerWith((_, response) => void response.end(padded(65_537)))
    expect(await failure(stage.present())).toMatchObject({ code: unavailable })
    stage.server.answerWith((_, response) => void response.end(padded(65_536)))
    stage.passSeconds(1)
    expect(word(await stage.present())).toBe('verified')
  })

  it('is down is named without the query of its URL', async () => {
    await stage.server.close()
    const error = await failure(stage.present())
    expect(error).toMatchObject({ code: unavailable, upstream: `${stage.server.url}/jwks` })
  })
})
