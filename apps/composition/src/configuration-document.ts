import { ConfigurationInvalid, type Issue, issueFrom } from '@sallyport/kernel'
import * as v from 'valibot'

/** The adapter that `use` names, and options that only the adapter understands. */
export type AdapterChoice = v.InferOutput<typeof adapterSchema>

export const adapterSchema = v.looseObject({ use: v.string() })

/** A whole number of seconds. */
export const seconds = (most: number) =>
  v.pipe(
    v.number(),
    v.rawCheck(({ dataset, addIssue }) => {
      if (!dataset.typed || (Number.isInteger(dataset.value) && dataset.value >= 0 && dataset.value <= most))
        return
      const received = String(dataset.value)
      addIssue({ message: received, expected: `a whole number of seconds from 0 to ${most}`, received })
    }),
  )

/** A document's store, and how long its readings serve. */
export const storeSchema = v.looseObject({
  use: v.string(),
  freshForSeconds: v.optional(seconds(86_400), 60),
  staleForSeconds: v.optional(seconds(604_800), 3600),
})

export const adaptersSchema = v.pipe(
  v.array(adapterSchema),
  v.rawCheck(({ dataset, addIssue }) => {
    if (dataset.typed && dataset.value.length === 0)
      addIssue({ message: 'empty', expected: 'at least one', received: 'an empty list' })
  }),
)

/** Unlike Valibot's own `strictObject`, it names every unknown member and not the first only. */
export const closed = <Entries extends v.ObjectEntries>(entries: Entries) =>
  v.objectWithRest(entries, v.never())

export type ConfigurationReading<Configuration> =
  | { readonly outcome: 'good'; readonly configuration: Configuration }
  | { readonly outcome: 'bad'; readonly issues: readonly Issue[] }

/** Checks a configuration's own members; every fault is found at once. */
export function readConfiguration<Schema extends v.GenericSchema>(
  schema: Schema,
  members: readonly string[],
  value: unknown,
): ConfigurationReading<v.InferOutput<Schema>> {
  const read = v.safeParse(schema, value)
  return read.success
    ? { outcome: 'good', configuration: read.output }
    : { outcome: 'bad', issues: read.issues.map((complaint) => issueFrom(complaint, members)) }
}

/** @throws ConfigurationInvalid when the text is no JSON */
export function configurationValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ConfigurationInvalid([
      { severity: 'fault', path: ['SALLYPORT_CONFIG'], expected: 'JSON', found: 'something else' },
    ])
  }
}

/** @throws ConfigurationInvalid naming every fault */
export function orInvalid<Configuration>(read: ConfigurationReading<Configuration>): Configuration {
  if (read.outcome === 'bad') throw new ConfigurationInvalid(read.issues)
  return read.configuration
}
