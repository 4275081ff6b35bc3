/** GitHub's primary rate limit: one hour's requests, for everybody together. */
export interface RateLimit {
  /** The headers of an answer. */
  readonly headers: () => Readonly<Record<string, string>>
  readonly isSpent: () => boolean
  readonly spend: () => void
  /** Spends all that is left, and resets so many seconds from now. */
  readonly exhaust: (seconds: number) => void
}

const hourSeconds = 3600

/**
 * @param limit requests in an hour
 * @param now milliseconds since the epoch
 */
export function rateLimit(limit: number, now: () => number): RateLimit {
  const seconds = () => Math.floor(now() / 1000)
  let used = 0
  let reset = seconds() + hourSeconds
  const renew = () => {
    if (seconds() < reset) return
    used = 0
    reset = seconds() + hourSeconds
  }
  return {
    headers: () => ({
      'X-RateLimit-Limit': String(limit),
      'X-RateLimit-Remaining': String(Math.max(0, limit - used)),
      'X-RateLimit-Used': String(used),
      'X-RateLimit-Reset': String(reset),
      'X-RateLimit-Resource': 'core',
    }),
    isSpent: () => {
      renew()
      return used >= limit
    },
    spend: () => {
      used += 1
    },
    exhaust: (untilReset) => {
      used = limit
      reset = seconds() + untilReset
    },
  }
}
