import { type Issue, reservedMembers } from '@sallyport/kernel'
import { isAddressRange } from './address-range.ts'
import { apiOf } from './api-arn.ts'
import {
  closed,
  complaint,
  filledListOf,
  judging,
  listOf,
  mistaken,
  optional,
  type Reader,
  reading,
  record,
  text,
  wordOf,
} from './document-reader.ts'
import { isTimeZone, openingSpan } from './opening-hours.ts'
import type { ApiSelector, Circumstances, Scalar } from './permission.ts'
import { type RoutePattern, routePattern } from './route-pattern.ts'

interface DocumentApi {
  readonly arn: Omit<ApiSelector, 'stage'>
  readonly stage: string
}

export interface ArticleEntry extends DocumentApi {
  readonly resource: string
  readonly httpVerb: string
  readonly scope: string
}

type DocumentScopes = Partial<Readonly<Record<'any' | 'all', readonly string[]>>>

interface DocumentCircumstances extends Circumstances {
  readonly claims?: Readonly<Record<string, Scalar | readonly Scalar[]>>
}

export interface DocumentGrant {
  readonly allow: readonly RoutePattern[]
  readonly scopes: DocumentScopes
  readonly when?: DocumentCircumstances
  readonly note?: string
  readonly api?: DocumentApi
}

export interface DocumentTest {
  readonly scope: string
  readonly request: string
  readonly expect: 'allow' | 'deny'
  readonly claims?: Readonly<Record<string, unknown>>
}

/** A document's members as they were written, each already checked and read by itself. */
export interface PermissionsDocument {
  readonly $schema?: string
  readonly api?: DocumentApi | undefined
  readonly scopes?: Readonly<Record<string, readonly RoutePattern[]>>
  readonly grants?: readonly DocumentGrant[]
  readonly deny?: readonly RoutePattern[]
  readonly apiPermissions?: readonly ArticleEntry[]
  readonly routes?: readonly RoutePattern[]
  readonly tests?: readonly DocumentTest[]
}

// RFC 6749 section 3.3: a scope has no space, quote or backslash.
const scope = judging('a scope: no space, quote or backslash', (name) =>
  /^[\x21\x23-\x5B\x5D-\x7E]+$/.test(name),
)
const pattern = reading(routePattern)
const arn = reading(apiOf)
const stage = judging('a stage or *', (name) => /^([\w$-]{1,128}|\*)$/.test(name))
const api = closed<DocumentApi>({ arn, stage })

const kinds = 'a string or a number or true or false'
const scalar =
  (expected: string): Reader<Scalar> =>
  (value, place) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? value
      : mistaken(value, place, expected)
const [alone, several] = [scalar(`${kinds} or a list`), filledListOf(scalar(kinds))]

const hours = closed<NonNullable<Circumstances['hours']>>({
  open: filledListOf(reading(openingSpan)),
  timeZone: judging('an IANA time zone, such as "Europe/Berlin"', isTimeZone),
})
const when = closed<DocumentCircumstances>({
  sourceIp: optional(filledListOf(judging('an IP address or a CIDR block', isAddressRange))),
  userAgent: optional(filledListOf(judging('a pattern with at least one character', (name) => name !== ''))),
  hours: optional(hours),
  claims: optional(
    record<Scalar | readonly Scalar[]>(text, (value, place) =>
      (Array.isArray(value) ? several : alone)(value, place),
    ),
  ),
})

const eitherScopes = closed<DocumentScopes>({
  any: optional(filledListOf(scope)),
  all: optional(filledListOf(scope)),
})
const scopes: Reader<DocumentScopes> = (value, place) => {
  const read = eitherScopes(value, place)
  if (read === undefined || read.any !== undefined || read.all !== undefined) return read
  return complaint(place, { expected: 'any or all, with scopes', found: 'neither' })
}

const grant = closed<DocumentGrant>({
  allow: filledListOf(pattern),
  scopes,
  when: optional(when),
  note: optional(text),
  api: optional(api),
})
const articleEntry = closed<ArticleEntry>({ arn, resource: text, stage, httpVerb: text, scope })
const test = closed<DocumentTest>({
  scope: text,
  request: judging('a verb and a path', (request) => /^[A-Z]+ \/\S*$/.test(request)),
  expect: wordOf(['allow', 'deny']),
  claims: optional(record<unknown>(text, (value) => value)),
})
const permissionsDocument = closed<PermissionsDocument>({
  $schema: optional(text),
  api: optional(api),
  scopes: optional(record(scope, listOf(pattern))),
  grants: optional(listOf(grant)),
  deny: optional(listOf(pattern)),
  apiPermissions: optional(listOf(articleEntry)),
  routes: optional(listOf(pattern)),
  tests: optional(listOf(test)),
})

export type DocumentReading =
  | { readonly outcome: 'good'; readonly document: PermissionsDocument }
  | { readonly outcome: 'bad'; readonly issues: readonly Issue[] }

/** Checks a permissions document member by member; every fault is found at once. A list is the AWS article's. */
export function readPermissions(value: unknown): DocumentReading {
  const issues: Issue[] = [...reservedMembers(value)]
  // A list has no member to name: its entries start the path.
  const document = Array.isArray(value)
    ? articles(listOf(articleEntry)(value, { path: [], issues }))
    : permissionsDocument(value, { path: [], issues })
  return issues.length > 0 || document === undefined
    ? { outcome: 'bad', issues }
    : { outcome: 'good', document }
}

const articles = (apiPermissions: readonly ArticleEntry[] = []): PermissionsDocument => ({ apiPermissions })
