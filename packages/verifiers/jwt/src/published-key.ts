import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { type Algorithm, algorithmsOf } from './algorithm.ts'
import { isJsonObject, type JsonObject } from './json-object.ts'
import { isSoundRsa } from './rsa-soundness.ts'
import { type SignatureKey, signatureKey } from './signature.ts'

/** A key the issuer published and this verifier may use. */
export interface PublishedKey {
  readonly keyId?: string
  /** One algorithm, under all of its names: `EdDSA` is also called `Ed25519`. */
  readonly algorithms: readonly Algorithm[]
  readonly signatureKey: SignatureKey
}

/** Why a key of a set is not used. `other_use`: good for something, but not for verifying here. */
export type KeyFault = 'malformed' | 'private' | 'symmetric' | 'unsound' | 'other_use' | 'too_many'

export interface IgnoredKey {
  /** Where in the set, from 0: a name would be the publisher's words in our log. */
  readonly position: number
  readonly fault: KeyFault
}

export interface PublishedKeys {
  readonly keys: readonly PublishedKey[]
  readonly ignored: readonly IgnoredKey[]
}

/** Longer names are not looked up, in tokens as in key sets. */
export const longestKeyIdCharacters = 256

/** Issuers publish two to five; each costs time to import. */
const mostKeys = 100

/** Members of private keys (RFC 7518 sections 6.2.2 and 6.3.2). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth'] as const

/**
 * Reads a key set (RFC 7517 section 5). A key that cannot be used is left out and the others live
 * on: issuers publish keys for encryption and for other verifiers in the same set.
 *
 * @returns nothing for a document that is not a key set
 */
export function publishedKeys(document: unknown, allowed: readonly Algorithm[]): PublishedKeys | undefined {
  if (!isJsonObject(document) || !Array.isArray(document['keys'])) return undefined
  const published: readonly unknown[] = document['keys']
  const keys: PublishedKey[] = []
  const ignored: IgnoredKey[] = []
  for (const [position, key] of published.entries()) {
    const read = position < mostKeys ? publishedKey(key, allowed) : 'too_many'
    if (typeof read !== 'string') keys.push(read)
    else ignored.push({ position, fault: read })
  }
  return { keys, ignored }
}

function publishedKey(key: unknown, allowed: readonly Algorithm[]): PublishedKey | KeyFault {
  if (!isJsonObject(key)) return 'malformed'
  const secret = secrecyOf(key)
  if (secret !== undefined) return secret
  const { kid } = key
  if (kid !== undefined && (typeof kid !== 'string' || kid.length > longestKeyIdCharacters))
    return 'malformed'
  const algorithms = isForVerifying(key) ? algorithmsFor(key, allowed) : []
  const [algorithm] = algorithms
  if (algorithm === undefined) return 'other_use'
  if (key['kty'] === 'RSA' && !isSoundRsa(key)) return 'unsound'
  const imported = importedKey(key, algorithm)
  if (imported === undefined) return 'malformed'
  return { ...(kid === undefined ? {} : { keyId: kid }), algorithms, signatureKey: imported }
}

/** A published private key is everyone's: whoever read the set can sign with it. */
function secrecyOf(key: JsonObject): KeyFault | undefined {
  if (key['kty'] === 'oct' || Object.hasOwn(key, 'k')) return 'symmetric'
  return privateMembers.some((member) => Object.hasOwn(key, member)) ? 'private' : undefined
}

function isForVerifying({ use, key_ops: operations }: JsonObject): boolean {
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

/** Nothing for members that make no key, such as a point off its curve. */
function importedKey({ kty, crv, x, y, n, e }: JsonObject, algorithm: Algorithm): SignatureKey | undefined {
  const members = Object.entries({ kty, crv, x, y, n, e }).filter(([, value]) => value !== undefined)
  if (!members.every(([, value]) => typeof value === 'string')) return undefined
  const jwk: JsonWebKey = Object.fromEntries(members)
  try {
    return signatureKey(createPublicKey({ key: jwk, format: 'jwk' }), algorithm)
  } catch {
    return undefined
  }
}
