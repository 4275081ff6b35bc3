import type { RefusalReason } from '@sallyport/access'
import { base64urlBytes } from './base64url.ts'
import { type JsonObject, jsonObject } from './json-object.ts'

/** A signed token in compact form (RFC 7515 section 7.1), taken apart and not yet believed. */
export interface CompactToken {
  readonly header: JsonObject
  readonly claims: JsonObject
  /** The bytes a signature is over: header and payload as they were written. */
  readonly signed: Uint8Array
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

/** Issuers write a handful of different headers; strangers must not fill our memory with theirs. */
const mostHeadersKept = 32

/** Takes tokens apart, the cheapest questions first. Headers, of which there are few, are kept read. */
export function tokenReader(): (text: string) => TokenReading {
  const headers = new Map<string, JsonObject>()
  const headerIn = (part: string): JsonObject | 'other' | undefined => {
    const kept = headers.get(part)
    if (kept !== undefined) return kept
    const bytes = base64urlBytes(part)
    if (bytes === undefined) return undefined
    const header = jsonObject(bytes)
    if (header === undefined) return 'other'
    const [oldest] = headers.keys()
    if (headers.size >= mostHeadersKept && oldest !== undefined) headers.delete(oldest)
    // Encoded again, since a slice of the token would keep all of the token in memory.
    headers.set(bytes.toString('base64url'), header)
    return header
  }

  return (text) => {
    if (text.length > longestTokenCharacters) return unreadable('length', 'too_long', 'more')
    const first = text.indexOf('.')
    const second = text.indexOf('.', first + 1)
    const header = headerIn(text.slice(0, Math.max(0, first)))
    // One token must not have a second spelling: that were a second cache entry, and a way around a deny list.
    const payload = base64urlBytes(text, first + 1, second)
    const signature = base64urlBytes(text, second + 1)
    if (header === undefined || payload === undefined || signature === undefined)
      return unreadable('form', 'malformed', formOf(text))
    if (header === 'other') return unreadable('header', 'malformed', 'something else')
    const claims = jsonObject(payload)
    if (claims === undefined) return unreadable('payload', 'malformed', 'something else')
    const signed = Buffer.from(text.slice(0, second), 'latin1')
    return { outcome: 'read', token: { header, claims, signed, signature } }
  }
}

/** For what reads a single token, such as a proof. */
export const readToken = (text: string): TokenReading => tokenReader()(text)

function unreadable(check: FormFault['check'], reason: RefusalReason, found: string): TokenReading {
  return { outcome: 'unreadable', fault: { check, reason, found } }
}

/** In words, for people who hold the wrong thing: never a part of the text itself. */
function formOf(text: string): string {
  const dots = text.split('.').length - 1
  if (dots === 4) return 'five parts, as an encrypted token has'
  return dots === 2 ? 'a part that is empty or spelled otherwise' : `${dots + 1} parts`
}
