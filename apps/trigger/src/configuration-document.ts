import {
  adapterSchema,
  adaptersSchema,
  closed,
  type ConfigurationReading,
  configurationValue,
  orInvalid,
  readConfiguration as read,
  storeSchema,
} from '@sallyport/composition/document'
import * as v from 'valibot'

/** What `SALLYPORT_CONFIG` says to a trigger. An adapter's own members are checked by the adapter. */
export type Configuration = v.InferOutput<typeof configurationSchema>

const configurationSchema = closed({
  $schema: v.optional(v.string()),
  sources: adaptersSchema,
  rules: storeSchema,
  pipelines: adapterSchema,
  ledger: adapterSchema,
})

const members = Object.keys(configurationSchema.entries)

/** Checks a configuration's own members; every fault is found at once. */
export const readConfiguration = (value: unknown): ConfigurationReading<Configuration> =>
  read(configurationSchema, members, value)

/** @throws ConfigurationInvalid naming every fault, before anything of it is used */
export const configurationFrom = (text: string): Configuration =>
  orInvalid(readConfiguration(configurationValue(text)))
