import { assert, double, integer, option, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { retryAfterSeconds, waitSeconds } from './back-off.ts'

const now = Date.parse('Wed, 25 Nov 2026 10:00:00 GMT')

describe('the wait after a failure', () => {
  it('doubles up to 30 seconds', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 1000].map((failures) => waitSeconds(failures, undefined, 0))).toEqual([
      1, 2, 4, 8, 16, 30, 30, 30,
    ])
  })

  it('is as long as the issuer asks for, up to two minutes', () => {
    expect([0, 20, 120, 1e9].map((asked) => waitSeconds(1, asked, 0))).toEqual([1, 20, 120, 120])
  })

  it('is never nothing and never without end', () => {
    assert(
      property(
        integer({ min: 1 }),
        option(double({ min: 0, noNaN: true }), { nil: undefined }),
        double({ min: 0, max: 1, noNaN: true }),
        (failures, asked, chance) => {
          const seconds = waitSeconds(failures, asked, chance)
          expect(seconds).toBeGreaterThanOrEqual(0.75)
          expect(seconds).toBeLessThanOrEqual(120)
        },
      ),
    )
  })
})

describe('a Retry-After', () => {
  it.each([
    ['30', 30],
    [' 0 ', 0],
    ['Wed, 25 Nov 2026 10:00:45 GMT', 45],
    ['Wednesday, 25-Nov-26 10:00:45 GMT', 45],
    ['Wed Nov 25 10:00:45 2026', undefined],
    ['Wed, 25 Nov 2026 09:00:00 GMT', 0],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['Soon, very', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('of %j asks for %j seconds', (value, seconds) => {
    expect(retryAfterSeconds(value, now)).toBe(seconds)
  })
})
