import {
  GetBucketVersioningCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandInput,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  paginateListObjectsV2,
  PutBucketVersioningCommand,
  type BucketVersioningStatus,
  DeleteObjectCommand,
} from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { refusalOf, type SimulatedS3, simulatedS3 } from './s3-client.fixture.ts'

let s3: SimulatedS3

beforeEach(async () => {
  s3 = await simulatedS3()
})

afterEach(() => s3.close())

const put = (bucket: string, ...keys: readonly string[]) =>
  keys.map((key) => s3.aws.buckets.put(bucket, key, key).versionId)

const versionsOf = (input: Partial<ListObjectVersionsCommandInput> = {}) =>
  s3.client.send(new ListObjectVersionsCommand({ Bucket: 'versioned', ...input }))

const objectsOf = (input: Partial<ListObjectsV2CommandInput> = {}) =>
  s3.client.send(new ListObjectsV2Command({ Bucket: 'versioned', ...input }))

const hide = (Key: string) => s3.client.send(new DeleteObjectCommand({ Bucket: 'versioned', Key }))

describe('ListObjectVersions', () => {
  it('lists by key, newest first, with delete markers [s3-list-versions]', async () => {
    const [, , b] = put('versioned', 'a', 'a', 'b')
    const marker = await hide('a')
    const { Versions = [], DeleteMarkers, IsTruncated } = await versionsOf()
    expect(Versions.map(({ Key, IsLatest }) => [Key, IsLatest])).toEqual([
      ['a', false],
      ['a', false],
      ['b', true],
    ])
    expect(Versions[2]).toMatchObject({ VersionId: b, Size: 1, ETag: '"92eb5ffee6ae2fec3ad71c777531578f"' })
    expect(DeleteMarkers).toMatchObject([{ Key: 'a', VersionId: marker.VersionId, IsLatest: true }])
    expect(IsTruncated).toBe(false)
  })

  it('puts the newest version of a key first', async () => {
    const [old, young] = put('versioned', 'a', 'a')
    const { Versions = [] } = await versionsOf()
    expect(Versions.map(({ VersionId }) => VersionId)).toEqual([young, old])
  })

  it('lists what a prefix begins, longer keys too', async () => {
    put('versioned', 'app.zip', 'app.zip.sig', 'web.zip')
    const { Versions = [], Prefix } = await versionsOf({ Prefix: 'app.zip' })
    expect(Versions.map(({ Key }) => Key)).toEqual(['app.zip', 'app.zip.sig'])
    expect(Prefix).toBe('app.zip')
  })

  it('goes on where a page ended [s3-list-versions-paging]', async () => {
    put('versioned', 'a', 'a', 'a', 'b')
    const { Versions: whole = [] } = await versionsOf()
    const first = await versionsOf({ MaxKeys: 2 })
    expect(first).toMatchObject({ IsTruncated: true, NextKeyMarker: 'a', MaxKeys: 2 })
    const markers = { KeyMarker: first.NextKeyMarker, VersionIdMarker: first.NextVersionIdMarker }
    const second = await versionsOf(markers)
    expect([...(first.Versions ?? []), ...(second.Versions ?? [])]).toEqual(whole)
    expect(second.IsTruncated).toBe(false)
    const { Versions = [] } = await versionsOf({ KeyMarker: 'a' })
    expect(Versions.map(({ Key }) => Key)).toEqual(['b'])
  })

  it('lists an unversioned object as null', async () => {
    put('plain', 'a')
    expect((await versionsOf({ Bucket: 'plain' })).Versions).toMatchObject([{ VersionId: 'null' }])
  })

  it.each([{ VersionIdMarker: 'null' }, { KeyMarker: 'a', VersionIdMarker: 'abc' }])(
    'refuses the markers %o [s3-version-marker]',
    async (markers) => {
      expect(await refusalOf(versionsOf(markers))).toBe('400 InvalidArgument')
    },
  )
})

