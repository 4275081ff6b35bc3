import { S3Refusal } from './refusal.ts'
import type { S3Request } from './request.ts'
import { checkDigests } from './digest.ts'

/** A body as it was meant, and the checksums that came with it, as headers. */
export interface Payload {
  readonly bytes: Buffer
  readonly checksum: Readonly<Record<string, string>>
}

/**
 * Takes a body out of its chunks and holds it against the digests it came with.
 *
 * Source: AWS, S3 API reference, "Signature calculations for the authorization header:
 * transferring a payload in multiple chunks", and "Checking object integrity".
 *
 * @throws S3Refusal `IncompleteBody`, `BadDigest`, `XAmzContentSHA256Mismatch`
 */
export function payloadOf({ headers, body }: S3Request): Payload {
  const declared = String(headers['x-amz-content-sha256'] ?? 'UNSIGNED-PAYLOAD')
  const { bytes, trailers } = declared.startsWith('STREAMING-')
    ? unchunked(body)
    : { bytes: body, trailers: {} }
  const length = headers['x-amz-decoded-content-length']
  if (length !== undefined && Number(length) !== bytes.length) throw incomplete()
  const told = { ...headers, ...trailers }
  checkDigests(bytes, told)
  const checksum = Object.entries(told).flatMap(([name, value]) =>
    /^x-amz-checksum-(crc|sha)/.test(name) ? [[name, String(value)] as const] : [],
  )
  return { bytes, checksum: Object.fromEntries(checksum) }
}

interface Unchunked {
  readonly bytes: Buffer
  readonly trailers: Readonly<Record<string, string>>
}

/** `SIZE[;chunk-signature=...]` CRLF bytes CRLF, until a size of 0; then trailers. */
function unchunked(body: Buffer): Unchunked {
  const chunks: Buffer[] = []
  let at = 0
  for (;;) {
    const end = body.indexOf('\r\n', at)
    const [size] = /^[0-9a-f]{1,8}(?=;|$)/i.exec(body.toString('latin1', at, Math.max(at, end))) ?? []
    if (size === undefined) throw incomplete()
    const start = end + 2
    const length = Number.parseInt(size, 16)
    if (length === 0) return { bytes: Buffer.concat(chunks), trailers: trailersIn(body.subarray(start)) }
    at = start + length + 2
    if (body.toString('latin1', start + length, at) !== '\r\n') throw incomplete()
    chunks.push(body.subarray(start, start + length))
  }
}

const trailersIn = (rest: Buffer): Readonly<Record<string, string>> =>
  Object.fromEntries(
    rest
      .toString('latin1')
      .split('\r\n')
      .flatMap((line) => {
        const [, name, value] = /^([^:]+):(.*)$/.exec(line) ?? []
        return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value.trim()]]
      }),
  )

const incomplete = () =>
  new S3Refusal(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
    { status: 400 },
  )
