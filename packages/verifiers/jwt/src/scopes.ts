import type { JsonObject } from './json-object.ts'

/** RFC 6749 section 3.3: `scope-token = 1*( %x21 / %x23-5B / %x5D-7E )`. */
const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]+$/
const scopeTokens = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/

/**
 * The scopes in any of these claims, each written as one text with spaces or as a list.
 *
 * @returns nothing when a claim is written otherwise
 */
export function scopesIn(claims: JsonObject, names: readonly string[]): ReadonlySet<string> | undefined {
  const scopes = new Set<string>()
  for (const name of names) {
    if (!Object.hasOwn(claims, name)) continue
    const words = wordsIn(claims[name])
    if (words === undefined) return undefined
    for (const word of words) if (word !== '') scopes.add(word)
  }
  return scopes
}

/** Spaces side by side have an empty word between them. */
function wordsIn(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return scopeTokens.test(value) ? value.split(' ') : undefined
  return Array.isArray(value) && value.every(isScope) ? value : undefined
}

function isScope(word: unknown): word is string {
  return typeof word === 'string' && scopeToken.test(word)
}
