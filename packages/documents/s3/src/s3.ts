import { ConfigurationInvalid, type DocumentStore, Failure, UpstreamUnavailable } from '@sallyport/kernel'
import { type Patience, patiently } from '@sallyport/kernel/patience'
import { type Bounds, bytesOf, textOf } from './body.ts'
import { isUnchanged, obstacleIn } from './obstacle.ts'
import { faultsOf } from './option-check.ts'
import { patience as ours } from './patience.ts'
import type { GetObjectCommandOutput, S3, S3ClientConfig } from './s3-client.ts'

export interface S3Options {
  /** Its name, or the ARN of an access point. */
  readonly bucket: string
  readonly key: string
  /** A larger object is refused rather than read. Defaults to 16 MiB. */
  readonly maximumBytes?: number
  /** Of the SDK's client. Region, credentials and endpoint come from its standard environment if left out. */
  readonly clientOptions?: S3ClientConfig
  /** How often one request is made at most, with full jitter in between. Defaults to 2. */
  readonly attempts?: number
  /** How long one request may take, its body included. Defaults to 2000. */
  readonly timeoutMilliseconds?: number
}

/** What a test sets, so that nobody waits. */
export interface S3Surroundings {
  /** Waits between two attempts. */
  readonly pause?: (milliseconds: number) => Promise<void>
}

const sixteenMebibytes = 16 * 1024 * 1024

/**
 * Reads a document from an object in S3, in UTF-8. Its version is the object's version id, where the
 * bucket keeps versions, and its ETag, by which an unchanged object is not sent again.
 *
 * `read` rejects with `UpstreamUnavailable` when the object is missing, deleted, too large, not UTF-8 or
 * may not be read, and when S3 does not answer; it names the object and never the content.
 *
 * @throws ConfigurationInvalid with every option that cannot work
 */
export function s3(options: S3Options, surroundings: S3Surroundings = {}): DocumentStore {
  const issues = faultsOf(options)
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
  const { bucket, key, maximumBytes = sixteenMebibytes, clientOptions = {}, attempts = 2 } = options
  const { timeoutMilliseconds = 2000 } = options
  const bounds: Bounds = { address: `s3://${bucket}/${key}`, maximumBytes }
  const patience: Patience = { ...ours, ...surroundings, attempts }
  let loading: Promise<S3> | undefined
  // The SDK takes longest of all to load.
  const loaded = () => (loading ??= import('./s3-client.ts').then(({ s3Client }) => s3Client(clientOptions)))

  const whole = async (known: string | undefined) => {
    const client = await loaded()
    const signal = AbortSignal.timeout(timeoutMilliseconds)
    const etag = etagIn(known)
    const input = { Bucket: bucket, Key: key, ...(etag !== undefined && { IfNoneMatch: etag }) }
    try {
      const found = await client.object(input, signal)
      return { found, bytes: await bytesOf(found, bounds, signal) }
    } catch (error) {
      if (!signal.aborted || error instanceof Failure) throw error
      const late = `no whole answer within ${timeoutMilliseconds} ms`
      throw Object.assign(new Error(late, { cause: error }), { name: late })
    }
  }

  return {
    async read(known) {
      try {
        const { found, bytes } = await patiently(() => whole(known), patience)
        return { content: textOf(bytes, bounds.address), version: versionOf(found) }
      } catch (error) {
        if (isUnchanged(error)) return 'unchanged'
        if (error instanceof Failure) throw error
        throw new UpstreamUnavailable(bounds.address, { cause: error, found: obstacleIn(error) })
      }
    },
  }
}

/** `<version id> <ETag>`, or the ETag alone: a bucket that no longer keeps versions calls them "null". */
function versionOf({ VersionId: id, ETag: etag = '' }: GetObjectCommandOutput): string {
  return id === undefined || id === 'null' ? etag : `${id} ${etag}`
}

const etagIn = (known: string | undefined): string | undefined => /"[^"]*"$/.exec(known ?? '')?.[0]
