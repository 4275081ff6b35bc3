import { constants, type KeyObject, verify, type VerifyKeyObjectInput } from 'node:crypto'
import { type Algorithm, signatureBytes } from './algorithm.ts'

/** A key ready to verify by one algorithm: made once, used for every token. */
export interface SignatureKey {
  readonly hash: string | null
  readonly key: KeyObject
  /** Bytes every signature of this key has: no other length is tried. */
  readonly signatureBytes: number
}

/** RFC 7518 section 3 names the hash by its bits; Ed25519 (RFC 8037) brings its own. */
export function signatureKey(key: KeyObject, algorithm: Algorithm): SignatureKey {
  const modulusBits = key.asymmetricKeyDetails?.modulusLength ?? 0
  return {
    hash: algorithm.startsWith('Ed') ? null : `sha${algorithm.slice(2)}`,
    // Node reads its parameters from the key as well as from an object around it; the way around takes
    // it an exception inside, 10 µs each time. Unread, they would make it refuse, and never accept.
    key: Object.assign(key, parametersOf(algorithm)),
    signatureBytes: signatureBytes[algorithm] ?? Math.ceil(modulusBits / 8),
  }
}

/** RFC 7518 sections 3.3 to 3.5: a salt as long as the hash, r and s side by side and not in DER. */
function parametersOf(algorithm: Algorithm): Omit<VerifyKeyObjectInput, 'key'> {
  if (algorithm.startsWith('RS')) return { padding: constants.RSA_PKCS1_PADDING }
  if (algorithm.startsWith('PS'))
    return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
  return algorithm.startsWith('ES') ? { dsaEncoding: 'ieee-p1363' } : {}
}

/**
 * Whether this key signed these bytes. The only place that touches a signature, and synchronous: a
 * way to the thread pool and back costs five times what RSA does (`bench/verification.ts`).
 *
 * The algorithm is the key's, and never read from the token here: the caller has compared the
 * token's word with the list and with the key (RFC 8725 section 3.1).
 */
export function isSignedBy(signed: Uint8Array, signature: Uint8Array, by: SignatureKey): boolean {
  if (signature.length !== by.signatureBytes) return false
  try {
    return verify(by.hash, signed, by.key, signature)
  } catch {
    // Whatever went wrong with key or signature, it did not verify.
    return false
  }
}
