import type { Check } from '@sallyport/kernel'
import type { Identity } from './identity.ts'
import type { RefusalReason } from './ports/token-verifier.ts'

/** How the cached policy is kept from outliving its token. */
export type Expiry = 'condition' | 'refuse' | 'none'

export interface PolicySettings {
  /** The TTL set on API Gateway's authorizer, 0 to 3600. */
  readonly cacheSeconds: number
  readonly expiry: Expiry
}

export type Lifetime =
  | { readonly outcome: 'accepted'; readonly endsAtSeconds?: number; readonly check: Check }
  | { readonly outcome: 'refused'; readonly reason: RefusalReason; readonly check: Check }

/**
 * Settles what the token's end means for a policy that API Gateway may replay for `cacheSeconds`.
 * The end is the token's own: the verifier's tolerance for clocks never moves it.
 */
export function lifetime(
  { expiresAtSeconds }: Identity,
  { cacheSeconds, expiry }: PolicySettings,
  nowSeconds: number,
): Lifetime {
  if (expiresAtSeconds === undefined) return endless(cacheSeconds)
  const left = expiresAtSeconds - nowSeconds
  const found = `${Math.floor(left)} s left`
  // A policy that has ended could only deny, and would be cached as a 403; a 401 has the token renewed.
  if (expiry !== 'none' && Math.floor(expiresAtSeconds) <= nowSeconds)
    return refusal('expired', 'a token that has not ended', found)
  if (expiry === 'refuse' && left < cacheSeconds)
    return refusal('lifetime_too_short', `at least the ${cacheSeconds} s that the policy is cached`, found)
  const check: Check = { check: 'lifetime', outcome: 'passed', expected: demands[expiry], found }
  return expiry === 'condition'
    ? { outcome: 'accepted', endsAtSeconds: Math.floor(expiresAtSeconds), check }
    : { outcome: 'accepted', check }
}

const demands: Readonly<Record<Expiry, string>> = {
  condition: 'a policy that ends with the token',
  refuse: 'a token that outlives the cached policy',
  none: 'any lifetime',
}

function refusal(reason: RefusalReason, expected: string, found: string): Lifetime {
  return { outcome: 'refused', reason, check: { check: 'lifetime', outcome: 'failed', expected, found } }
}

function endless(cacheSeconds: number): Lifetime {
  const check = { check: 'lifetime', expected: 'an exp, or a cache of 0 s' }
  return cacheSeconds === 0
    ? { outcome: 'accepted', check: { ...check, outcome: 'passed', found: 'no exp, and no cache' } }
    : refusal('missing_claim', check.expected, `no exp, and a cache of ${cacheSeconds} s`)
}
