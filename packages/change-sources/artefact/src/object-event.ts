import type { Revision } from '@sallyport/delivery'
import { entityRevision, isVersionId } from './object-address.ts'

/**
 * The revision in an event of S3: EventBridge's `Object Created` and `Object Deleted`, or the call that
 * CloudTrail saw. Nothing for any other, nor for one whose members are not as AWS documents them. That one
 * version among others was deleted says nothing of the object, and is not recognised.
 *
 * Source: AWS, S3 user guide, "EventBridge event message structure"; CodePipeline user guide, "Create a
 * CloudWatch Events rule for an Amazon S3 source".
 */
export function revisionIn(event: unknown): Revision | undefined {
  const { source, 'detail-type': detailType, detail } = membersOf(event)
  if (source !== 'aws.s3') return undefined
  const members = membersOf(detail)
  if (detailType === 'Object Created') return written(members)
  if (detailType === 'Object Deleted') return deleted(members)
  return detailType === 'AWS API Call via CloudTrail' ? called(members) : undefined
}

type Members = Readonly<Record<string, unknown>>

function written(detail: Members): Revision | undefined {
  const object = membersOf(detail['object'])
  const origin = originOf(membersOf(detail['bucket'])['name'], object['key'])
  const order = orderOf(object['sequencer'])
  const version = object['version-id']
  const to = version === undefined || version === 'null' ? entityRevision(object['etag']) : version
  if (origin === undefined || order === 'garbled') return undefined
  const isRevision = isVersionId(to) || (typeof to === 'string' && to === entityRevision(object['etag']))
  return isRevision ? { ...origin, happened: 'created', to, ...order } : undefined
}

function deleted(detail: Members): Revision | undefined {
  const object = membersOf(detail['object'])
  const origin = originOf(membersOf(detail['bucket'])['name'], object['key'])
  const order = orderOf(object['sequencer'])
  if (origin === undefined || order === 'garbled') return undefined
  const isOfOneVersion =
    isVersionId(object['version-id']) && detail['deletion-type'] === 'Permanently Deleted'
  return isOfOneVersion ? undefined : { ...origin, happened: 'deleted', ...order }
}

const writing = new Set<unknown>(['PutObject', 'CopyObject', 'CompleteMultipartUpload'])

/** Of a bucket without versions it does not say what was written: then where the object is now tells. */
function called(detail: Members): Revision | undefined {
  const { eventSource, eventName, errorCode, requestParameters, responseElements } = detail
  if (eventSource !== 's3.amazonaws.com' || !writing.has(eventName)) return undefined
  // A call that failed is in the trail too.
  if (errorCode !== undefined && errorCode !== null) return undefined
  const { bucketName, key } = membersOf(requestParameters)
  const origin = originOf(bucketName, key)
  const version = membersOf(responseElements)['x-amz-version-id']
  if (origin === undefined) return undefined
  if (version === undefined || version === 'null') return { ...origin, happened: 'created' }
  return isVersionId(version) ? { ...origin, happened: 'created', to: version } : undefined
}

function originOf(bucket: unknown, key: unknown): Pick<Revision, 'kind' | 'repository' | 'ref'> | undefined {
  if (typeof bucket !== 'string' || !/^[\w.-]{3,255}$/.test(bucket)) return undefined
  if (typeof key !== 'string' || key === '') return undefined
  return { kind: 's3', repository: bucket, ref: `s3://${bucket}/${key}` }
}

/**
 * Sequencers are hexadecimal numbers of any length, compared as texts once the shorter one has zeros at
 * its right end.
 */
function orderOf(sequencer: unknown): { readonly order?: string } | 'garbled' {
  if (sequencer === undefined) return {}
  if (typeof sequencer !== 'string' || !/^[0-9a-f]{1,64}$/i.test(sequencer)) return 'garbled'
  return { order: sequencer.toUpperCase().padEnd(64, '0') }
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
