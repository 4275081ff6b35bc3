import type { RefusalReason } from '@sallyport/access'

/** The token as the caller sent it, or why there is none to verify. */
export type Presented =
  | { readonly outcome: 'presented'; readonly token: string }
  | { readonly outcome: 'refused'; readonly reason: Extract<RefusalReason, 'missing' | 'malformed'> }

/**
 * Takes the token out of the Authorization header's values. The scheme is read without case (RFC 9110
 * section 11.1) and may be left out, as in the AWS article. Two values are refused, because whichever
 * is chosen, something else on the way may choose the other (RFC 6750 section 2).
 */
export function presentedToken(values: readonly string[]): Presented {
  const [value, ...others] = values
  if (value === undefined || value.trim() === '') return { outcome: 'refused', reason: 'missing' }
  if (others.length > 0) return { outcome: 'refused', reason: 'malformed' }
  const token = value.replace(/^bearer +/i, '')
  if (/^bearer *$/i.test(value)) return { outcome: 'refused', reason: 'missing' }
  // A space left over is another scheme, a second token, or a spelling of its own of this one.
  return /\s/.test(token) ? { outcome: 'refused', reason: 'malformed' } : { outcome: 'presented', token }
}
