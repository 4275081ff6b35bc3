import { randomUUID } from 'node:crypto'
import type { StoredObject } from './version.ts'

/**
 * What EventBridge delivers when an object was written.
 *
 * Source: AWS, S3 user guide, "EventBridge event message structure".
 */
export interface ObjectCreated {
  readonly version: '0'
  readonly id: string
  readonly 'detail-type': 'Object Created'
  readonly source: 'aws.s3'
  readonly account: string
  /** To the second. */
  readonly time: string
  readonly region: string
  /** The bucket's ARN. */
  readonly resources: readonly string[]
  readonly detail: ObjectCreatedDetail
}

export interface ObjectCreatedDetail {
  readonly version: '0'
  readonly 'event-version': '1.0'
  readonly bucket: { readonly name: string }
  readonly object: {
    readonly key: string
    /** Bytes. */
    readonly size: number
    /** Without the quotes it has in the API. */
    readonly etag: string
    /** Not there when the bucket has no versioning. */
    readonly 'version-id'?: string
    readonly sequencer: string
  }
  readonly 'request-id': string
  /** An account, or a service. */
  readonly requester: string
  readonly 'source-ip-address': string
  readonly reason: 'PutObject' | 'CompleteMultipartUpload'
}

/** Told of each object that was written, after it was. */
export type OnObjectCreated = (event: ObjectCreated) => unknown

/** How an object came to be written. */
export interface Origin {
  readonly requestId: string
  readonly sourceIp: string
  readonly reason: ObjectCreatedDetail['reason']
}

/** Where a bucket is. */
export interface Place {
  readonly region: string
  readonly accountId: string
}

export function objectCreated(
  object: StoredObject,
  origin: Origin,
  { bucket, region, accountId }: Place & { readonly bucket: string },
): ObjectCreated {
  const { key, bytes, etag, versionId, sequencer, modified } = object
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: accountId,
    time: modified.toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: '0',
      'event-version': '1.0',
      bucket: { name: bucket },
      object: {
        key,
        size: bytes.length,
        etag: etag.replaceAll('"', ''),
        ...(versionId === 'null' ? {} : { 'version-id': versionId }),
        sequencer,
      },
      'request-id': origin.requestId,
      requester: accountId,
      'source-ip-address': origin.sourceIp,
      reason: origin.reason,
    },
  }
}
