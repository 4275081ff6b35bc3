import { setTimeout } from 'node:timers/promises'
import { mayPass } from './fault.ts'

export interface Patience {
  /** How often a request is made at most. */
  readonly attempts: number
  readonly pause: (milliseconds: number) => Promise<void>
}

export const pause = (milliseconds: number): Promise<void> => setTimeout(milliseconds)

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

/** In milliseconds. */
const firstPause = 50
const longestPause = 3000
