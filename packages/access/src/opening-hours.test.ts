import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTimeZone, openingSpan, type OpeningSpan, openWindows } from './opening-hours.ts'
import { timestamp } from './timestamp.ts'

function span(text: string): OpeningSpan {
  const read = openingSpan(text)
  if ('expected' in read) throw new Error(`${text} is no span`)
  return read
}

const open = (timeZone: string, ...spans: string[]) => ({ timeZone, open: spans.map(span) })

/** Seconds since the Unix epoch of an instant on the UTC clock, by counting days. */
function at(text: string): number {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = text.split(/\D/).map(Number)
  const leap = (each: number) => (each % 4 === 0 && each % 100 !== 0) || each % 400 === 0
  let days = day - 1
  for (let each = 1970; each < year; each++) days += leap(each) ? 366 : 365
  const months = [31, leap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  for (const length of months.slice(0, month - 1)) days += length
  return days * 86_400 + hour * 3600 + minute * 60
}

const windows = (hours: Parameters<typeof openWindows>[0], from: string, until = from) =>
  openWindows(hours, at(from), at(until)).map(
    ({ fromSeconds, untilSeconds }) =>
      `${timestamp(fromSeconds).slice(0, 16)} to ${timestamp(untilSeconds).slice(0, 16)}`,
  )

describe('an opening span', () => {
  it.each([
    ['mon-fri 08:00-16:00', { weekdays: [0, 1, 2, 3, 4], fromMinute: 480, untilMinute: 960 }],
    ['sun 00:00-24:00', { weekdays: [6], fromMinute: 0, untilMinute: 1440 }],
    ['sat-mon 22:00-06:00', { weekdays: [5, 6, 0], fromMinute: 1320, untilMinute: 1800 }],
    [' Tue 09:30-09:30 ', { weekdays: [1], fromMinute: 570, untilMinute: 2010 }],
  ])('is read from %j', (text, expected) => {
    expect(openingSpan(text)).toEqual(expected)
  })

  it.each([
    '',
    'mon',
    '08:00-16:00',
    'mon 8:00-16:00',
    'mon 08:00-25:00',
    'mon 08:60-16:00',
    'mon 24:00-24:00',
    'mon 08:00-24:01',
    'foo 08:00-16:00',
    'mon-xyz 08:00-16:00',
    'mon-fri 08:00-16:00 sat 08:00-12:00',
  ])('is not %j', (text) => {
    expect(openingSpan(text)).toEqual({
      expected: 'days and hours, such as "mon-fri 08:00-16:00"',
      found: JSON.stringify(text),
    })
  })
})

describe('a time zone', () => {
  it.each(['Europe/Berlin', 'UTC', 'America/St_Johns'])('is %s', (name) => {
    expect(isTimeZone(name)).toBe(true)
  })

  it.each(['', 'Mars/Olympus', 'Europe/Berlin; DROP'])('is not %j', (name) => {
    expect(isTimeZone(name)).toBe(false)
  })
})

describe('open windows', () => {
  it.each([
    ['Europe/Berlin', '2026-11-25T10:00', '2026-11-25T07:00 to 2026-11-25T15:00'],
    ['Europe/Berlin', '2026-07-01T10:00', '2026-07-01T06:00 to 2026-07-01T14:00'],
    ['America/New_York', '2026-11-25T18:00', '2026-11-25T13:00 to 2026-11-25T21:00'],
    ['Asia/Kolkata', '2026-11-25T05:00', '2026-11-25T02:30 to 2026-11-25T10:30'],
    ['America/St_Johns', '2026-11-25T18:00', '2026-11-25T11:30 to 2026-11-25T19:30'],
    ['Pacific/Kiritimati', '2026-11-24T20:00', '2026-11-24T18:00 to 2026-11-25T02:00'],
  ])('are whole, on the clocks of %s', (timeZone, now, expected) => {
    expect(windows(open(timeZone, 'mon-fri 08:00-16:00'), now)).toEqual([expected])
  })

  it('are none when none touches the time', () => {
    expect(windows(open('UTC', 'mon-fri 08:00-16:00'), '2026-11-28T10:00')).toEqual([])
    expect(windows(open('UTC', 'mon-fri 08:00-16:00'), '2026-11-25T16:00')).toEqual([])
  })

  it('include one that opens within the time', () => {
    expect(windows(open('UTC', 'mon-fri 08:00-16:00'), '2026-11-25T07:55', '2026-11-25T08:00')).toHaveLength(
      1,
    )
    expect(windows(open('UTC', 'mon-fri 08:00-16:00'), '2026-11-25T07:54', '2026-11-25T07:59')).toEqual([])
  })

  it('cross midnight', () => {
    const nights = open('Europe/Berlin', 'fri 22:00-06:00')
    expect(windows(nights, '2026-11-28T02:00')).toEqual(['2026-11-27T21:00 to 2026-11-28T05:00'])
    expect(windows(nights, '2026-11-27T02:00')).toEqual([])
  })

  it('are joined where they meet', () => {
    const shifts = open('UTC', 'wed 06:00-14:00', 'wed 14:00-22:00', 'wed 20:00-23:00', 'wed 23:30-24:00')
    expect(windows(shifts, '2026-11-25T00:00', '2026-11-25T23:59')).toEqual([
      '2026-11-25T06:00 to 2026-11-25T23:00',
      '2026-11-25T23:30 to 2026-11-26T00:00',
    ])
  })

  it.each([
    // 2026-03-29: 02:00 becomes 03:00 in Berlin; 2026-03-08 in New York.
    ['Europe/Berlin', 'sun 01:30-04:00', '2026-03-29T01:30', '2026-03-29T00:30 to 2026-03-29T02:00'],
    ['Europe/Berlin', 'sun 02:30-04:00', '2026-03-29T01:30', '2026-03-29T01:00 to 2026-03-29T02:00'],
    ['Europe/Berlin', 'sun 01:00-02:30', '2026-03-29T00:30', '2026-03-29T00:00 to 2026-03-29T01:00'],
    ['America/New_York', 'sun 02:30-04:00', '2026-03-08T07:30', '2026-03-08T07:00 to 2026-03-08T08:00'],
    ['America/New_York', 'sun 01:00-02:30', '2026-03-08T06:45', '2026-03-08T06:00 to 2026-03-08T07:00'],
  ])('start and end at the first instant after an hour that is skipped: %s %s', (...given) => {
    const [timeZone, text, now, expected] = given
    expect(windows(open(timeZone, text), now)).toEqual([expected])
  })

  it('never open within the hour that is skipped', () => {
    expect(windows(open('Europe/Berlin', 'sun 02:10-02:50'), '2026-03-29T00:00', '2026-03-29T03:00')).toEqual(
      [],
    )
  })

  it.each([
    // 2026-10-25: 03:00 becomes 02:00 in Berlin; 2026-11-01, 02:00 becomes 01:00 in New York.
    ['Europe/Berlin', 'sun 02:30-04:00', '2026-10-25T01:00', '2026-10-25T00:30 to 2026-10-25T03:00'],
    ['Europe/Berlin', 'sun 01:00-02:30', '2026-10-25T00:00', '2026-10-24T23:00 to 2026-10-25T00:30'],
    ['America/New_York', 'sun 01:30-04:00', '2026-11-01T06:00', '2026-11-01T05:30 to 2026-11-01T09:00'],
    ['America/New_York', 'sun 00:00-01:30', '2026-11-01T05:00', '2026-11-01T04:00 to 2026-11-01T05:30'],
  ])('take the first of an hour that comes twice: %s %s', (...given) => {
    const [timeZone, text, now, expected] = given
    expect(windows(open(timeZone, text), now)).toEqual([expected])
  })

  it("agree with the platform's wall clock where no clock is changed", () => {
    const zones = fc.constantFrom(
      'UTC',
      'Asia/Kolkata',
      'Asia/Kathmandu',
      'America/Phoenix',
      'Pacific/Marquesas',
    )
    const spans = fc.constantFrom(
      'mon-fri 08:00-16:00',
      'sat-mon 22:00-06:00',
      'wed 12:00-12:00',
      'tue 23:59-00:01',
    )
    const seconds = fc.integer({ min: at('2020-01-01T00:00'), max: at('2030-01-01T00:00') })
    fc.assert(
      fc.property(zones, fc.uniqueArray(spans, { minLength: 1 }), seconds, (timeZone, texts, now) => {
        const isOpen = openWindows(open(timeZone, ...texts), now, now).some(
          ({ fromSeconds, untilSeconds }) => fromSeconds <= now && now < untilSeconds,
        )
        expect(isOpen).toBe(texts.map(span).some((each) => isWithin(each, timeZone, now)))
      }),
    )
  })
})

function isWithin(
  { weekdays, fromMinute, untilMinute }: OpeningSpan,
  timeZone: string,
  now: number,
): boolean {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const parts = clock.formatToParts(now * 1000)
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? ''
  const day = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part('weekday'))
  const minute = Number(part('hour')) * 60 + Number(part('minute'))
  const within = (each: number) => fromMinute <= each && each < untilMinute
  return (
    (weekdays.includes(day) && within(minute)) || (weekdays.includes((day + 6) % 7) && within(minute + 1440))
  )
}
