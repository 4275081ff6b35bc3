import {
  adaptersSchema,
  closed,
  type ConfigurationReading,
  configurationValue,
  orInvalid,
  readConfiguration as read,
  seconds,
  storeSchema,
} from '@sallyport/composition/document'
import * as v from 'valibot'

/** What `SALLYPORT_CONFIG` says. An adapter's own members are checked by the adapter. */
export type Configuration = v.InferOutput<typeof configurationSchema>

const policySchema = closed({
  // AWS: an authorizer's TTL is 300 s unless set, and 3600 s at most.
  cacheSeconds: v.optional(seconds(3600), 300),
  expiry: v.optional(v.picklist(['condition', 'refuse', 'none']), 'condition'),
  onRefused: v.optional(v.picklist(['unauthorized', 'deny']), 'unauthorized'),
  /** What the authorizer's identity sources name beside the token. */
  identitySources: v.optional(v.array(v.picklist(['sourceIp', 'userAgent', 'clientCertificate'])), []),
  answer: v.optional(v.picklist(['iam']), 'iam'),
})
const configurationSchema = closed({
  $schema: v.optional(v.string()),
  verifiers: adaptersSchema,
  permissions: storeSchema,
  policy: v.optional(policySchema, {}),
})

const members = [configurationSchema, policySchema].flatMap((schema) => Object.keys(schema.entries))

/** Checks a configuration's own members; every fault is found at once. */
export const readConfiguration = (value: unknown): ConfigurationReading<Configuration> =>
  read(configurationSchema, members, value)

/** @throws ConfigurationInvalid naming every fault, before anything of it is used */
export const configurationFrom = (text: string): Configuration =>
  orInvalid(readConfiguration(configurationValue(text)))