describe('ListObjectsV2', () => {
  it('lists what is not deleted, by UTF-8 bytes [s3-list-objects]', async () => {
    put('versioned', '\u{1F600}', '\uFF5E', 'b', 'B', 'gone')
    await hide('gone')
    const { Contents = [], KeyCount } = await objectsOf()
    expect(Contents.map(({ Key }) => Key)).toEqual(['B', 'b', '\uFF5E', '\u{1F600}'])
    expect(KeyCount).toBe(4)
  })

  it('lists a prefix in pages, and after a key', async () => {
    put('versioned', 'a/1', 'a/2', 'a/3', 'b')
    const found: unknown[] = []
    const pages = paginateListObjectsV2(
      { client: s3.client, pageSize: 2 },
      { Bucket: 'versioned', Prefix: 'a/' },
    )
    for await (const { Contents = [] } of pages) found.push(Contents.map(({ Key }) => Key))
    expect(found).toEqual([['a/1', 'a/2'], ['a/3']])
    const { Contents = [] } = await objectsOf({ StartAfter: 'a/2' })
    expect(Contents.map(({ Key }) => Key)).toEqual(['a/3', 'b'])
  })

  it('refuses a token that is none of its own [s3-list-token]', async () => {
    expect(await refusalOf(objectsOf({ ContinuationToken: 'abc' }))).toBe('400 InvalidArgument')
  })
})

describe('a list', () => {
  it('has pages of 1,000 at most [s3-max-keys]', async () => {
    put('versioned', ...Array.from({ length: 1001 }, (_, index) => `${index}`))
    expect(await objectsOf({ MaxKeys: 5000 })).toMatchObject({ KeyCount: 1000, IsTruncated: true })
    expect((await versionsOf()).Versions).toHaveLength(1000)
    expect(await objectsOf({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false })
  })

  it('encodes keys when asked to [s3-encoding-type]', async () => {
    put('versioned', 'a b/ü+&<')
    const plain = await objectsOf()
    const objects = await objectsOf({ EncodingType: 'url', Prefix: 'a b' })
    const versions = await versionsOf({ EncodingType: 'url' })
    expect(plain.Contents?.[0]?.Key).toBe('a b/ü+&<')
    expect(objects).toMatchObject({ Prefix: 'a+b', Contents: [{ Key: 'a+b/%C3%BC%2B%26%3C' }] })
    expect(versions.Versions?.[0]?.Key).toBe('a+b/%C3%BC%2B%26%3C')
  })

  it('may fail from its second page on', async () => {
    put('versioned', 'a', 'a', 'b')
    s3.aws.faults.next({ operation: 'ListObjectVersions', kind: 'throttle', afterPage: 1 })
    const { NextKeyMarker: KeyMarker } = await versionsOf({ MaxKeys: 1 })
    expect(await refusalOf(versionsOf({ KeyMarker }))).toBe('503 SlowDown')
  })
})

describe('versioning', () => {
  const statusOf = async (Bucket: string) =>
    (await s3.client.send(new GetBucketVersioningCommand({ Bucket }))).Status

  const set = (Status: BucketVersioningStatus) =>
    s3.client.send(new PutBucketVersioningCommand({ Bucket: 'plain', VersioningConfiguration: { Status } }))

  it('has a status once it was on [s3-versioning]', async () => {
    expect(await statusOf('plain')).toBeUndefined()
    await set('Enabled')
    expect(await statusOf('plain')).toBe('Enabled')
    expect(put('plain', 'a')[0]).toHaveLength(32)
    await set('Suspended')
    expect(await statusOf('plain')).toBe('Suspended')
    expect(put('plain', 'a')).toEqual(['null'])
  })

  it('is on or suspended, and nothing else', async () => {
    expect(await refusalOf(set('off' as BucketVersioningStatus))).toBe('400 MalformedXML')
  })
})
