import type { Call, RefusalReason } from '@sallyport/access'

/** The token as the caller sent it, or why there is none to verify. */
export type Presented =
  | { readonly outcome: 'presented'; readonly token: string; readonly scheme?: Scheme }
  | { readonly outcome: 'refused'; readonly reason: Extract<RefusalReason, 'missing' | 'malformed'> }

type Scheme = NonNullable<Call['scheme']>

/**
 * Takes the token out of the Authorization header's values. The scheme, Bearer or DPoP (RFC 9449 section
 * 7.1), is read without case (RFC 9110 section 11.1) and may be left out, as in the AWS article. Two
 * values are refused, because whichever is chosen, something else on the way may choose the other (RFC
 * 6750 section 2, RFC 9449 section 7.2).
 */
export function presentedToken(values: readonly string[]): Presented {
  const [value, ...others] = values
  if (value === undefined || value.trim() === '') return { outcome: 'refused', reason: 'missing' }
  if (others.length > 0) return { outcome: 'refused', reason: 'malformed' }
  if (/^(?:bearer|dpop) *$/i.test(value)) return { outcome: 'refused', reason: 'missing' }
  const { scheme, token = value } = /^(?<scheme>bearer|dpop) +(?<token>.*)$/is.exec(value)?.groups ?? {}
  // A space left over is another scheme, a second token, or a spelling of its own of this one.
  if (/\s/.test(token)) return { outcome: 'refused', reason: 'malformed' }
  if (scheme === undefined) return { outcome: 'presented', token }
  return { outcome: 'presented', token, scheme: scheme.toLowerCase() === 'dpop' ? 'dpop' : 'bearer' }
}
