/** How long one waits before asking again. */
export interface Pauses {
  /** The first pause is at most so long, each later one at most twice as long as the one before. */
  readonly firstPauseMilliseconds: number
  /** No pause is longer. */
  readonly longestPauseMilliseconds: number
  /** From 0 to below 1. */
  readonly random: () => number
}

/** How often one asks, after what, and how one waits in between. */
export interface Patience extends Pauses {
  /** How often one asks at most; a positive whole number. */
  readonly attempts: number
  /** Whether asking again may help after this error. */
  readonly mayPass: (error: unknown) => boolean
  readonly pause: (milliseconds: number) => Promise<unknown>
}

/**
 * Asks until there is an answer, with full jitter in between. The last error is thrown as it came, and so
 * is what `pause` rejects with.
 *
 * Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
 */
export async function patiently<Answer>(ask: () => Promise<Answer>, patience: Patience): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask()
    } catch (error) {
      if (attempt >= patience.attempts || !patience.mayPass(error)) throw error
    }
    await patience.pause(fullJitter(attempt, patience))
  }
}

/**
 * How long to wait after an attempt, in whole milliseconds: any time below a ceiling that doubles, so that
 * many who were throttled at once do not come back at once.
 *
 * @param attempt 1 after the first
 */
export function fullJitter(attempt: number, pauses: Pauses): number {
  const { firstPauseMilliseconds, longestPauseMilliseconds, random } = pauses
  return Math.floor(
    random() * Math.min(longestPauseMilliseconds, firstPauseMilliseconds * 2 ** (attempt - 1)),
  )
}
