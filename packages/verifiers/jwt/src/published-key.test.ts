import { exportJWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { defaultAlgorithms, knownAlgorithms } from './algorithm.ts'
import { issuerKey } from './issuer.stage.ts'
import { publishedKeys } from './published-key.ts'

const rsa = await issuerKey('RS256', 'rsa')
const elliptic = await issuerKey('ES256', 'elliptic')
const privateJwk = await exportJWK(elliptic.privateKey)
const edwards = await issuerKey('EdDSA', 'edwards')
const small = await issuerKey('RS256', 'small').then(({ published }) => ({
  ...published,
  n: Buffer.from(published.n ?? '', 'base64url')
    .subarray(0, 128)
    .toString('base64url'),
}))
/** A power of 65537 leaves the traces by which such moduli are known (CVE-2017-15361). */
const rocaModulus = Buffer.from(`0${(65_537n ** 128n).toString(16)}`, 'hex').toString('base64url')
const { alg: _, ...rsaWithout } = rsa.published
const { alg: __, ...edwardsWithout } = edwards.published

const read = (...keys: readonly unknown[]) => publishedKeys({ keys }, defaultAlgorithms)

describe('a published key', () => {
  it.each([
    ['too small', small],
    ['private', { ...privateJwk, kid: 'private' }],
    ['symmetric', { kty: 'oct', k: 'AAAA', alg: 'HS256' }],
    ['for encryption', { ...rsa.published, use: 'enc' }],
    ['for other operations', { ...rsa.published, key_ops: ['encrypt'] }],
    ['one to an exponent of one', { ...rsa.published, e: 'AQ' }],
    ['from the ROCA generator', { ...rsa.published, n: rocaModulus }],
    ['one without a modulus', { ...rsa.published, n: undefined }],
    ['off its curve', { ...elliptic.published, x: elliptic.published.y }],
    ['on another curve than its algorithm', { ...elliptic.published, alg: 'ES384' }],
    ['for an algorithm that is not allowed', { ...rsa.published, alg: 'RS512' }],
    ['for an algorithm of another type', { ...rsa.published, alg: 'ES256' }],
    ['without a proper name', { ...rsa.published, kid: 7 }],
    ['of an unheard-of type', { kty: '__proto__', crv: 'constructor' }],
    ['nothing', null],
    ['a text', 'key'],
  ])('is left out when it is %s, and the others live on', async (_case, key) => {
    const keys = await read(key, elliptic.published)
    expect(keys?.map(({ keyId }) => keyId)).toEqual(['elliptic'])
  })

  it('serves the algorithm it names', async () => {
    const keys = await read({ ...rsa.published, alg: 'PS256' }, edwards.published)
    expect(keys?.map(({ algorithms }) => algorithms)).toEqual([['PS256'], ['EdDSA']])
  })

  it('that names no algorithm serves the first of its type that is allowed', async () => {
    expect((await read(rsaWithout))?.[0]?.algorithms).toEqual(['RS256'])
    expect(
      (await publishedKeys({ keys: [rsaWithout] }, ['ES256', 'PS384', 'RS256']))?.[0]?.algorithms,
    ).toEqual(['PS384'])
  })

  it('on the Edwards curve serves one algorithm under both of its names', async () => {
    expect((await read(edwardsWithout))?.[0]?.algorithms).toEqual(['EdDSA', 'Ed25519'])
  })

  it.each(knownAlgorithms)('can be for %s', async (algorithm) => {
    const { published } = await issuerKey(algorithm, 'key')
    expect(await publishedKeys({ keys: [published] }, [algorithm])).toHaveLength(1)
  })
})

describe('a document', () => {
  it.each([[null], [[]], [{}], [{ keys: 'none' }], ['keys']])('like %j is no key set', async (document) => {
    expect(await publishedKeys(document, defaultAlgorithms)).toBeUndefined()
  })

  it('may be a key set without any usable key', async () => {
    expect(await read()).toEqual([])
  })
})
