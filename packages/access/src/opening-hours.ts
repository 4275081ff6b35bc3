import type { PatternFault } from './route-pattern.ts'

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** When something is open, week by week, on the clocks of one place. */
export interface OpeningHours {
  /** An IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string
  readonly open: readonly OpeningSpan[]
}

export interface OpeningSpan {
  /** 0 is Monday. */
  readonly weekdays: readonly number[]
  /** Minutes after local midnight; an end at or before the start is on the next day. */
  readonly fromMinute: number
  readonly untilMinute: number
}

/** Seconds since the Unix epoch; `until` is not part of it. */
export interface Window {
  readonly fromSeconds: number
  readonly untilSeconds: number
}

/** Reads `mon-fri 08:00-16:00`. */
export function openingSpan(text: string): OpeningSpan | PatternFault {
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
    formatFor(name)
    return true
  } catch {
    return false
  }
}

/** The windows that touch the time from `from` to `until`, whole, joined where they meet. */
export function openWindows(hours: OpeningHours, from: number, until: number): readonly Window[] {
  const zone = formatFor(hours.timeZone)
  const windows: Window[] = []
  for (let day = localDay(zone, from) - 1; day <= localDay(zone, until) + 1; day++)
    for (const span of hours.open) {
      // 1970-01-01 was a Thursday.
      if (!span.weekdays.includes((((day + 3) % 7) + 7) % 7)) continue
      const fromSeconds = instant(zone, day * 86_400 + span.fromMinute * 60)
      const untilSeconds = instant(zone, day * 86_400 + span.untilMinute * 60)
      if (fromSeconds < untilSeconds) windows.push({ fromSeconds, untilSeconds })
    }
  return joined(windows).filter((window) => window.untilSeconds > from && window.fromSeconds <= until)
}

function joined(windows: readonly Window[]): readonly Window[] {
  const sorted = windows.toSorted((one, other) => one.fromSeconds - other.fromSeconds)
  return sorted.reduce<Window[]>((done, next) => {
    const last = done.at(-1)
    if (last === undefined || next.fromSeconds > last.untilSeconds) return [...done, next]
    const untilSeconds = Math.max(last.untilSeconds, next.untilSeconds)
    return [...done.slice(0, -1), { fromSeconds: last.fromSeconds, untilSeconds }]
  }, [])
}

const dayOf = (name: string | undefined) => days.findIndex((day) => day === name)

const minute = (hour = '99', minutes = '99') =>
  Number(minutes) > 59 ? Number.POSITIVE_INFINITY : Number(hour) * 60 + Number(minutes)

/** The first instant at which the zone's clocks show this, or, of an hour they skip, the first after it. */
function instant(zone: Intl.DateTimeFormat, localSeconds: number): number {
  const shows = (seconds: number) => seconds + offset(zone, seconds)
  const dayBefore = localSeconds - offset(zone, localSeconds - 86_400)
  const dayAfter = localSeconds - offset(zone, localSeconds + 86_400)
  if (dayBefore === dayAfter) return dayBefore
  const showing = [dayBefore, dayAfter].filter((seconds) => shows(seconds) === localSeconds)
  if (showing.length > 0) return Math.min(...showing)
  let [early, late] = [dayAfter, dayBefore]
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2)
    if (shows(middle) < localSeconds) early = middle
    else late = middle
  }
  return late
}

const localDay = (zone: Intl.DateTimeFormat, seconds: number) =>
  Math.floor((seconds + offset(zone, seconds)) / 86_400)

/** Seconds that the zone's clocks are ahead of UTC. */
function offset(zone: Intl.DateTimeFormat, seconds: number): number {
  const parts = zone.formatToParts(seconds * 1000)
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours, minutes, rest] = /^GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(name) ?? []
  const ahead = Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(rest ?? 0)
  return sign === '-' ? -ahead : ahead
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** @throws RangeError for a name that is no time zone */
function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  formats.set(timeZone, format)
  return format
}
