import type { AdapterChoice } from './configuration-document.ts'
import type { Environment } from './settings.ts'

/** Adapters that ask S3. */
const ofS3: readonly string[] = ['s3', 'artefact']

/**
 * Names buckets in the path where S3's endpoint is set by hand: of an emulator at `localhost` there is no
 * `bucket.localhost`. What the choice itself says of the client comes first.
 *
 * Source: AWS SDKs and tools reference guide, "Service-specific endpoints"; S3 user guide, "Virtual hosting
 * of general purpose buckets".
 */
export function byPath<Choice extends AdapterChoice>(choice: Choice, environment: Environment): Choice {
  const client = pathStyle(environment)
  if (client === undefined || !ofS3.includes(choice.use)) return choice
  const own = choice['clientOptions']
  const isOwn = typeof own === 'object' && own !== null
  if (own !== undefined && !isOwn) return choice
  return { ...choice, clientOptions: { ...client, ...own } }
}

/** Options of S3's client; nothing where AWS's own endpoints are asked. */
export const pathStyle = (environment: Environment): { readonly forcePathStyle: true } | undefined =>
  environment['AWS_ENDPOINT_URL_S3'] || environment['AWS_ENDPOINT_URL'] ? { forcePathStyle: true } : undefined
