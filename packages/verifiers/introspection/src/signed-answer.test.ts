import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { afterEach, describe, expect, it } from 'vitest'
import { complaint, endpoint, type GateStage, gateStage, json, word } from './endpoint.stage.ts'

interface SigningKey {
  readonly privateKey: CryptoKey
  readonly published: JWK
}

async function signingKey(alg: string, kid = 'key-1', modulusLength = 2048): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true, modulusLength })
  return { privateKey, published: { ...(await exportJWK(publicKey)), kid, alg } }
}

const own = await signingKey('ES256')
const stranger = await signingKey('ES256')
const ownPrivate = await exportJWK(own.privateKey)
const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

interface Changes {
  readonly header?: Readonly<Record<string, unknown>>
  readonly claims?: Readonly<Record<string, unknown>>
  readonly key?: CryptoKey
}

async function open(published: JWK = own.published) {
  const keys = await endpoint(json({ keys: [published] }))
  const stage = await gateStage({ jwt: true, jwksUri: `${keys.url}/jwks` })
  closing.push(keys.close, stage.server.close)
  return { stage, keys }
}

/** A good signed answer with these changes; `undefined` leaves a member out. */
function signed({ issuer, nowSeconds, good }: GateStage, { header, claims, key }: Changes = {}) {
  const all = { iss: issuer, aud: 'gate', iat: nowSeconds(), token_introspection: good(), ...claims }
  return new SignJWT(all)
    .setProtectedHeader({ alg: 'ES256', kid: 'key-1', typ: 'token-introspection+jwt', ...header })
    .sign(key ?? own.privateKey)
}

const answer = (stage: GateStage, text: string, contentType = 'application/token-introspection+jwt') =>
  stage.server.answerWith((_, response) => response.writeHead(200, { 'content-type': contentType }).end(text))

describe('a signed answer', () => {
  it('is asked for, and read where it is right', async () => {
    const { stage } = await open()
    answer(stage, await signed(stage))
    expect(await stage.verify()).toMatchObject({ outcome: 'verified', identity: { subject: 'ada' } })
    expect(stage.server.received[0]?.headers.accept).toBe('application/token-introspection+jwt')
  })

  it.each(['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA', 'Ed25519'])('may be signed by %s', async (alg) => {
    const key = await signingKey(alg)
    const { stage } = await open(key.published)
    answer(stage, await signed(stage, { header: { alg }, key: key.privateKey }))
    expect(word(await stage.verify())).toBe('verified')
  })

  it('is judged as a plain one is', async () => {
    const { stage } = await open()
    const claims = { token_introspection: stage.good({ aud: 'urn:other' }) }
    answer(stage, await signed(stage, { claims }))
    expect(word(await stage.verify())).toBe('wrong_audience')
  })

  it.each<[string, Changes, string]>([
    ['another type', { header: { typ: 'at+jwt' } }, '"typ"'],
    ['no type', { header: { typ: undefined } }, '"typ"'],
    ['an unheard-of extension', { header: { crit: ['b64'], b64: true } }, '"crit"'],
    ['an unknown key', { header: { kid: 'key-2' } }, 'did not verify'],
    ["a stranger's signature", { key: stranger.privateKey }, 'did not verify'],
    ['another issuer', { claims: { iss: 'https://other.example.com' } }, '"iss"'],
    ['no issuer', { claims: { iss: undefined } }, '"iss"'],
    ['another client as its audience', { claims: { aud: 'shop' } }, '"aud"'],
    ['no audience', { claims: { aud: undefined } }, '"aud"'],
    ['no time of issue', { claims: { iat: undefined } }, '"iat"'],
    ['a time of issue to come', { claims: { iat: 1_800_000_006 } }, '"iat"'],
    ['a time of issue of long ago', { claims: { iat: 1_799_999_699 } }, '"iat"'],
    ['an end that has passed', { claims: { exp: 1_799_999_990 } }, '"exp"'],
    ['its members at the top', { claims: { token_introspection: undefined, active: true } }, 'without'],
    ['members that are none', { claims: { token_introspection: [{ active: true }] } }, 'without'],
  ])('with %s is no answer', async (_, changes, found) => {
    const { stage } = await open()
    answer(stage, await signed(stage, changes))
    expect(await complaint(stage.verify())).toMatch(/^UpstreamUnavailable: .*found a signed answer/)
    expect(await complaint(stage.verify())).toContain(found)
  })

  it.each<[string, (good: string) => string, string]>([
    ['plain', () => '{"active":true}', 'no JWT'],
    ['without a signature', (good) => good.replace(/[^.]*$/, ''), 'no JWT'],
    ['of five parts', (good) => `${good}.a.b`, 'no JWT'],
    ['cut short', (good) => good.slice(0, -4), 'did not verify'],
    [
      'that says it needs no signature',
      (good) =>
        good.replace(
          /^[^.]*/,
          Buffer.from('{"alg":"none","typ":"token-introspection+jwt"}').toString('base64url'),
        ),
      '"alg"',
    ],
  ])('%s is no answer', async (_, spoil, found) => {
    const { stage } = await open()
    answer(stage, spoil(await signed(stage)))
    expect(await complaint(stage.verify())).toContain(found)
  })

  it('is not replaced by a plain one', async () => {
    const { stage } = await open()
    stage.server.answerWith(json(stage.good()))
    expect(await complaint(stage.verify())).toContain('not signed')
    answer(stage, await signed(stage), 'application/jwt')
    expect(await complaint(stage.verify())).toContain('not signed')
  })
})

describe('the keys of signed answers', () => {
  it.each<[string, JWK]>([
    ['private', { ...ownPrivate, kid: 'key-1' }],
    ['for encryption', { ...own.published, use: 'enc' }],
    ['for another algorithm', { ...own.published, alg: 'ES384' }],
    ['symmetric', { kty: 'oct', k: 'AAAA', kid: 'key-1' }],
  ])('do not count when they are %s', async (_, published) => {
    const { stage } = await open(published)
    answer(stage, await signed(stage))
    expect(await complaint(stage.verify())).toContain('did not verify')
  })

  it('are fetched once, and again for one that is missing, no sooner than five seconds later', async () => {
    const { stage, keys } = await open()
    const next = await signingKey('ES256', 'key-2')
    answer(stage, await signed(stage))
    await stage.verify()
    await stage.verify()
    expect(keys.received).toHaveLength(1)
    keys.answerWith(json({ keys: [own.published, next.published] }))
    answer(stage, await signed(stage, { header: { kid: 'key-2' }, key: next.privateKey }))
    expect(await complaint(stage.verify())).toContain('did not verify')
    stage.passSeconds(5)
    expect(word(await stage.verify())).toBe('verified')
    expect(keys.received).toHaveLength(2)
  })

  it('that cannot be had are an outage', async () => {
    const { stage, keys } = await open()
    answer(stage, await signed(stage))
    keys.answerWith((_, response) => response.destroy())
    expect(await complaint(stage.verify())).toContain('found no keys for signed answers')
    await keys.close()
    expect(await complaint(stage.verify())).toContain('ECONNREFUSED')
  })
})
