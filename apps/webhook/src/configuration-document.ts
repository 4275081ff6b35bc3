import {
  adapterSchema,
  closed,
  type ConfigurationReading,
  configurationValue,
  orInvalid,
  readConfiguration as read,
} from '@sallyport/composition/document'
import * as v from 'valibot'

/** What `SALLYPORT_CONFIG` says to a webhook. An adapter's own members are checked by the adapter. */
export type Configuration = v.InferOutput<typeof configurationSchema>

const references = ['env', 'file', 'secretsManager', 'key secretsManager']

/** Where a secret is. What was written in its place may be the secret, and is not repeated. */
const referenceSchema = v.pipe(
  v.looseObject({}),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const names = Object.keys(dataset.value).toSorted().join(' ')
    const isReference =
      references.includes(names) && Object.values(dataset.value).every((value) => typeof value === 'string')
    if (isReference) return
    const expected = '{"env": NAME}, {"file": path} or {"secretsManager": ARN}'
    addIssue({ message: 'no reference', expected, received: 'something else' })
  }),
)

const secretsSchema = v.pipe(
  v.array(referenceSchema),
  v.rawCheck(({ dataset, addIssue }) => {
    if (dataset.typed && dataset.value.length === 0)
      addIssue({ message: 'empty', expected: 'at least one', received: 'an empty list' })
  }),
)

const configurationSchema = closed({
  $schema: v.optional(v.string()),
  secrets: secretsSchema,
  queue: adapterSchema,
  ledger: v.optional(adapterSchema),
  repositories: v.optional(v.array(v.string())),
})

const members = Object.keys(configurationSchema.entries)

/** Checks a configuration's own members; every fault is found at once. */
export const readConfiguration = (value: unknown): ConfigurationReading<Configuration> =>
  read(configurationSchema, members, value)

/** @throws ConfigurationInvalid naming every fault, before anything of it is used */
export const configurationFrom = (text: string): Configuration =>
  orInvalid(readConfiguration(configurationValue(text)))
