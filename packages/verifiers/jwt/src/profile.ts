import type { JsonObject } from './json-object.ts'

/**
 * How one kind of access token is told from every other token of its issuer (RFC 8725 section 3.12).
 * The rules of a profile must exclude ID tokens, logout tokens and the like by themselves, whatever
 * audience the operator asks for.
 */
export interface Profile {
  /** Accepted `typ` words in lower case: media types compare without case. `undefined`: no `typ` at all. */
  readonly types: readonly (string | undefined)[]
  /** Text claims without which there is no verdict, beside `iss`, `exp` and the audience. */
  readonly requiredTexts: readonly string[]
  /** Claims that name the client, the first one present speaks. At least one is required. */
  readonly clientClaims: readonly string[]
  /** Claims that name the audience, the first one present speaks. */
  readonly audienceClaims: readonly string[]
  /** Where the scopes are, unless the options say otherwise. */
  readonly scopeClaims: readonly string[]
  /** `optional`, or the claims one of which must be there where no scope claim is. */
  readonly scope: 'optional' | { readonly unlessThereIs: readonly string[] }
  /** What in the claims shows another kind of token, in words, if anything does. */
  readonly mistakenFor: (claims: JsonObject) => string | undefined
}

/** Names for `type` in the options. */
export const profileNames = ['at+jwt', 'JWT', 'auth0', 'cognito', 'entra', 'keycloak', 'okta'] as const

export type ProfileName = (typeof profileNames)[number]
