const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** Some days of every week, and the hours of them. */
export interface OpeningSpan {
  /** 0 is Monday. */
  readonly weekdays: readonly number[]
  /** Minutes after local midnight; an end at or before the start is on the next day. */
  readonly fromMinute: number
  readonly untilMinute: number
}

/** Reads `mon-fri 08:00-16:00`. */
export function openingSpan(
  text: string,
): OpeningSpan | { readonly expected: string; readonly found: string } {
  const parts = /^([a-z]{3})(?:-([a-z]{3}))? (\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(text.trim().toLowerCase())
  const [first, last] = [dayOf(parts?.[1]), dayOf(parts?.[2] ?? parts?.[1])]
  const [from, until] = [minute(parts?.[3], parts?.[4]), minute(parts?.[5], parts?.[6])]
  if (first < 0 || last < 0 || from > 1439 || until > 1440)
    return { expected: 'days and hours, such as "mon-fri 08:00-16:00"', found: JSON.stringify(text) }
  const count = ((last - first + 7) % 7) + 1
  const weekdays = Array.from({ length: count }, (_, each) => (first + each) % 7)
  return { weekdays, fromMinute: from, untilMinute: until <= from ? until + 1440 : until }
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const dayOf = (name: string | undefined) => days.findIndex((day) => day === name)

const minute = (hour = '99', minutes = '99') =>
  Number(minutes) > 59 ? Number.POSITIVE_INFINITY : Number(hour) * 60 + Number(minutes)
