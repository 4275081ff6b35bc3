import type { CryptoKey } from 'jose'
import { importJWK } from 'jose/key/import'
import { type Algorithm, algorithmsOf } from './algorithm.ts'
import { isJsonObject, type JsonObject } from './json-object.ts'
import { isSoundRsa } from './rsa-soundness.ts'

/** A key the issuer published and this verifier may use. */
export interface PublishedKey {
  readonly keyId?: string
  /** One algorithm, under all of its names: `EdDSA` is also called `Ed25519`. */
  readonly algorithms: readonly Algorithm[]
  readonly cryptoKey: CryptoKey
}

/** Longer names are not looked up, in tokens as in key sets. */
export const longestKeyIdCharacters = 256

/** Members of private and symmetric keys (RFC 7518 sections 6.2.2, 6.3.2 and 6.4). */
const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const

/**
 * Reads a key set (RFC 7517 section 5). A key that cannot be used is left out and the others live
 * on: issuers publish keys for encryption and for other verifiers in the same set.
 *
 * @returns nothing for a document that is not a key set
 */
export async function publishedKeys(
  document: unknown,
  allowed: readonly Algorithm[],
): Promise<readonly PublishedKey[] | undefined> {
  if (!isJsonObject(document) || !Array.isArray(document['keys'])) return undefined
  const keys = await Promise.all(document['keys'].map((key: unknown) => publishedKey(key, allowed)))
  return keys.filter((key) => key !== undefined)
}

async function publishedKey(key: unknown, allowed: readonly Algorithm[]): Promise<PublishedKey | undefined> {
  if (!isJsonObject(key) || !isForVerifying(key)) return undefined
  const algorithms = algorithmsFor(key, allowed)
  const [algorithm] = algorithms
  if (algorithm === undefined || (key['kty'] === 'RSA' && !isSoundRsa(key))) return undefined
  const { kid } = key
  const keyId = typeof kid === 'string' ? { keyId: kid } : {}
  try {
    const { kty, crv, x, y, n, e } = key
    const material = Object.entries({ kty, crv, x, y, n, e }).filter(([, value]) => value !== undefined)
    const imported = await importJWK(Object.fromEntries(material), algorithm)
    return imported instanceof Uint8Array ? undefined : { ...keyId, algorithms, cryptoKey: imported }
  } catch {
    return undefined
  }
}

function isForVerifying(key: JsonObject): boolean {
  const { kid, use, key_ops: operations } = key
  // A published private key is everyone's: whoever read the set can sign with it.
  if (secretMembers.some((member) => Object.hasOwn(key, member))) return false
  if (kid !== undefined && (typeof kid !== 'string' || kid.length > longestKeyIdCharacters)) return false
  if (use !== undefined && use !== 'sig') return false
  return operations === undefined || (Array.isArray(operations) && operations.includes('verify'))
}

/**
 * One key serves one algorithm (RFC 8725 section 3.1): the one it names or, for a key that names
 * none, the one of its curve or the first RSA algorithm that the operator allows.
 */
function algorithmsFor(key: JsonObject, allowed: readonly Algorithm[]): readonly Algorithm[] {
  const able = algorithmsOf(key['kty'], key['crv'])
  const usable = allowed.filter((name) => able.includes(name))
  if (key['alg'] !== undefined) return usable.filter((name) => name === key['alg'])
  return key['kty'] === 'RSA' ? usable.slice(0, 1) : usable
}
