/** The end of 9999, the last year that ISO 8601 writes with four digits. */
const lastSecond = 253_402_300_799

/**
 * Seconds since the Unix epoch as ISO 8601 in UTC, to the second, as IAM's date conditions take it.
 * What is beyond the year 9999 is written as its end.
 */
export function timestamp(epochSeconds: number): string {
  const seconds = Math.min(Math.floor(epochSeconds), lastSecond)
  const days = Math.floor(seconds / 86_400)
  const { year, month, day } = civilDate(days)
  const rest = seconds - days * 86_400
  const clock = [rest / 3600, (rest / 60) % 60, rest % 60].map((part) => padded(Math.floor(part), 2))
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}T${clock.join(':')}Z`
}

/**
 * The Gregorian date so many days after 1970-01-01, by Howard Hinnant's `civil_from_days`: the domain
 * has no `Date`, because a decision may not depend on the world it runs in.
 */
export function civilDate(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day }
}

const padded = (value: number, width: number) => String(value).padStart(width, '0')
