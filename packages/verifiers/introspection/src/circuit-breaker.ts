import type { Clock } from '@sallyport/kernel'

/** Keeps calls from a server that does not serve, by the clock alone: a timer stops with a frozen Lambda. */
export interface CircuitBreaker {
  /** Seconds for which nobody should ask, or nothing where this caller may. */
  readonly waitSeconds: () => number | undefined
  readonly succeeded: () => void
  /** @param retryAfter the header as the server sent it (RFC 9110 section 10.2.3) */
  readonly failed: (retryAfter?: string) => void
}

/** Single failures happen to everyone; a server is out after this many in a row. */
const tolerated = 4
const shortestRestSeconds = 1
const longestRestSeconds = 30
/** A server that asks for more rest is asked again all the same, or a slip of its pen would be an outage. */
const longestRetryAfterSeconds = 300

/** @param probeSeconds for how long one caller may try, after a rest, before the next one may */
export function circuitBreaker(clock: Clock, probeSeconds: number): CircuitBreaker {
  let failures = 0
  let restsUntil = Number.NEGATIVE_INFINITY
  let isProbing = false
  const restFor = (seconds: number) => {
    restsUntil = clock.now() + seconds * 1000
  }

  return {
    waitSeconds() {
      const wait = restsUntil - clock.now()
      if (wait > 0) return Math.ceil(wait / 1000)
      // The first one after a rest finds out; the others wait for what it finds.
      isProbing = failures > tolerated
      if (isProbing) restFor(probeSeconds)
      return undefined
    },
    succeeded() {
      failures = 0
      isProbing = false
      restsUntil = Number.NEGATIVE_INFINITY
    },
    failed(retryAfter) {
      // Of many calls that were under way together, one failure says it all.
      if (clock.now() < restsUntil && !isProbing) return
      isProbing = false
      failures += 1
      const asked = secondsOf(retryAfter, clock.now())
      if (asked !== undefined) return restFor(Math.min(asked, longestRetryAfterSeconds))
      if (failures <= tolerated) return
      const rest = shortestRestSeconds * 2 ** (failures - tolerated - 1)
      restFor(Math.min(rest, longestRestSeconds))
    },
  }
}

function secondsOf(retryAfter: string | undefined, now: number): number | undefined {
  if (retryAfter === undefined) return undefined
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter)
  const date = Date.parse(retryAfter)
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000)
}
