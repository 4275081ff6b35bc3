import { UpstreamUnavailable } from '@sallyport/kernel'
import { kindOf } from './answer-kind.ts'

/** How often to ask, and how long to wait in between. */
export interface Attempts {
  readonly attempts: number
  readonly firstPauseMilliseconds: number
  readonly longestPauseMilliseconds: number
  /** From 0 to below 1. */
  readonly random: () => number
  readonly pause: (milliseconds: number) => Promise<unknown>
}

/**
 * Asks until it is answered, or refused for good, with full jitter in between.
 *
 * Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
 * @throws UpstreamUnavailable once all attempts are spent; a refusal as it came
 */
export async function persistently<Answer>(
  ask: () => Promise<Answer>,
  { attempts, firstPauseMilliseconds, longestPauseMilliseconds, random, pause }: Attempts,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (cause) {
      if (kindOf(cause) !== 'transient') throw cause
      if (attempt >= attempts) throw unavailable(cause, attempts)
    }
    const longest = Math.min(longestPauseMilliseconds, firstPauseMilliseconds * 2 ** (attempt - 1))
    await pause(Math.floor(random() * longest))
  }
}

function unavailable(cause: unknown, attempts: number): UpstreamUnavailable {
  const last = cause instanceof Error ? cause.name : typeof cause
  return new UpstreamUnavailable('codepipeline', { cause, found: `${last} after ${attempts} attempts` })
}
