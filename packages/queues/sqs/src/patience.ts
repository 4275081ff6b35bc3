import { setTimeout } from 'node:timers/promises'
import type { Patience } from '@sallyport/kernel/patience'
import { mayPass } from './fault.ts'

/** Waits, and rejects when there is no time left. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>

export const pause: Pause = (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal })

/** Somebody waits for an answer, and has little time: the signal ends it all, pauses too. */
export function patienceUntil(signal: AbortSignal, wait: Pause): Omit<Patience, 'attempts'> {
  return {
    firstPauseMilliseconds: 50,
    longestPauseMilliseconds: 400,
    mayPass: (error) => !signal.aborted && mayPass(error),
    random: Math.random,
    pause: (milliseconds) => wait(milliseconds, signal),
  }
}
