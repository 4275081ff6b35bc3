/** A date or a time as a person wrote it, on the clocks of some place unless it has an offset. */
export interface DocumentInstant {
  readonly text: string
  /** Since 1970-01-01. */
  readonly days: number
  /** After midnight; absent from a date, which is the whole day. */
  readonly minutes?: number
  /** That the clock is ahead of UTC; absent where the calendar's time zone says it. */
  readonly offsetMinutes?: number
}

export interface InstantFault {
  readonly expected: string
  readonly found: string
}

const form = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/

/** Reads `2026-12-21`, `2026-12-21T18:00` or `2026-12-21T18:00+01:00`. */
export function documentInstant(text: string): DocumentInstant | InstantFault {
  const fault = {
    expected: 'a date or a time, such as "2026-12-21" or "2026-12-21T18:00"',
    found: JSON.stringify(text),
  }
  const [, year = '', month = '', day = '', hour, minute, offset] = form.exec(text) ?? []
  if (year === '') return fault
  const date = { year: Number(year), month: Number(month), day: Number(day) }
  if (date.month < 1 || date.month > 12 || date.day < 1 || date.day > daysIn(date.year, date.month))
    return { ...fault, expected: 'a day that there is' }
  const days = daysOf(date)
  if (hour === undefined) return { text, days }
  const minutes = Number(hour) * 60 + Number(minute)
  if (Number(hour) > 23 || Number(minute) > 59) return { ...fault, expected: 'a time from 00:00 to 23:59' }
  if (offset === undefined) return { text, days, minutes }
  const offsetMinutes =
    offset === 'Z' ? 0 : Number(`${offset[0]}1`) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4)))
  return Math.abs(offsetMinutes) > 14 * 60
    ? { ...fault, expected: 'an offset of at most 14 hours' }
    : { text, days, minutes, offsetMinutes }
}

/** Whether a span ends before it begins; a date as its end is the whole of that day. */
export function isBefore(to: DocumentInstant, from: DocumentInstant): boolean {
  const minutesOf = ({ days, minutes = 0, offsetMinutes = 0 }: DocumentInstant) =>
    days * 1440 + minutes - offsetMinutes
  const end = to.minutes === undefined ? minutesOf(to) + 1440 : minutesOf(to)
  return end <= minutesOf(from)
}

const isLeap = (year: number) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0

const daysIn = (year: number, month: number) =>
  month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31

/** Howard Hinnant's `days_from_civil`: the domain has no `Date`. */
function daysOf({ year, month, day }: { year: number; month: number; day: number }): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}
