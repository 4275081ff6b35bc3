import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3'
import { Buffer } from 'node:buffer'
import type { ObjectAddress } from './object-address.ts'

/** Which bytes of which state of an object. */
export interface Wanted extends ObjectAddress {
  readonly version?: string
  /** With its quotes; whatever else is there now is no answer. */
  readonly etag?: string
  /** From where to before where, or so many at the end. */
  readonly range: { readonly start: number; readonly end: number } | { readonly last: number }
}

export interface Found {
  readonly bytes: Buffer
  /** Where in the object they begin. */
  readonly start: number
  /** With its quotes. */
  readonly etag: string
  /** Of the whole object, in bytes. */
  readonly size: number
}

/** The operations a change source asks for. The only file that knows the SDK, so that it can be loaded late. */
export function s3Client(options: S3ClientConfig) {
  const client = new S3Client({
    followRegionRedirects: true,
    // There is no checksum of a part of an object.
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...options,
    // Trying again is done above, with one number of attempts for every fault.
    maxAttempts: 1,
  })
  return {
    head: ({ bucket, key }: ObjectAddress) =>
      client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })),
    versions: (input: ListObjectVersionsCommandInput) => client.send(new ListObjectVersionsCommand(input)),
    bytes: async (wanted: Wanted): Promise<Found> => found(await client.send(rangeOf(wanted)), wanted),
  }
}

export type S3 = ReturnType<typeof s3Client>
export type { ListObjectVersionsCommandOutput, S3ClientConfig } from '@aws-sdk/client-s3'

const rangeOf = ({ bucket, key, version, etag, range }: Wanted) =>
  new GetObjectCommand({
    Bucket: bucket,
    Key: key,
    Range: 'last' in range ? `bytes=-${range.last}` : `bytes=${range.start}-${range.end - 1}`,
    ...(version !== undefined && { VersionId: version }),
    ...(etag !== undefined && { IfMatch: etag }),
  })

async function found(answer: GetObjectCommandOutput, { range }: Wanted): Promise<Found> {
  const [, start = 0, size = answer.ContentLength ?? 0] =
    /^bytes (\d+)-\d+\/(\d+)$/.exec(answer.ContentRange ?? '')?.map(Number) ?? []
  const length = 'last' in range ? Math.min(range.last, size) : Math.min(range.end, size) - range.start
  const expected = 'last' in range ? size - length : range.start
  const bytes = await bytesOf(answer.Body as AsyncIterable<Uint8Array>, length)
  if (bytes === undefined || start !== expected)
    throw new Error(`s3: expected ${length} bytes from ${expected}, found others`)
  return { bytes, start, size, etag: answer.ETag ?? '' }
}

/** Into one piece of memory, and not a byte more than was asked for. */
async function bytesOf(body: AsyncIterable<Uint8Array>, length: number): Promise<Buffer | undefined> {
  const bytes = Buffer.allocUnsafeSlow(length)
  let filled = 0
  for await (const chunk of body) {
    if (filled + chunk.length > length) return undefined
    bytes.set(chunk, filled)
    filled += chunk.length
  }
  return filled === length ? bytes : undefined
}
