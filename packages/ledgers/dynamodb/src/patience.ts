import { setTimeout } from 'node:timers/promises'

const firstWaitMilliseconds = 50
const longestWaitMilliseconds = 2000

/**
 * Waits before trying again: some time up to a ceiling that doubles with each attempt, so that many
 * who were throttled at once do not come back at once (full jitter, AWS Architecture Blog).
 *
 * @param attempt 1 after the first
 */
export async function patience(attempt: number): Promise<void> {
  const ceiling = Math.min(longestWaitMilliseconds, firstWaitMilliseconds * 2 ** (attempt - 1))
  await setTimeout(Math.random() * ceiling)
}
