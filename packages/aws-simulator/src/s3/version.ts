import { createHash, randomBytes } from 'node:crypto'
import { invalidArgument } from './refusal.ts'

/** What was written under a key. */
export interface StoredObject {
  readonly kind: 'object'
  readonly key: string
  /** `null`, as a text, when it was written without versioning. */
  readonly versionId: string
  readonly bytes: Buffer
  /** In double quotes, as `If-Match` takes it. */
  readonly etag: string
  readonly modified: Date
  /** Hexadecimal; the greater is the later. */
  readonly sequencer: string
  /** Headers it was written with and is read with, such as `content-type`. */
  readonly headers: Readonly<Record<string, string>>
  /** Its checksum as a header, as whoever wrote it told it. */
  readonly checksum: Readonly<Record<string, string>>
}

/** What says that an object is gone, without being it. */
export interface DeleteMarker {
  readonly kind: 'delete_marker'
  readonly key: string
  readonly versionId: string
  readonly modified: Date
}

export type Version = StoredObject | DeleteMarker

/** Now, as S3 tells times. */
export const toTheSecond = (): Date => new Date(Math.floor(Date.now() / 1000) * 1000)

/** 32 characters, as S3's are. */
export const newVersionId = (): string => randomBytes(24).toString('base64url')

/** @throws S3Refusal `InvalidArgument` for what no version id looks like */
export function checkVersionId(text: string | undefined, name = 'versionId'): void {
  if (text !== undefined && text !== 'null' && !/^[A-Za-z0-9._-]{32}$/.test(text))
    throw invalidArgument('Invalid version id specified', name, text)
}

/** The entity tag of what was uploaded in one piece: its MD5. */
export const etagOf = (bytes: Buffer): string => `"${md5(bytes).toString('hex')}"`

/**
 * The entity tag of what was uploaded in parts: of their MD5s, and how many there were.
 *
 * Source: AWS, S3 API reference, Object: ETag.
 */
export const etagOfParts = (parts: readonly Buffer[]): string =>
  `"${md5(Buffer.concat(parts.map(md5))).toString('hex')}-${parts.length}"`

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest()
