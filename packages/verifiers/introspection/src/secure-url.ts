const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/**
 * An absolute https:// URL, or http:// to this very machine, where nobody can listen in between.
 *
 * @returns nothing for anything else, user names and fragments included
 */
export function secureUrl(value: unknown): URL | undefined {
  if (typeof value !== 'string' || !URL.canParse(value)) return undefined
  const url = new URL(value)
  if (url.username !== '' || url.password !== '' || url.hash !== '') return undefined
  const secure = url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname))
  return secure ? url : undefined
}
