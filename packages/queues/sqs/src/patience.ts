import { setTimeout } from 'node:timers/promises'
import { mayPass } from './fault.ts'

export interface Patience {
  /** How often a message is sent at most. */
  readonly attempts: number
  readonly pause: Pause
  /** Ends it all, pauses too. */
  readonly signal: AbortSignal
}

/** Waits, and rejects when there is no time left. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>

export const pause: Pause = (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal })

/**
 * Tries until it works, with full jitter in between; the last error is thrown as it came.
 *
 * Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
 */
export async function patiently(
  { attempts, signal, ...waiting }: Patience,
  attempt: () => Promise<unknown>,
): Promise<void> {
  for (let made = 1; ; made += 1) {
    try {
      await attempt()
      return
    } catch (error) {
      if (made >= attempts || signal.aborted || !mayPass(error)) throw error
    }
    await waiting.pause(Math.random() * Math.min(longestPause, firstPause * 2 ** (made - 1)), signal)
  }
}

/** In milliseconds. Somebody waits for an answer, and has little time. */
const firstPause = 50
const longestPause = 400
