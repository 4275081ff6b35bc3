import { textIn, requiredIn } from '../wire/operation.ts'
import type { Input } from '../wire/input-check.ts'
import type { Bucket } from './bucket.ts'
import type { Asked, S3Answer, S3Operation } from './operation.ts'
import { spanOf } from './range.ts'
import { noSuchKey, noSuchVersion, S3Refusal } from './refusal.ts'
import { checkVersionId, type StoredObject, type Version } from './version.ts'

const members = {
  query: { versionId: 'VersionId' },
  headers: {
    range: 'Range',
    'if-match': 'IfMatch',
    'if-none-match': 'IfNoneMatch',
    'x-amz-checksum-mode': 'ChecksumMode',
  },
} as const

/** GetObject: an object, or one range of it. */
export const getObject: S3Operation = {
  name: 'GetObject',
  ...members,
  answer({ input, bucket }) {
    const object = objectAsked(bucket, input)
    const headers = headersOf(object, bucket)
    const unchanged = conditionsIn(input, object.etag) === 'not_modified'
    if (unchanged) return { status: 304, headers: keptBy304(headers) }
    const span = spanOf(textIn(input, 'Range'), object.bytes.length)
    if (span === 'everything')
      return { status: 200, headers: { ...headers, ...checksumIn(input, object) }, body: object.bytes }
    const { first, last } = span
    return {
      status: 206,
      headers: { ...headers, 'Content-Range': `bytes ${first}-${last}/${object.bytes.length}` },
      body: object.bytes.subarray(first, last + 1),
    }
  },
}

/** HeadObject: the headers of GetObject, whatever range is asked for. */
export const headObject: S3Operation = {
  name: 'HeadObject',
  ...members,
  answer({ input, bucket }: Asked): S3Answer {
    const object = objectAsked(bucket, input)
    const headers = headersOf(object, bucket)
    if (conditionsIn(input, object.etag) === 'not_modified')
      return { status: 304, headers: keptBy304(headers) }
    return { status: 200, headers: { ...headers, ...checksumIn(input, object) }, body: object.bytes }
  },
}

function objectAsked(bucket: Bucket, input: Input): StoredObject {
  const key = requiredIn(input, 'Key')
  const versionId = textIn(input, 'VersionId')
  checkVersionId(versionId)
  const versions = bucket.versions(key)
  if (versionId === undefined) {
    const current = versions[0]
    if (current?.kind === 'object') return current
    throw noSuchKey(key, current === undefined ? {} : markerHeaders(current))
  }
  const found = versions.find((version) => version.versionId === versionId)
  if (found === undefined) throw noSuchVersion(key, versionId)
  if (found.kind === 'object') return found
  throw new S3Refusal('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    status: 405,
    elements: { Method: 'GET', ResourceType: 'DeleteMarker' },
    headers: {
      ...markerHeaders(found),
      Allow: 'DELETE',
      'Last-Modified': found.modified.toUTCString(),
    },
  })
}

const markerHeaders = ({ versionId }: Version) => ({
  'x-amz-delete-marker': 'true',
  'x-amz-version-id': versionId,
})

const headersOf = (object: StoredObject, bucket: Bucket): Readonly<Record<string, string>> => ({
  'Content-Type': 'binary/octet-stream',
  ...object.headers,
  'Accept-Ranges': 'bytes',
  ETag: object.etag,
  'Last-Modified': object.modified.toUTCString(),
  ...(bucket.versioning() === 'off' ? {} : { 'x-amz-version-id': object.versionId }),
})

const kept: readonly string[] = ['ETag', 'Last-Modified', 'x-amz-version-id']

const keptBy304 = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => kept.includes(name)))

/** A checksum is of the whole object: a range goes without. */
const checksumIn = (input: Input, { checksum }: StoredObject) =>
  textIn(input, 'ChecksumMode') === 'ENABLED' ? checksum : {}

function conditionsIn(input: Input, etag: string): 'not_modified' | 'met' {
  const match = textIn(input, 'IfMatch')
  if (match !== undefined && !lists(match, etag))
    throw new S3Refusal(
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
      {
        status: 412,
        elements: { Condition: 'If-Match' },
      },
    )
  const noneMatch = textIn(input, 'IfNoneMatch')
  return noneMatch !== undefined && lists(noneMatch, etag) ? 'not_modified' : 'met'
}

/** Other than HTTP, S3 takes an entity tag without its quotes too. */
const lists = (condition: string, etag: string) =>
  condition
    .split(',')
    .map((each) => each.trim())
    .some((each) => each === '*' || each === etag || `"${each}"` === etag)
