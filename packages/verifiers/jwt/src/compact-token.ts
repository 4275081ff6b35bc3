import type { RefusalReason } from '@sallyport/access'
import { type JsonObject, jsonObject } from './json-object.ts'

/** A signed token in compact form (RFC 7515 section 7.1), taken apart and not yet believed. */
export interface CompactToken {
  readonly text: string
  readonly header: JsonObject
  readonly claims: JsonObject
  readonly signature: Uint8Array
}

/** The first thing wrong with a text that should have been a token. */
export interface FormFault {
  readonly check: 'length' | 'form' | 'header' | 'payload'
  readonly reason: RefusalReason
  readonly found: string
}

export type TokenReading =
  | { readonly outcome: 'read'; readonly token: CompactToken }
  | { readonly outcome: 'unreadable'; readonly fault: FormFault }

/** Header lines longer than this do not reach an authorizer; work on more would be a gift. */
export const longestTokenCharacters = 8192

/**
 * Base64url with its unused bits zero and without padding. A decoder forgives other spellings, and
 * then one token has a thousand names: a thousand cache entries, and a way around a deny list.
 */
const part = '(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-][AQgw]|[A-Za-z0-9_-]{2}[AEIMQUYcgkosw048])?'
const compact = new RegExp(`^(?<header>${part})\\.(?<payload>${part})\\.(?<signature>${part})$`)

/** Takes a token apart, the cheapest questions first. */
export function readToken(text: string): TokenReading {
  if (text.length > longestTokenCharacters) return unreadable('length', 'too_long', 'more')
  const parts = split(text)
  if (parts === undefined) return unreadable('form', 'malformed', formOf(text))
  const header = jsonObject(parts.header)
  if (header === undefined) return unreadable('header', 'malformed', 'something else')
  const claims = jsonObject(parts.payload)
  if (claims === undefined) return unreadable('payload', 'malformed', 'something else')
  return { outcome: 'read', token: { text, header, claims, signature: parts.signature } }
}

/** The three parts as bytes, or nothing for any but the one accepted spelling. */
export function split(
  text: string,
): Readonly<Record<'header' | 'payload' | 'signature', Buffer>> | undefined {
  const { header, payload, signature } = compact.exec(text)?.groups ?? {}
  if (!header || !payload || !signature) return undefined
  const bytes = (base64url: string) => Buffer.from(base64url, 'base64url')
  return { header: bytes(header), payload: bytes(payload), signature: bytes(signature) }
}

function unreadable(check: FormFault['check'], reason: RefusalReason, found: string): TokenReading {
  return { outcome: 'unreadable', fault: { check, reason, found } }
}

/** In words, for people who hold the wrong thing: never a part of the text itself. */
function formOf(text: string): string {
  const dots = text.split('.').length - 1
  if (dots === 4) return 'five parts, as an encrypted token has'
  return dots === 2 ? 'a part that is empty or spelled otherwise' : `${dots + 1} parts`
}
