import * as v from 'valibot'
import { documentInstant, isBefore } from './document-instant.ts'
import { closed, judging, listOf, reading, together } from './member-document.ts'
import { isTimeZone, openingSpan } from './opening-span.ts'

/** A calendar as a rules document has it, checked and read; it is judged elsewhere. */
export type DocumentCalendar = v.InferOutput<typeof calendarSchema>

const holidaysSchema = closed({
  country: judging('a country code of two capitals, such as "DE"', (text) => /^[A-Z]{2}$/.test(text)),
  region: v.optional(
    judging('a region of that country, such as "BY"', (text) =>
      /^[A-Z0-9]{1,3}(-[A-Z0-9]{1,3})?$/.test(text),
    ),
  ),
})
const closedSpanSchema = v.pipe(
  closed({ from: reading(documentInstant), to: reading(documentInstant), reason: v.optional(v.string()) }),
  together(({ from, to }) =>
    isBefore(to, from)
      ? { expected: 'an end after the beginning', found: `${from.text} to ${to.text}` }
      : undefined,
  ),
)

export const calendarSchema = v.pipe(
  closed({
    timeZone: v.optional(judging('an IANA time zone, such as "Europe/Berlin"', isTimeZone)),
    open: v.optional(listOf(reading(openingSpan))),
    holidays: v.optional(holidaysSchema),
    closed: v.optional(listOf(closedSpanSchema)),
    ics: v.optional(
      judging(
        'the place of an iCalendar file, such as "s3://bucket/key"',
        (text) => /^(s3|https|file):\/\/\S+$/.test(text) || /^[^:\s][^:]*\.ics$/.test(text),
      ),
    ),
    otherwise: v.optional(v.picklist(['postpone', 'hold', 'skip', 'start']), 'postpone'),
    note: v.optional(v.string()),
  }),
  together(({ timeZone, open, holidays, closed: spans, ics }) => {
    const isOwn = open !== undefined || holidays !== undefined || spans !== undefined
    if (!isOwn && ics === undefined)
      return { expected: 'open, holidays, closed or ics', found: 'none of them' }
    return isOwn && timeZone === undefined
      ? { expected: 'a timeZone, since hours and dates are those of a place', found: 'none' }
      : undefined
  }),
)

export const calendarMembers: readonly string[] = [
  'timeZone',
  'open',
  'holidays',
  'closed',
  'ics',
  'otherwise',
  'note',
  'country',
  'region',
  'from',
  'to',
  'reason',
]
