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

const read = (...keys: readonly unknown[]) => publishedKeys({ keys }, defaultAlgorithms)?.keys
const faults = (...keys: readonly unknown[]) => publishedKeys({ keys }, defaultAlgorithms)?.ignored

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
  ])('is left out when it is %s, and the others live on', (_case, key) => {
    const keys = read(key, elliptic.published)
    expect(keys?.map(({ keyId }) => keyId)).toEqual(['elliptic'])
  })

  it('serves the algorithm it names', () => {
    const keys = read({ ...rsa.published, alg: 'PS256' }, edwards.published)
    expect(keys?.map(({ algorithms }) => algorithms)).toEqual([['PS256'], ['EdDSA']])
  })

  it('that names no algorithm serves the first of its type that is allowed', () => {
    expect(read(rsaWithout)?.[0]?.algorithms).toEqual(['RS256'])
    expect(publishedKeys({ keys: [rsaWithout] }, ['ES256', 'PS384', 'RS256'])?.keys[0]?.algorithms).toEqual([
      'PS384',
    ])
  })

  it('on the Edwards curve serves one algorithm under both of its names', () => {
    expect(read(edwardsWithout)?.[0]?.algorithms).toEqual(['EdDSA', 'Ed25519'])
  })

  it.each(knownAlgorithms)('can be for %s', async (algorithm) => {
    const { published } = await issuerKey(algorithm, 'key')
    expect(publishedKeys({ keys: [published] }, [algorithm])?.keys).toHaveLength(1)
  })
})

describe('a key that is left out', () => {
  it.each([
    ['private', { ...privateJwk, kid: 'private' }],
    ['symmetric', { kty: 'oct', k: 'AAAA', alg: 'HS256' }],
    ['symmetric', { ...rsa.published, k: 'AAAA' }],
    ['unsound', small],
    ['unsound', { ...rsa.published, n: rocaModulus }],
    ['malformed', { ...elliptic.published, x: elliptic.published.y }],
    ['malformed', { ...edwards.published, x: ['AAAA'] }],
    ['malformed', null],
    ['other_use', { ...rsa.published, use: 'enc' }],
  ])('is told of by its place, as %s', (fault, key) => {
    expect(faults(elliptic.published, key)).toEqual([{ position: 1, fault }])
  })

  it('may be one too many', () => {
    const many = Array.from({ length: 102 }, () => edwards.published)
    expect(read(...many)).toHaveLength(100)
    expect(faults(...many)).toEqual([100, 101].map((position) => ({ position, fault: 'too_many' })))
  })
})

describe('a document', () => {
  it.each([[null], [[]], [{}], [{ keys: 'none' }], ['keys']])('like %j is no key set', (document) => {
    expect(publishedKeys(document, defaultAlgorithms)).toBeUndefined()
  })

  it('may be a key set without any usable key', () => {
    expect(read()).toEqual([])
  })
})
