import { type Issue, issueFrom, reservedMembers } from '@sallyport/kernel'
import * as v from 'valibot'
import { isTimeZone, openingSpan } from './opening-hours.ts'
import { isAddressRange } from './address-range.ts'
import { apiOf } from './api-arn.ts'
import { type PatternFault, routePattern } from './route-pattern.ts'

/** A document's members as they were written, each already checked and read by itself. */
export type PermissionsDocument = v.InferOutput<typeof documentSchema>
export type DocumentGrant = v.InferOutput<typeof grantSchema>
export type DocumentTest = v.InferOutput<typeof testSchema>
export type ArticleEntry = v.InferOutput<typeof articleEntrySchema>

/** Turns text into something better, or says what was expected of it. */
const reading = <Out extends object>(read: (text: string) => Out | PatternFault) =>
  v.pipe(
    v.string(),
    v.rawTransform<string, Out>(({ dataset, addIssue, NEVER }) => {
      const out = read(dataset.value)
      if (!('expected' in out)) return out
      const { expected, found } = out
      addIssue({ message: found, expected, received: found })
      return NEVER
    }),
  )

const judging = (expected: string, isRight: (text: string) => boolean) =>
  v.pipe(
    v.string(),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed || isRight(dataset.value)) return
      const received = JSON.stringify(dataset.value)
      addIssue({ message: received, expected, received })
    }),
  )

/** Unlike Valibot's own `strictObject`, it names every unknown member and not the first only. */
const closed = <Entries extends v.ObjectEntries>(entries: Entries) => v.objectWithRest(entries, v.never())

const listOf = <Item extends v.GenericSchema>(item: Item) =>
  v.pipe(
    v.array(item),
    v.rawCheck(({ dataset, addIssue }) => {
      if (dataset.typed && dataset.value.length === 0)
        addIssue({ message: 'empty', expected: 'at least one', received: 'an empty list' })
    }),
  )

// RFC 6749 section 3.3: a scope has no space, quote or backslash.
const scopeSchema = judging('a scope: no space, quote or backslash', (text) =>
  /^[\x21\x23-\x5B\x5D-\x7E]+$/.test(text),
)
const patternSchema = reading(routePattern)
const scalarSchema = v.union([v.string(), v.number(), v.boolean()])
const claimsSchema = v.record(v.string(), v.union([scalarSchema, listOf(scalarSchema)]))
const apiSchema = closed({
  arn: reading(apiOf),
  stage: judging('a stage or *', (text) => /^([\w$-]{1,128}|\*)$/.test(text)),
})
const hoursSchema = closed({
  open: listOf(reading(openingSpan)),
  timeZone: judging('an IANA time zone, such as "Europe/Berlin"', isTimeZone),
})
const whenSchema = closed({
  sourceIp: v.optional(listOf(judging('an IP address or a CIDR block', isAddressRange))),
  userAgent: v.optional(listOf(judging('a pattern with at least one character', (text) => text !== ''))),
  hours: v.optional(hoursSchema),
  claims: v.optional(claimsSchema),
})
const scopesSchema = v.pipe(
  closed({ any: v.optional(listOf(scopeSchema)), all: v.optional(listOf(scopeSchema)) }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (dataset.typed && dataset.value.any === undefined && dataset.value.all === undefined)
      addIssue({ message: 'none', expected: 'any or all, with scopes', received: 'neither' })
  }),
)
const grantSchema = closed({
  allow: listOf(patternSchema),
  scopes: scopesSchema,
  when: v.optional(whenSchema),
  note: v.optional(v.string()),
  api: v.optional(apiSchema),
})
const articleEntrySchema = closed({
  arn: reading(apiOf),
  resource: v.string(),
  stage: apiSchema.entries.stage,
  httpVerb: v.string(),
  scope: scopeSchema,
})
const testSchema = closed({
  scope: v.string(),
  request: v.pipe(
    v.string(),
    v.rawCheck(({ dataset, addIssue }) => {
      if (dataset.typed && !/^[A-Z]+ \/\S*$/.test(dataset.value))
        addIssue({ message: '', expected: 'a verb and a path', received: JSON.stringify(dataset.value) })
    }),
  ),
  expect: v.picklist(['allow', 'deny']),
  claims: v.optional(v.record(v.string(), v.unknown())),
})
const documentSchema = closed({
  $schema: v.optional(v.string()),
  api: v.optional(apiSchema),
  scopes: v.optional(v.record(scopeSchema, v.array(patternSchema))),
  grants: v.optional(v.array(grantSchema)),
  deny: v.optional(v.array(patternSchema)),
  apiPermissions: v.optional(v.array(articleEntrySchema)),
  routes: v.optional(v.array(patternSchema)),
  tests: v.optional(v.array(testSchema)),
})

const members = [
  documentSchema,
  apiSchema,
  grantSchema,
  whenSchema,
  hoursSchema,
  articleEntrySchema,
  testSchema,
]
  .flatMap((schema) => Object.keys(schema.entries))
  .concat('any', 'all')

export type DocumentReading =
  | { readonly outcome: 'good'; readonly document: PermissionsDocument }
  | { readonly outcome: 'bad'; readonly issues: readonly Issue[] }

/** Checks a permissions document member by member; every fault is found at once. A list is the AWS article's. */
export function readPermissions(value: unknown): DocumentReading {
  const reserved = reservedMembers(value)
  const isArticles = Array.isArray(value)
  const read = v.safeParse(documentSchema, isArticles ? { apiPermissions: value } : value)
  if (read.success && reserved.length === 0) return { outcome: 'good', document: read.output }
  const issues = (read.issues ?? []).map((complaint) => issueFrom(complaint, members))
  // A list has no member to name: its entries start the path.
  const placed = isArticles ? issues.map((issue) => ({ ...issue, path: issue.path.slice(1) })) : issues
  return { outcome: 'bad', issues: [...reserved, ...placed] }
}
