import type { Encore, Rehearsal } from './rehearsal.ts'

/** What API Gateway's cache will do with the answer. */
export type CacheOutlook =
  | { readonly kept: 'no'; readonly because: 'disabled' | 'nothing_to_keep' }
  | {
      readonly kept: 'yes'
      /** ISO 8601. */
      readonly until: string
      readonly minutesLeft: number
      /** When the token itself ends, if it says so. */
      readonly tokenEndsAt?: string
      /** The same call again, where the token ends before the cache does. */
      readonly later: readonly (Omit<Encore, 'at'> & { readonly at: string })[]
    }

/** @param now milliseconds since the epoch */
export function cacheOutlook({ handled, verification, later }: Rehearsal, now: number): CacheOutlook {
  const { cachedUntil, cache } = handled.trace
  if (cachedUntil === undefined)
    return { kept: 'no', because: cache === 'disabled' ? 'disabled' : 'nothing_to_keep' }
  const end = verification?.outcome === 'verified' ? verification.identity.expiresAtSeconds : undefined
  return {
    kept: 'yes',
    until: instant(cachedUntil),
    minutesLeft: Math.round((cachedUntil - now) / 600) / 100,
    ...(end === undefined ? {} : { tokenEndsAt: instant(end * 1000) }),
    later: later.map((encore) => ({ ...encore, at: instant(encore.at) })),
  }
}

const instant = (milliseconds: number) => new Date(milliseconds).toISOString()
