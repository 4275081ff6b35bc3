import type { JsonObject } from './json-object.ts'

/**
 * Claims only other tokens have: ID tokens (OpenID Connect Core sections 2 and 3.3.2.11), logout
 * tokens and security events (RFC 8417), DPoP proofs (RFC 9449), introspection answers (RFC 9701).
 */
export const foreignClaims = [
  'nonce',
  'at_hash',
  'c_hash',
  's_hash',
  'events',
  'htm',
  'htu',
  'token_introspection',
] as const

/** Says which of these claims is there, in words, if any is. */
export function foreignClaim(claims: JsonObject, names: readonly string[] = foreignClaims) {
  const foreign = names.find((name) => Object.hasOwn(claims, name))
  return foreign === undefined ? undefined : `"${foreign}", which access tokens do not have`
}

/** Says that a claim has another value than every access token of the issuer has there. */
export function otherThan(claims: JsonObject, name: string, value: string) {
  return Object.hasOwn(claims, name) && claims[name] === value
    ? undefined
    : `another "${name}" than that of an access token`
}

/** An ID token is always addressed to the client that asked for it. */
export function forItsClient(claims: JsonObject, clientClaims: readonly string[]) {
  const audiences = [claims['aud']].flat()
  const own = clientClaims.some((name) => Object.hasOwn(claims, name) && audiences.includes(claims[name]))
  return own ? 'a token whose audience is its own client, as an ID token' : undefined
}
