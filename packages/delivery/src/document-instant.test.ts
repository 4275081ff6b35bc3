import { describe, expect, it } from 'vitest'
import { documentInstant, isBefore } from './document-instant.ts'

function instant(text: string) {
  const read = documentInstant(text)
  if ('expected' in read) throw new Error(read.expected)
  return read
}

describe('an instant of a document', () => {
  it.each([
    ['1970-01-01', { days: 0 }],
    ['2026-12-21', { days: 20_808 }],
    ['2024-02-29T23:59', { days: 19_782, minutes: 1439 }],
    ['2026-12-25T12:00+01:00', { minutes: 720, offsetMinutes: 60 }],
    ['2026-12-25T12:00:30.5Z', { minutes: 720, offsetMinutes: 0 }],
    ['2026-12-25T12:00-03:30', { offsetMinutes: -210 }],
  ])('may be %s', (text, expected) => {
    expect(documentInstant(text)).toMatchObject({ text, ...expected })
  })

  it.each([
    '2026-02-29',
    '2026-13-01',
    '2026-1-1',
    '2026-01-01T24:00',
    '2026-01-01T10:60',
    'tomorrow',
    '',
    '2026-01-01T10:00+15:00',
  ])('is not %j', (text) => {
    expect(documentInstant(text)).toMatchObject({ found: JSON.stringify(text) })
  })

  it.each([
    ['1600-02-29', -135081],
    ['1900-03-01', -25508],
    ['1969-12-31', -1],
    ['1999-12-31', 10956],
    ['2000-02-29', 11016],
    ['2100-02-28', 47540],
    ['2999-12-31', 376199],
  ])('counts the days to %s', (text, days) => {
    expect(instant(text).days).toBe(days)
  })

  it('that is a date ends with that day', () => {
    const ends = (to: string, from: string) => isBefore(instant(to), instant(from))
    expect(ends('2026-01-01', '2026-01-01')).toBe(false)
    expect(ends('2026-01-01', '2026-01-01T23:00')).toBe(false)
    expect(ends('2026-01-01', '2026-01-02')).toBe(true)
    expect(ends('2026-01-01T10:00', '2026-01-01T10:00')).toBe(true)
  })
})
