import { createHash } from 'node:crypto'
import type { JsonObject } from './json-object.ts'

/** What a thumbprint is made of, in this order: RFC 7638 section 3.2, RFC 8037 section 2. */
const thumbprintMembers: Readonly<Record<string, readonly string[]>> = {
  EC: ['crv', 'kty', 'x', 'y'],
  OKP: ['crv', 'kty', 'x'],
  RSA: ['e', 'kty', 'n'],
}

/**
 * The SHA-256 thumbprint of a public key, in base64url (RFC 7638): what `cnf.jkt` names it by.
 *
 * @returns nothing for a key of another type
 */
export function keyThumbprint(jwk: JsonObject): string | undefined {
  const { kty } = jwk
  if (typeof kty !== 'string' || !Object.hasOwn(thumbprintMembers, kty)) return undefined
  const members = thumbprintMembers[kty]?.map((name) => [name, jwk[name]]) ?? []
  return createHash('sha256')
    .update(JSON.stringify(Object.fromEntries(members)))
    .digest('base64url')
}
