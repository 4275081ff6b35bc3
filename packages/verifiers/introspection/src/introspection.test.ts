import { assert, asyncProperty, jsonValue } from 'fast-check'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { execFile } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { complaint, type GateStage, gateStage, json, word } from './endpoint.stage.ts'

let stage: GateStage | undefined
const open = async (...options: Parameters<typeof gateStage>) => (stage = await gateStage(...options))
afterEach(() => stage?.server.close())

describe('the question to the issuer', () => {
  it('is a form by POST, with the token in it and nowhere else', async () => {
    const { server, good, verify } = await open({ client: { id: 'a gate', secret: 'p:ss +%é' } })
    server.answerWith(json(good()))
    await verify('token-of-somebody')
    const [asked] = server.received
    expect(asked).toMatchObject({ method: 'POST', url: '/introspect' })
    expect(asked?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(asked?.form.get('token')).toBe('token-of-somebody')
    expect(JSON.stringify(asked?.headers)).not.toContain('token-of-somebody')
    const credentials = atob(asked?.headers.authorization?.replace('Basic ', '') ?? '')
    expect(credentials).toBe('a+gate:p%3Ass+%2B%25%C3%A9')
  })

  it('brings an assertion for the issuer and nobody else, made now, under the name of its key', async () => {
    const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' })
    const key = { ...jwk, alg: 'EdDSA', kid: 'gate-1' }
    const { server, issuer, nowSeconds, verify } = await open({
      client: { id: 'gate', authentication: 'private_key_jwt', key },
    })
    await verify('one')
    await verify('two')
    const [first = '', second = ''] = server.received.map(({ form }) => form.get('client_assertion') ?? '')
    expect(decodeProtectedHeader(first)).toMatchObject({ alg: 'EdDSA', kid: 'gate-1' })
    expect(decodeJwt(first)).toEqual({
      iss: 'gate',
      sub: 'gate',
      aud: issuer,
      iat: nowSeconds(),
      exp: nowSeconds() + 60,
      jti: expect.any(String),
    })
    expect(decodeJwt(second).jti).not.toBe(decodeJwt(first).jti)
  })

  it.each([
    ['malformed', 'a b'],
    ['malformed', 'Bearer token'],
    ['malformed', '=a'],
    ['malformed', ''],
    ['malformed', 'a\r\nb'],
    ['too_long', 'a'.repeat(8193)],
  ])('is not asked about a token that is %s', async (reason, token) => {
    const { server, verify } = await open()
    expect(word(await verify(token))).toBe(reason)
    expect(server.connections()).toBe(0)
  })
})

describe('an answer', () => {
  it('that is active names a principal, and says whose scopes and how long', async () => {
    const { server, good, verify, issuer, nowSeconds } = await open()
    server.answerWith(json(good({ exp: nowSeconds() + 600.9 })))
    expect(await verify()).toMatchObject({
      outcome: 'verified',
      identity: {
        issuer,
        subject: 'ada',
        clientId: 'shop',
        scopes: new Set(['pets:read']),
        expiresAtSeconds: nowSeconds() + 600,
      },
    })
  })

  it('is active by the boolean true and by nothing else', async () => {
    const { server, good, verify } = await open()
    let number = 0
    await assert(
      asyncProperty(
        jsonValue().filter((value) => value !== true),
        async (active) => {
          server.answerWith(json(good({ active })))
          number += 1
          expect(word(await verify(`token-${number}`))).toBe('inactive')
        },
      ),
      { examples: [['true'], [1], [null], ['active'], [[true]], [{}], [false]], numRuns: 50 },
    )
    server.answerWith(json(good({ active: undefined })))
    expect(word(await verify('token'))).toBe('inactive')
  })

  it.each([
    ['verified', { iss: undefined }],
    ['verified', { sub: undefined }],
    ['verified', { token_type: 'bEARER' }],
    ['verified', { exp: undefined }],
    ['verified', { client_id: undefined, scope: undefined }],
    ['sender_constrained', { token_type: 'DPoP' }],
    ['wrong_type', { token_type: 'N_A' }],
    ['bad_claim', { token_type: 7 }],
    ['wrong_type', { token_use: 'refresh_token' }],
    ['wrong_type', { typ: 'Refresh' }],
    ['bad_claim', { client_id: 7 }],
    ['bad_claim', { scope: ['pets:read'] }],
    ['missing_claim', { aud: undefined }],
    ['not_yet_valid', { iat: 1_800_000_006 }],
    ['verified', { iat: 1_800_000_005 }],
    ['expired', { exp: 1_799_999_995 }],
    ['verified', { exp: 1_799_999_996 }],
  ])('makes %s of %j', async (outcome, changes) => {
    const { server, good, verify } = await open()
    server.answerWith(json(good(changes)))
    expect(word(await verify())).toBe(outcome)
  })

  it('without a subject is the client, and without an end has none', async () => {
    const { server, good, verify } = await open()
    server.answerWith(json(good({ sub: undefined, exp: undefined })))
    const answer = await verify()
    expect(answer).toMatchObject({ identity: { subject: 'shop', clientId: 'shop' } })
    expect(answer).not.toHaveProperty('identity.expiresAtSeconds')
  })

  it('needs no audience where null was said', async () => {
    const { server, good, verify } = await open({ audience: null })
    server.answerWith(json(good({ aud: undefined })))
    expect(word(await verify())).toBe('verified')
  })
})

describe('an answer that is kept', () => {
  it('serves for its time and not a second longer', async () => {
    const { server, good, verify, passSeconds } = await open({ cacheSeconds: 30 })
    server.answerWith(json(good()))
    await verify()
    server.answerWith(json({ active: false }))
    passSeconds(29)
    expect(word(await verify())).toBe('verified')
    passSeconds(1)
    expect(word(await verify())).toBe('inactive')
    expect(server.received).toHaveLength(2)
  })

  it('is not kept past the end of its token, nor at all by default', async () => {
    const first = await open({ cacheSeconds: 30 })
    first.server.answerWith(json(first.good({ exp: first.nowSeconds() + 10 })))
    await first.verify()
    first.passSeconds(10)
    await first.verify()
    expect(first.server.received).toHaveLength(2)
    await first.server.close()

    const second = await open()
    second.server.answerWith(json(second.good()))
    await second.verify()
    await second.verify()
    expect(second.server.received).toHaveLength(2)
  })

  it('is kept for five seconds where it is inactive', async () => {
    const { server, good, verify, passSeconds } = await open()
    await verify()
    server.answerWith(json(good()))
    passSeconds(4)
    expect(word(await verify())).toBe('inactive')
    passSeconds(1)
    expect(word(await verify())).toBe('verified')
  })

  it('belongs to its token alone, and many who ask at once ask once', async () => {
    const { server, good, verify } = await open({ cacheSeconds: 30 })
    server.answerWith(({ form }, response) => json(good({ sub: form.get('token') }))({} as never, response))
    const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => verify(`token-${i % 2}`)))
    expect(server.received).toHaveLength(2)
    expect(answers[1]).toMatchObject({ identity: { subject: 'token-1' } })
    expect(answers[2]).toMatchObject({ identity: { subject: 'token-0' } })
  })

  it('is never a failure', async () => {
    const { server, good, verify } = await open({ cacheSeconds: 30 })
    server.answerWith(json({}, 500))
    expect(await complaint(verify())).toContain('UpstreamUnavailable')
    server.answerWith(json(good()))
    expect(word(await verify())).toBe('verified')
  })
})

describe('the verifier', () => {
  it('loads no undici', async () => {
    const { server, good, issuer } = await open()
    server.answerWith(json(good({ exp: 4_000_000_000 })))
    const options = {
      issuer,
      audience: null,
      endpoint: `${server.url}/introspect`,
      client: { id: 'a', secret: 'b' },
    }
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      `import { introspection } from ${JSON.stringify(new URL('index.ts', import.meta.url))}
       const verifier = introspection(${JSON.stringify(options)}, { clock: { now: () => Date.now() } })
       const { outcome } = await verifier.verify('token', {})
       console.log(outcome, process.moduleLoadList.some((name) => name.includes('undici')))`,
    ])
    expect(stdout.trim()).toBe('verified false')
  })
})
