import { calculateJwkThumbprint } from 'jose'
import { describe, expect, it } from 'vitest'
import { keyThumbprint } from './dpop-key.ts'
import { issuerKey } from './issuer.stage.ts'

describe('the thumbprint of a key', () => {
  it('is that of the example of RFC 7638 section 3.1', () => {
    const n =
      '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw'
    expect(keyThumbprint({ kty: 'RSA', n, e: 'AQAB', alg: 'RS256', kid: '2011-04-29' })).toBe(
      'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
    )
  })

  it.each(['RS256', 'ES256', 'ES384', 'ES512', 'EdDSA'])('of %s is what jose makes it', async (algorithm) => {
    const { published } = await issuerKey(algorithm, 'key')
    expect(keyThumbprint({ ...published })).toBe(await calculateJwkThumbprint(published, 'sha256'))
  })

  it.each([{}, { kty: 'oct', k: 'AAAA' }, { kty: 'constructor' }, { kty: 7 }])('is none for %j', (jwk) => {
    expect(keyThumbprint(jwk)).toBeUndefined()
  })
})
