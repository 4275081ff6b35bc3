import { setTimeout } from 'node:timers/promises'
import { mayPass } from './obstacle.ts'

export interface Patience {
  /** How often a request is made at most. */
  readonly attempts: number
  readonly pause: (milliseconds: number) => Promise<void>
}

export const pause = (milliseconds: number): Promise<void> => setTimeout(milliseconds)

/** In milliseconds. */
const firstPause = 100
const longestPause = 2000

/** Asks until there is an answer, with full jitter in between; the last error is thrown as it came. */
export async function patiently<Answer>(patience: Patience, ask: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask()
    } catch (error) {
      if (attempt >= patience.attempts || !mayPass(error)) throw error
      await patience.pause(Math.random() * Math.min(longestPause, firstPause * 2 ** (attempt - 1)))
    }
  }
}
