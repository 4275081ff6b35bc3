import { compactVerify } from 'jose/jws/compact/verify'
import { type Algorithm, signatureBytes } from './algorithm.ts'
import type { CompactToken } from './compact-token.ts'
import type { PublishedKey } from './published-key.ts'

/**
 * Whether this key signed this token by this algorithm. The only place that touches a signature.
 *
 * The algorithm is an argument, and never read from the token here: the caller has compared the
 * token's word with the list and with the key (RFC 8725 section 3.1).
 */
export async function isSignedBy(
  token: CompactToken,
  key: PublishedKey,
  algorithm: Algorithm,
): Promise<boolean> {
  const length = signatureBytes[algorithm]
  if (length !== undefined && token.signature.length !== length) return false
  try {
    await compactVerify(token.text, key.cryptoKey, { algorithms: [algorithm] })
    return true
  } catch {
    // Whatever went wrong with key or signature, it did not verify.
    return false
  }
}
