import type { Clock } from '@sallyport/kernel'
import type { AuthorizerAnswer } from './authorizer-answer.ts'

/** An answer that may be used again, and until when (milliseconds since the epoch, exclusive). */
export interface CacheEntry {
  readonly answer: AuthorizerAnswer
  readonly until: number
}

/**
 * Answers of one authorizer of one stage of one API, by identity. What is kept is the policy, not
 * a verdict, so that it is evaluated again for every method.
 */
export interface AuthorizerCache {
  readonly find: (identity: readonly string[]) => CacheEntry | undefined
  /** Keeps an answer from now on, unless answers are not cached at all. */
  readonly keep: (identity: readonly string[], answer: AuthorizerAnswer) => CacheEntry | undefined
  readonly flush: () => void
}

/** @param ttlSeconds 0 keeps nothing */
export function authorizerCache(ttlSeconds: number, clock: Clock): AuthorizerCache {
  const entries = new Map<string, CacheEntry>()
  return {
    find: (identity) => {
      const entry = entries.get(JSON.stringify(identity))
      return entry !== undefined && clock.now() < entry.until ? entry : undefined
    },
    keep: (identity, answer) => {
      if (ttlSeconds === 0) return undefined
      const now = clock.now()
      for (const [key, { until }] of entries) if (until <= now) entries.delete(key)
      const entry = { answer, until: now + ttlSeconds * 1000 }
      entries.set(JSON.stringify(identity), entry)
      return entry
    },
    flush: () => entries.clear(),
  }
}
