import type { Explanation } from '@sallyport/kernel'
import type { Call } from '../call.ts'
import type { Identity } from '../identity.ts'

/**
 * Says whether a bearer token is genuine, alive and meant for this API.
 *
 * "No" is an answer: resolve with a refusal. "I cannot tell" is a failure: reject with
 * `UpstreamUnavailable`, so that an outage at the issuer is never mistaken for a bad token.
 * The token itself must not appear in anything returned or thrown.
 */
export interface TokenVerifier {
  readonly verify: (token: string, call: Call) => Promise<Verification>
  /** What its answers hang on beside the token; nothing where it is left out. Settled once, when it is made. */
  readonly dependsOn?: readonly VerificationInput[]
}

/**
 * What of a request, beside its token, a verifier may judge by. An answer cached under the token alone
 * would let a request pass without it: the proof of RFC 9449, or the TLS certificate of RFC 8705.
 */
export type VerificationInput = 'dpopProof' | 'clientCertificate'

export type Verification =
  | { readonly outcome: 'verified'; readonly identity: Identity; readonly explanation: Explanation }
  | { readonly outcome: 'refused'; readonly reason: RefusalReason; readonly explanation: Explanation }

/** Why a token was turned away. The list is closed: logs and metrics count by it. */
export type RefusalReason =
  | 'missing'
  | 'malformed'
  | 'too_long'
  | 'unknown_issuer'
  | 'wrong_algorithm'
  | 'unknown_key'
  | 'bad_signature'
  | 'wrong_type'
  | 'wrong_audience'
  | 'missing_claim'
  | 'bad_claim'
  | 'expired'
  | 'not_yet_valid'
  | 'inactive'
  | 'unsupported_header'
  | 'sender_constrained'
  | 'lifetime_too_short'
