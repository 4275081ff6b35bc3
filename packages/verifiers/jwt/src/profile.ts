import type { JsonObject } from './json-object.ts'

/**
 * How one kind of access token is told from every other token of its issuer (RFC 8725 section 3.12).
 * The rules of a profile must exclude ID tokens, logout tokens and the like by themselves.
 */
export interface Profile {
  /** Accepted `typ` words in lower case: media types compare without case. */
  readonly types: readonly string[]
  /** Text claims without which there is no verdict, beside `iss`, `exp` and `aud`. */
  readonly requiredTexts: readonly string[]
  /** Claims that name the client, the first one present speaks. At least one is required. */
  readonly clientClaims: readonly string[]
  readonly scope: 'required' | 'optional'
  /** What in the claims shows another kind of token, in words, if anything does. */
  readonly mistakenFor: (claims: JsonObject) => string | undefined
}

/** Names for `type` in the options. */
export type ProfileName = 'at+jwt' | 'JWT'

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  // RFC 9068 sections 2.1, 2.2 and 4: the type alone tells.
  'at+jwt': {
    types: ['at+jwt', 'application/at+jwt'],
    requiredTexts: ['sub', 'jti'],
    clientClaims: ['client_id'],
    scope: 'optional',
    mistakenFor: () => undefined,
  },
  // For issuers that write `JWT` into all their tokens: the claims have to tell.
  JWT: {
    types: ['jwt', 'application/jwt'],
    requiredTexts: ['sub'],
    clientClaims: ['client_id', 'cid', 'azp'],
    scope: 'required',
    mistakenFor: otherToken,
  },
}

/**
 * Claims only other tokens have: ID tokens (OpenID Connect Core sections 2 and 3.3.2.11), logout
 * tokens and security events (RFC 8417), DPoP proofs (RFC 9449), introspection answers (RFC 9701).
 */
const foreignClaims = [
  'nonce',
  'at_hash',
  'c_hash',
  's_hash',
  'events',
  'htm',
  'htu',
  'token_introspection',
] as const

function otherToken(claims: JsonObject): string | undefined {
  const foreign = foreignClaims.find((name) => Object.hasOwn(claims, name))
  if (foreign !== undefined) return `"${foreign}", which access tokens do not have`
  if (Object.hasOwn(claims, 'token_use') && claims['token_use'] !== 'access')
    return 'a "token_use" for something else'
  return isForItsClient(claims) ? 'a token whose audience is its own client, as an ID token' : undefined
}

/** An ID token is always addressed to the client that asked for it. */
function isForItsClient(claims: JsonObject): boolean {
  const audiences = [claims['aud']].flat()
  return profiles.JWT.clientClaims.some(
    (name) => Object.hasOwn(claims, name) && audiences.includes(claims[name]),
  )
}
