import type { Call } from '@sallyport/access'

/**
 * An `htu` in the one form that can be compared as text: RFC 9449 section 4.3 asks for the syntax-based
 * and scheme-based normalisation of RFC 3986 section 6.2, without query and fragment. Case of scheme,
 * host and percent-encoding, default ports, dot segments and needless encoding are levelled; a path's
 * case and its trailing slash are not.
 *
 * @returns nothing for what is no absolute http(s) URI, or has a user in it
 */
export function comparableTarget(htu: unknown): string | undefined {
  // A URL parser forgives spaces, backslashes and too many slashes; a URI has none of them.
  if (typeof htu !== 'string' || !/^https?:\/\/[^/\\?#][^\\]*$/i.test(htu)) return undefined
  return /^[\x21-\x7e]+$/.test(htu) ? levelled(htu) : undefined
}

/**
 * What was called, in the same form.
 *
 * @param publicUrl what callers write before the API's own paths, where that is not the gateway's domain
 * @returns nothing where the event does not tell
 */
export function calledTarget(call: Call, publicUrl: string | undefined): string | undefined {
  const { domainName, path, methodArn } = call
  if (publicUrl !== undefined) return levelled(`${publicUrl.replace(/\/+$/, '')}${asPath(methodArn.path)}`)
  if (domainName === undefined || !path?.startsWith('/')) return undefined
  return levelled(`https://${domainName}${asPath(path)}`)
}

/** Of a path nothing may be taken for a query, or be dropped by the parser. */
const asPath = (path: string) => path.replace(/[?#\\]|[^!-\u{10ffff}]/gu, encodeURIComponent)

function levelled(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined
  const { protocol, host, username, password, pathname } = new URL(url)
  if (username !== '' || password !== '') return undefined
  return `${protocol}//${host}${pathname.replace(/%[0-9a-f]{2}/gi, plainOrUpper)}`
}

/** RFC 3986 sections 6.2.2.1 and 6.2.2.2. */
function plainOrUpper(encoded: string): string {
  const character = String.fromCharCode(Number.parseInt(encoded.slice(1), 16))
  return /[\w.~-]/.test(character) ? character : encoded.toUpperCase()
}
