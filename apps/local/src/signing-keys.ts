import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'

const keyPair = promisify(generateKeyPair)

/** One private key for RS256 and one for ES256, as JWKs (RFC 7517), made anew at every call. */
export async function signingKeys() {
  const [rsa, elliptic] = await Promise.all([
    keyPair('rsa', { modulusLength: 2048 }),
    keyPair('ec', { namedCurve: 'P-256' }),
  ])
  return [
    { ...rsa.privateKey.export({ format: 'jwk' }), kty: 'RSA', alg: 'RS256', use: 'sig' },
    { ...elliptic.privateKey.export({ format: 'jwk' }), kty: 'EC', alg: 'ES256', use: 'sig' },
  ]
}
