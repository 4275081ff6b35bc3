/** RFC 6749 section 3.3: `scope-token = 1*( %x21 / %x23-5B / %x5D-7E )`, with one space between. */
const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]+$/

/** The scopes in one text with spaces. @returns nothing for a value that is written otherwise */
export function scopesIn(scope: unknown): ReadonlySet<string> | undefined {
  if (scope === undefined) return new Set()
  if (typeof scope !== 'string') return undefined
  const words = scope.split(' ').filter((word) => word !== '')
  return words.every((word) => scopeToken.test(word)) ? new Set(words) : undefined
}
