import { ConfigurationInvalid, type Issue, issueFrom } from '@sallyport/kernel'
import * as v from 'valibot'

/** What `SALLYPORT_CONFIG` says. An adapter's own members are checked by the adapter. */
export type Configuration = v.InferOutput<typeof configurationSchema>
export type AdapterChoice = v.InferOutput<typeof adapterSchema>

const seconds = (most: number) =>
  v.pipe(
    v.number(),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed || (Number.isInteger(dataset.value) && dataset.value >= 0 && dataset.value <= most))
        return
      const received = String(dataset.value)
      addIssue({ message: received, expected: `a whole number of seconds from 0 to ${most}`, received })
    }),
  )

/** Unlike Valibot's own `strictObject`, it names every unknown member and not the first only. */
const closed = <Entries extends v.ObjectEntries>(entries: Entries) => v.objectWithRest(entries, v.never())

const adapterSchema = v.looseObject({ use: v.string() })
const policySchema = closed({
  // AWS: an authorizer's TTL is 300 s unless set, and 3600 s at most.
  cacheSeconds: v.optional(seconds(3600), 300),
  expiry: v.optional(v.picklist(['condition', 'refuse', 'none']), 'condition'),
  onRefused: v.optional(v.picklist(['unauthorized', 'deny']), 'unauthorized'),
  answer: v.optional(v.picklist(['iam']), 'iam'),
})
const configurationSchema = closed({
  $schema: v.optional(v.string()),
  verifiers: v.pipe(
    v.array(adapterSchema),
    v.rawCheck(({ dataset, addIssue }) => {
      if (dataset.typed && dataset.value.length === 0)
        addIssue({ message: 'empty', expected: 'at least one', received: 'an empty list' })
    }),
  ),
  permissions: v.looseObject({
    use: v.string(),
    freshForSeconds: v.optional(seconds(86_400), 60),
    staleForSeconds: v.optional(seconds(604_800), 3600),
  }),
  policy: v.optional(policySchema, {}),
})

const members = [configurationSchema, policySchema].flatMap((schema) => Object.keys(schema.entries))

export type ConfigurationReading =
  | { readonly outcome: 'good'; readonly configuration: Configuration }
  | { readonly outcome: 'bad'; readonly issues: readonly Issue[] }

/** Checks a configuration's own members; every fault is found at once. */
export function readConfiguration(value: unknown): ConfigurationReading {
  const read = v.safeParse(configurationSchema, value)
  return read.success
    ? { outcome: 'good', configuration: read.output }
    : { outcome: 'bad', issues: read.issues.map((complaint) => issueFrom(complaint, members)) }
}

/** @throws ConfigurationInvalid naming every fault, before anything of it is used */
export function configurationFrom(text: string): Configuration {
  const read = readConfiguration(parsed(text))
  if (read.outcome === 'bad') throw new ConfigurationInvalid(read.issues)
  return read.configuration
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ConfigurationInvalid([
      { severity: 'fault', path: ['SALLYPORT_CONFIG'], expected: 'JSON', found: 'something else' },
    ])
  }
}
