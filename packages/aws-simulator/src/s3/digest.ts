import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { S3Refusal } from './refusal.ts'

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** Checksums that can be told right from wrong here; others are believed. */
const algorithms: Readonly<Record<string, readonly [name: string, digest: (bytes: Buffer) => string]>> = {
  'content-md5': ['Content-MD5', hashed('md5')],
  'x-amz-checksum-crc32': ['CRC32', crc],
  'x-amz-checksum-sha1': ['SHA1', hashed('sha1')],
  'x-amz-checksum-sha256': ['SHA256', hashed('sha256')],
}

/** @throws S3Refusal `BadDigest`, `XAmzContentSHA256Mismatch` */
export function checkDigests(bytes: Buffer, told: Headers): void {
  for (const [header, [name, digest]] of Object.entries(algorithms))
    if (told[header] !== undefined && told[header] !== digest(bytes))
      throw new S3Refusal('BadDigest', `The ${name} you specified did not match the calculated checksum.`, {
        status: 400,
      })
  const sha256 = String(told['x-amz-content-sha256'] ?? '')
  if (/^[0-9a-f]{64}$/.test(sha256) && sha256 !== createHash('sha256').update(bytes).digest('hex'))
    throw new S3Refusal(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      { status: 400 },
    )
}

function hashed(algorithm: string): (bytes: Buffer) => string {
  return (bytes) => createHash(algorithm).update(bytes).digest('base64')
}

function crc(bytes: Buffer): string {
  const four = Buffer.alloc(4)
  four.writeUInt32BE(crc32(bytes))
  return four.toString('base64')
}
