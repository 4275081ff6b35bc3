import { createPrivateKey, type KeyObject } from 'node:crypto'
import { isJsonObject } from './json-object.ts'

/** The gate's own key, with which it signs who it is. */
export interface ClientKey {
  readonly key: KeyObject
  /** JWS name, as it will stand in the assertion's header. */
  readonly algorithm: ClientAlgorithm
  readonly keyId?: string
}

const rsaAlgorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const
const curveAlgorithms = {
  prime256v1: ['ES256'],
  secp384r1: ['ES384'],
  secp521r1: ['ES512'],
} as const
const edwardsAlgorithms = ['EdDSA', 'Ed25519'] as const

type ClientAlgorithm =
  | (typeof rsaAlgorithms)[number]
  | (typeof curveAlgorithms)[keyof typeof curveAlgorithms][number]
  | (typeof edwardsAlgorithms)[number]

/**
 * Reads a private JWK or PEM. A JWK may name its algorithm; otherwise it is RS256 for RSA keys, and
 * the only one there is for the others.
 *
 * @returns nothing for anything that cannot sign an assertion
 */
export function clientKey(written: unknown): ClientKey | undefined {
  const key = keyObject(written)
  if (key === undefined) return undefined
  const jwk = isJsonObject(written) ? written : {}
  const algorithms = algorithmsOf(key)
  const algorithm = jwk['alg'] === undefined ? algorithms[0] : algorithms.find((name) => name === jwk['alg'])
  if (algorithm === undefined) return undefined
  const { kid } = jwk
  return { key, algorithm, ...(typeof kid === 'string' ? { keyId: kid } : {}) }
}

function keyObject(written: unknown): KeyObject | undefined {
  try {
    if (typeof written === 'string') return createPrivateKey(written)
    return isJsonObject(written) ? createPrivateKey({ key: written, format: 'jwk' }) : undefined
  } catch {
    // What OpenSSL says of a key may quote from it.
    return undefined
  }
}

function algorithmsOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): readonly ClientAlgorithm[] {
  const { modulusLength = 0, namedCurve = '' } = asymmetricKeyDetails ?? {}
  if (asymmetricKeyType === 'rsa') return modulusLength >= 2048 ? rsaAlgorithms : []
  if (asymmetricKeyType === 'ed25519') return edwardsAlgorithms
  return Object.entries(curveAlgorithms).find(([curve]) => curve === namedCurve)?.[1] ?? []
}

/** A key as WebCrypto wants it described. */
export function webAlgorithm(algorithm: ClientAlgorithm) {
  const hash = `SHA-${algorithm.slice(2)}`
  if (algorithm === 'EdDSA' || algorithm === 'Ed25519') return { name: 'Ed25519' }
  if (algorithm.startsWith('RS')) return { name: 'RSASSA-PKCS1-v1_5', hash }
  if (algorithm.startsWith('PS')) return { name: 'RSA-PSS', hash }
  return { name: 'ECDSA', namedCurve: algorithm === 'ES512' ? 'P-521' : `P-${algorithm.slice(2)}` }
}
