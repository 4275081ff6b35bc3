import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { civilDate, timestamp } from './timestamp.ts'

describe('a timestamp', () => {
  it.each([
    [0, '1970-01-01T00:00:00Z'],
    [-1, '1969-12-31T23:59:59Z'],
    [68_169_599, '1972-02-28T23:59:59Z'],
    [68_169_600, '1972-02-29T00:00:00Z'],
    [951_782_400, '2000-02-29T00:00:00Z'],
    [951_868_800, '2000-03-01T00:00:00Z'],
    [1_709_164_800, '2024-02-29T00:00:00Z'],
    [1_735_689_599, '2024-12-31T23:59:59Z'],
    [1_767_225_600, '2026-01-01T00:00:00Z'],
    [4_107_456_000, '2100-02-28T00:00:00Z'],
    [4_107_542_400, '2100-03-01T00:00:00Z'],
    [253_402_300_799, '9999-12-31T23:59:59Z'],
  ])('of %i is %s', (seconds, text) => {
    expect(timestamp(seconds)).toBe(text)
  })

  it('drops fractions of a second, so that it is never later than meant', () => {
    expect(timestamp(1.999)).toBe('1970-01-01T00:00:01Z')
  })

  it('keeps to the years that ISO 8601 can write, since a token may say its end in milliseconds', () => {
    expect(timestamp(1_767_225_600_000)).toBe('9999-12-31T23:59:59Z')
  })

  it("agrees with the platform's calendar on every day", () => {
    const calendar = new Intl.DateTimeFormat('en-u-ca-iso8601', {
      timeZone: 'UTC',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
    })
    fc.assert(
      fc.property(fc.integer({ min: -25_000, max: 2_900_000 }), (days) => {
        const parts = calendar.formatToParts(days * 86_400_000)
        const part = (type: string) => Number(parts.find((each) => each.type === type)?.value)
        expect(civilDate(days)).toEqual({ year: part('year'), month: part('month'), day: part('day') })
      }),
    )
  })
})
