import { type Rule, oneOf, wholeNumber } from './option-rules.ts'
import { secureUrl } from './secure-url.ts'

/** Ways to prove that a token is used by whom it was issued to: RFC 9449, RFC 8705. */
export const senderConstraints = ['dpop', 'mtls'] as const

export type SenderConstraint = (typeof senderConstraints)[number]

/** How a verifier is told to believe tokens that are bound to a key. Left out: they are all refused. */
export interface ConfirmationOptions {
  /**
   * What a token may be bound by. `dpop`: REQUEST events with nothing cached. `mtls`: REQUEST events
   * with nothing cached, or with the client certificate among the identity sources.
   */
  readonly senderConstraint?: SenderConstraint | readonly SenderConstraint[]
  /**
   * What callers write before the paths of this API, where it is not the domain that API Gateway names:
   * behind CloudFront or another proxy. An https:// URL, http:// for loopback only.
   */
  readonly publicUrl?: string
  /** Seconds after its `iat` that a DPoP proof counts, 1 to 300. Defaults to 60. */
  readonly proofFreshForSeconds?: number
}

/** The options with every default in its place. */
export interface ConfirmationSettings {
  readonly senderConstraint: readonly SenderConstraint[]
  readonly publicUrl?: string
  readonly proofFreshForSeconds: number
}

export const confirmationOptionRules: Readonly<Record<keyof ConfirmationOptions, Rule>> = {
  senderConstraint: {
    expected: '"dpop", "mtls" or a list of them',
    fits: (value) => (Array.isArray(value) ? value.length > 0 : oneOf(senderConstraints).fits(value)),
    optional: true,
    words: senderConstraints,
    each: oneOf(senderConstraints),
  },
  publicUrl: {
    expected: 'an https:// URL without query, or http:// to loopback',
    fits: (value) => secureUrl(value)?.search === '',
    optional: true,
  },
  proofFreshForSeconds: wholeNumber(1, 300, 'seconds'),
}

/** To be spread over the settings of a verifier, after its other options. */
export function confirmationSettings(options: ConfirmationOptions): Omit<ConfirmationSettings, 'publicUrl'> {
  const { senderConstraint = [], proofFreshForSeconds = 60 } = options
  return { senderConstraint: [senderConstraint].flat(), proofFreshForSeconds }
}
