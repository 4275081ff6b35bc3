import { requiredIn, textIn } from '../wire/operation.ts'
import type { Bucket } from './bucket.ts'
import { encodingIn, mostKeysIn } from './input.ts'
import type { S3Operation } from './operation.ts'
import { invalidArgument } from './refusal.ts'
import { byBytes } from './shelf.ts'
import type { StoredObject } from './version.ts'
import { type Element, xmlDocument } from './xml.ts'

/** ListObjectsV2: current objects in the order of their keys, in pages. */
export const listObjectsV2: S3Operation = {
  name: 'ListObjectsV2',
  query: {
    prefix: 'Prefix',
    'start-after': 'StartAfter',
    'continuation-token': 'ContinuationToken',
    'max-keys': 'MaxKeys',
    'encoding-type': 'EncodingType',
  },
  headers: {},
  answer({ input, bucket }) {
    const most = mostKeysIn(input)
    const encoded = encodingIn(input)
    const prefix = textIn(input, 'Prefix') ?? ''
    const token = textIn(input, 'ContinuationToken')
    const after = token === undefined ? textIn(input, 'StartAfter') : keyIn(token)
    const left = currentObjects(bucket).filter(
      ({ key }) => key.startsWith(prefix) && (after === undefined || byBytes(key, after) > 0),
    )
    const page = left.slice(0, most)
    const last = left.length > page.length ? page.at(-1) : undefined
    const content: readonly Element[] = [
      ['Name', requiredIn(input, 'Bucket')],
      ['Prefix', encoded(prefix)],
      ...(token === undefined ? [] : [['ContinuationToken', token] as const]),
      ...(last === undefined ? [] : [['NextContinuationToken', tokenOf(last.key)] as const]),
      ['KeyCount', page.length],
      ['MaxKeys', most],
      ...(input['EncodingType'] === undefined ? [] : [['EncodingType', 'url'] as const]),
      ['IsTruncated', last !== undefined],
      ...page.map((object) => entry(object, encoded)),
    ]
    return { status: 200, body: xmlDocument('ListBucketResult', content) }
  },
}

const currentObjects = (bucket: Bucket): readonly StoredObject[] =>
  bucket.keys().flatMap((key) => {
    const current = bucket.versions(key)[0]
    return current?.kind === 'object' ? [current] : []
  })

const entry = (object: StoredObject, encoded: (text: string) => string): Element => [
  'Contents',
  [
    ['Key', encoded(object.key)],
    ['LastModified', object.modified.toISOString()],
    ['ETag', object.etag],
    ['Size', object.bytes.length],
    ['StorageClass', 'STANDARD'],
  ],
]

/** Opaque to whoever gets it. */
const tokenOf = (key: string) => Buffer.from(`after:${key}`).toString('base64url')

function keyIn(token: string): string {
  const [, key] = /^after:(.+)$/s.exec(Buffer.from(token, 'base64url').toString()) ?? []
  if (key === undefined)
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token)
  return key
}
