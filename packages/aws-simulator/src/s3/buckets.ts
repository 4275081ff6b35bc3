import type { Origin } from './object-created.ts'
import { type BucketOptions, type Delivery, newRequestId, type Stock } from './stock.ts'
import { etagOf, etagOfParts } from './version.ts'

/** What an upload is answered with, and its event's sequencer. */
export interface Uploaded {
  /** Not there when the bucket never had versioning; `null`, as a text, when it is suspended. */
  readonly versionId?: string
  /** In double quotes, as `If-Match` takes it. */
  readonly etag: string
  /** Hexadecimal; the greater is the later. */
  readonly sequencer: string
}

/** S3, for whoever runs the simulator. */
export interface Buckets {
  /** Takes the place of one with the same name. */
  readonly add: (name: string, options?: BucketOptions) => void
  /** With everything in it. */
  readonly remove: (name: string) => void
  /**
   * Uploads an object in one piece, as PutObject would.
   *
   * @throws S3Refusal `NoSuchBucket`
   */
  readonly put: (bucket: string, key: string, bytes: Uint8Array | string) => Uploaded
  /**
   * Uploads an object in parts: its entity tag ends in how many there were, and is no MD5.
   *
   * @throws S3Refusal `NoSuchBucket`
   */
  readonly putParts: (bucket: string, key: string, parts: readonly (Uint8Array | string)[]) => Uploaded
}

export function buckets(stock: Stock): Buckets {
  const upload = (
    name: string,
    reason: Origin['reason'],
    object: Pick<Delivery, 'key' | 'bytes' | 'etag'>,
  ) => {
    const into = stock.bucketNamed(name)
    const { versionId, etag, sequencer } = stock.write(
      into,
      { ...object, headers: {}, checksum: {} },
      { requestId: newRequestId(), sourceIp: '127.0.0.1', reason },
    )
    return { ...(into.versioning() === 'off' ? {} : { versionId }), etag, sequencer }
  }

  return {
    add: stock.add,
    remove: stock.remove,
    put(name, key, content) {
      const bytes = Buffer.from(content)
      return upload(name, 'PutObject', { key, bytes, etag: etagOf(bytes) })
    },
    putParts(name, key, contents) {
      const parts = contents.map((content) => Buffer.from(content))
      const object = { key, bytes: Buffer.concat(parts), etag: etagOfParts(parts) }
      return upload(name, 'CompleteMultipartUpload', object)
    },
  }
}
