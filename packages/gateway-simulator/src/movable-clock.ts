import type { Clock } from '@sallyport/kernel'

/** A clock that can be moved, so that nobody waits for a token or a cache entry to end. */
export interface MovableClock extends Clock {
  /** @param seconds may be negative */
  readonly advance: (seconds: number) => void
  /** @param milliseconds since the epoch */
  readonly set: (milliseconds: number) => void
}

/**
 * Without a start the clock runs with real time, plus what it was moved by. With one it stands
 * still there, and moves only when told to.
 *
 * @param startMilliseconds since the epoch
 */
export function movableClock(startMilliseconds?: number): MovableClock {
  const source = startMilliseconds === undefined ? Date.now : () => startMilliseconds
  let offset = 0
  return {
    now: () => source() + offset,
    advance: (seconds) => {
      offset += seconds * 1000
    },
    set: (milliseconds) => {
      offset = milliseconds - source()
    },
  }
}
