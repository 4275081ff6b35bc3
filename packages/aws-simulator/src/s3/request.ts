import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { bodyOf } from '@sallyport/simulation'
import { S3Refusal } from './refusal.ts'

/** A request, by path-style addressing: `/bucket/key`. */
export interface S3Request {
  readonly method: string
  /** Empty for the list of buckets. */
  readonly bucket: string
  /** Empty for the bucket itself. */
  readonly key: string
  readonly query: ReadonlyMap<string, string>
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  readonly sourceIp: string
}

const mostObjectBytes = 64 * 1024 * 1024
/** Chunk sizes, signatures and trailers around an object's bytes. */
const mostFramingBytes = 1024 * 1024
const mostKeyBytes = 1024

/** @throws S3Refusal `InvalidURI`, `KeyTooLongError`, `EntityTooLarge` */
export async function requestOf(incoming: IncomingMessage): Promise<S3Request> {
  const { method = '', url = '/', headers } = incoming
  const [path = '', search = ''] = url.split(/\?(.*)/s, 2)
  const [, bucket = '', key = ''] = path.split(/^\/([^/]*)\/?/)
  const address = { bucket: decoded(bucket), key: decoded(key) }
  if (Buffer.byteLength(address.key) > mostKeyBytes)
    throw new S3Refusal('KeyTooLongError', 'Your key is too long', { status: 400 })
  const query = new Map(new URLSearchParams(search.replaceAll('+', '%2B')))
  const body = await objectIn(incoming)
  return { method, ...address, query, headers, body, sourceIp: incoming.socket.remoteAddress ?? '' }
}

/** A path is taken as it is: `..` is a name like another. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw new S3Refusal('InvalidURI', "Couldn't parse the specified URI.", { status: 400 })
  }
}

async function objectIn(incoming: IncomingMessage): Promise<Buffer> {
  const told = incoming.headers['x-amz-decoded-content-length'] ?? incoming.headers['content-length']
  if (Number(told ?? 0) > mostObjectBytes) throw tooLarge()
  const body = await bodyOf(incoming, mostObjectBytes + mostFramingBytes)
  if (body === 'too_large') throw tooLarge()
  return body
}

const tooLarge = () =>
  new S3Refusal('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
    status: 400,
    elements: { MaxSizeAllowed: String(mostObjectBytes) },
  })
