import type { Call } from '../../call.ts'
import type { TokenVerifier } from '../token-verifier.ts'

/** Facts of a token that a clause changes; all others are those of a token worth accepting. */
export interface TokenChanges {
  readonly audience?: string | readonly string[]
  readonly subject?: string
  readonly clientId?: string
  readonly scopes?: readonly string[]
  /** Seconds from now until the token expires; below zero for one that has expired. */
  readonly livesForSeconds?: number
  /** Seconds from now until the token begins to count (`nbf`). */
  readonly startsInSeconds?: number
  /** Claims as they are, over all of the above; `undefined` leaves one out. */
  readonly claims?: Readonly<Record<string, unknown>>
}

/** A token as somebody else might write it, or the issuer for another purpose. */
export interface Forgery extends TokenChanges {
  /** Header members over those of a good token; `undefined` leaves one out. */
  readonly header?: Readonly<Record<string, unknown>>
  /**
   * Who signs: the issuer with its own key (the default), a stranger with a key of the same kind,
   * nobody (an empty signature), or whoever took the issuer's public key for the secret of an HMAC.
   */
  readonly signer?: 'issuer' | 'stranger' | 'nobody' | 'public-key'
}

/** What an adapter's test must be able to arrange. Each clause gets a stage of its own. */
export interface VerifierStage {
  readonly verifier: TokenVerifier
  readonly call: Call
  readonly issuer: string
  readonly audience: string
  /** What the verifier's clock shows, in seconds since the Unix epoch. */
  readonly nowSeconds: () => number
  /** A token this verifier's issuer would stand behind, with the given facts changed. */
  readonly mint: (changes?: TokenChanges) => Promise<string>
  /** A token nobody stands behind. Where the issuer judges tokens itself, one it never issued. */
  readonly forge: (forgery: Forgery) => Promise<string>
  /** A URL on this machine that nobody should ever ask, and how often someone connected. */
  readonly lure: { readonly url: string; readonly visits: () => number }
  /** From now on the issuer does not answer. A verifier that asks nobody has nothing to do here. */
  readonly cutOff: () => void | Promise<void>
}
