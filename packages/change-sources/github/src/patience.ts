import { SourceRefused } from '@sallyport/delivery'
import { UpstreamUnavailable } from '@sallyport/kernel'
import { fullJitter } from '@sallyport/kernel/patience'
import { setTimeout } from 'node:timers/promises'
import { factsOf, type Limit, limitIn, mayPass } from './fault.ts'

export interface Patience {
  /** How often a request is made at most. */
  readonly attempts: number
  /** How long one may wait in all. */
  readonly milliseconds: number
  readonly pause: (milliseconds: number) => Promise<void>
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

export const pause = (milliseconds: number): Promise<void> => setTimeout(milliseconds)

/** A rate limit is told once, and kept by everybody who asks with the same credential. */
export interface Gate {
  limit: Limit | undefined
}

/**
 * Asks until there is an answer; the last error is thrown as it came.
 *
 * Failures are tried again with full jitter in between. A rate limit is waited for where that is within
 * patience; where not, nothing is asked again before its end: going on regardless may get an App banned.
 */
export async function patiently<Answer>(
  patience: Patience,
  gate: Gate,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  const { attempts, now } = patience
  let left = patience.milliseconds
  const wait = async (milliseconds: number, instead: unknown) => {
    left -= milliseconds
    if (left < 0) throw instead
    await patience.pause(milliseconds)
  }
  for (let attempt = 1; ; attempt += 1) {
    if (gate.limit !== undefined && gate.limit.until > now())
      await wait(untilEnd(gate.limit, now()), new UpstreamUnavailable('github', { found: gate.limit.found }))
    try {
      return await ask()
    } catch (error) {
      if (error instanceof SourceRefused || error instanceof UpstreamUnavailable) throw error
      const facts = factsOf(error)
      const limit = limitIn(facts, now())
      if (limit !== undefined) gate.limit = limit
      if (attempt >= attempts || (limit === undefined && !mayPass(facts))) throw error
      if (limit === undefined || limit.until <= now()) await wait(fullJitter(attempt, pauses), error)
      else if (untilEnd(limit, now()) > left) throw error
    }
  }
}

const pauses = { firstPauseMilliseconds: 200, longestPauseMilliseconds: 5000, random: Math.random }

/** A little longer than until the end, and not for everybody equally long. */
const untilEnd = ({ until }: Limit, now: number) => Math.max(0, until - now) + Math.random() * 500
