import { assert, asyncProperty, double, integer, property, record } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fullJitter, type Patience, patiently } from './patience.ts'

const numbers = record({
  attempts: integer({ min: 1, max: 40 }),
  firstPauseMilliseconds: integer({ min: 1, max: 1000 }),
  longestPauseMilliseconds: integer({ min: 1, max: 10_000 }),
})
const chance = double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

/** Fails with the errors first, in their order, and answers then. */
function asked(errors: readonly unknown[], patience: Partial<Patience>) {
  const pauses: number[] = []
  let asks = 0
  const answer = patiently(
    async () => {
      asks += 1
      if (asks <= errors.length) throw errors[asks - 1]
      return 'answer'
    },
    {
      attempts: 3,
      firstPauseMilliseconds: 100,
      longestPauseMilliseconds: 3000,
      mayPass: () => true,
      random: () => 0.5,
      pause: async (milliseconds) => pauses.push(milliseconds),
      ...patience,
    },
  )
  return answer.then(
    (found) => ({ found, asks, pauses }),
    (thrown: unknown) => ({ thrown, asks, pauses }),
  )
}

const troubles = (count: number) => Array.from({ length: count }, (_, index) => new Error(`trouble ${index}`))

describe('asking patiently', () => {
  it('asks once and waits for nothing when it is answered', async () => {
    expect(await asked([], {})).toEqual({ found: 'answer', asks: 1, pauses: [] })
  })

  it('is answered after as many pauses as there were errors', async () => {
    await assert(
      asyncProperty(numbers, integer({ min: 0, max: 39 }), async (patience, failures) => {
        const count = Math.min(failures, patience.attempts - 1)
        const told = await asked(troubles(count), patience)
        expect(told).toMatchObject({ found: 'answer', asks: count + 1 })
        expect(told.pauses).toHaveLength(count)
      }),
    )
  })

  it('asks no more often than it may, and throws the last error as it came', async () => {
    await assert(
      asyncProperty(numbers, integer({ min: 0, max: 5 }), async (patience, more) => {
        const { attempts } = patience
        const errors = troubles(attempts + more)
        const told = await asked(errors, patience)
        expect(told).toMatchObject({ asks: attempts })
        expect('thrown' in told && told.thrown).toBe(errors[attempts - 1])
        expect(told.pauses).toHaveLength(attempts - 1)
      }),
    )
  })

  it('gives up at once, without a pause, on an error that does not pass', async () => {
    const [passing, final] = troubles(2)
    const told = await asked([passing, final], { mayPass: (error) => error !== final })
    expect('thrown' in told && told.thrown).toBe(final)
    expect(told).toMatchObject({ asks: 2, pauses: [50] })
  })

  it('does not ask again when the pause is broken off', async () => {
    const [trouble, late] = troubles(2)
    const told = await asked([trouble], { pause: () => Promise.reject(late) })
    expect('thrown' in told && told.thrown).toBe(late)
    expect(told.asks).toBe(1)
  })

  it('has ceilings that double up to the longest', async () => {
    const { pauses } = await asked(troubles(7), { attempts: 8, random: () => 1 - Number.EPSILON })
    expect(pauses).toEqual([99, 199, 399, 799, 1599, 2999, 2999])
  })
})

describe('full jitter', () => {
  it('is a whole number from 0 to below its ceiling', () => {
    assert(
      property(integer({ min: 1, max: 100 }), numbers, chance, (attempt, pauses, random) => {
        const pause = fullJitter(attempt, { ...pauses, random: () => random })
        expect(Number.isSafeInteger(pause)).toBe(true)
        expect(pause).toBeGreaterThanOrEqual(0)
        expect(pause).toBeLessThan(pauses.longestPauseMilliseconds)
        expect(pause).toBeLessThan(pauses.firstPauseMilliseconds * 2 ** (attempt - 1))
      }),
    )
  })
})
