import type { Input } from '../wire/input-check.ts'
import { requiredIn, textIn } from '../wire/operation.ts'
import type { Bucket } from './bucket.ts'
import { encodingIn, mostKeysIn } from './input.ts'
import type { S3Operation } from './operation.ts'
import { invalidArgument } from './refusal.ts'
import { byBytes } from './shelf.ts'
import { checkVersionId, type Version } from './version.ts'
import { type Element, xmlDocument } from './xml.ts'

type Listed = Version & { readonly latest: boolean }

/** ListObjectVersions: keys in order, of each its versions and delete markers, newest first. */
export const listObjectVersions: S3Operation = {
  name: 'ListObjectVersions',
  query: {
    prefix: 'Prefix',
    'key-marker': 'KeyMarker',
    'version-id-marker': 'VersionIdMarker',
    'max-keys': 'MaxKeys',
    'encoding-type': 'EncodingType',
  },
  headers: {},
  answer({ input, bucket }) {
    const most = mostKeysIn(input)
    const encoded = encodingIn(input)
    const prefix = textIn(input, 'Prefix') ?? ''
    const marker = markerIn(input)
    const found = allVersions(bucket).filter(({ key }) => key.startsWith(prefix))
    const left = after(found, marker)
    const page = left.slice(0, most)
    const last = left.length > page.length ? page.at(-1) : undefined
    const content: readonly Element[] = [
      ['Name', requiredIn(input, 'Bucket')],
      ['Prefix', encoded(prefix)],
      ['KeyMarker', encoded(marker.key)],
      ['VersionIdMarker', marker.versionId],
      ...next(last, encoded),
      ['MaxKeys', most],
      ...(input['EncodingType'] === undefined ? [] : [['EncodingType', 'url'] as const]),
      ['IsTruncated', last !== undefined],
      ...page.map((version) => entry(version, encoded)),
    ]
    return { status: 200, body: xmlDocument('ListVersionsResult', content) }
  },
}

interface Marker {
  readonly key: string
  readonly versionId: string
}

function markerIn(input: Input): Marker {
  const key = textIn(input, 'KeyMarker') ?? ''
  const versionId = textIn(input, 'VersionIdMarker') ?? ''
  if (versionId === '') return { key, versionId }
  if (key === '')
    throw invalidArgument(
      'A version-id marker cannot be specified without a key marker.',
      'version-id-marker',
      versionId,
    )
  checkVersionId(versionId, 'version-id-marker')
  return { key, versionId }
}

const allVersions = (bucket: Bucket): readonly Listed[] =>
  bucket
    .keys()
    .flatMap((key) => bucket.versions(key).map((version, index) => ({ ...version, latest: index === 0 })))

/** A key marker alone leaves out every version of its key. */
function after(all: readonly Listed[], marker: Marker) {
  const at = all.findIndex(({ key, versionId }) => key === marker.key && versionId === marker.versionId)
  if (at >= 0) return all.slice(at + 1)
  return all.filter(({ key }) => byBytes(key, marker.key) > 0)
}

const next = (last: Listed | undefined, encoded: (text: string) => string): readonly Element[] =>
  last === undefined
    ? []
    : [
        ['NextKeyMarker', encoded(last.key)],
        ['NextVersionIdMarker', last.versionId],
      ]

function entry(version: Listed, encoded: (text: string) => string): Element {
  const shared: readonly Element[] = [
    ['Key', encoded(version.key)],
    ['VersionId', version.versionId],
    ['IsLatest', version.latest],
    ['LastModified', version.modified.toISOString()],
  ]
  if (version.kind === 'delete_marker') return ['DeleteMarker', shared]
  return [
    'Version',
    [...shared, ['ETag', version.etag], ['Size', version.bytes.length], ['StorageClass', 'STANDARD']],
  ]
}
