const firstWaitSeconds = 1
const longestWaitSeconds = 30

/** An issuer may ask for patience, but not for so much that a mistake of its ends all service. */
const longestAskedWaitSeconds = 120

/**
 * Seconds to leave an upstream alone after this many failures in a row: doubled each time, and longer
 * where its `Retry-After` says so. Up to a quarter is left to chance, lest a fleet comes back as one.
 *
 * @param chance from 0 to 1
 */
export function waitSeconds(failures: number, askedForSeconds: number | undefined, chance: number): number {
  const doubled = Math.min(longestWaitSeconds, firstWaitSeconds * 2 ** Math.min(failures - 1, 10))
  const own = doubled * (1 - chance / 4)
  return Math.max(own, Math.min(longestAskedWaitSeconds, askedForSeconds ?? 0))
}

/**
 * The wait a `Retry-After` asks for (RFC 9110 section 10.2.3): seconds, or an HTTP date.
 *
 * @returns nothing for a value that is neither
 */
export function retryAfterSeconds(value: string | undefined, nowMilliseconds: number): number | undefined {
  if (value === undefined) return undefined
  const text = value.trim()
  if (/^\d{1,10}$/.test(text)) return Number(text)
  if (!/^[A-Z][a-z]+, .* GMT$/.test(text)) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, (at - nowMilliseconds) / 1000)
}
