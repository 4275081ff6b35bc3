import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { assert, asyncProperty, nat, string, tuple } from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failureOf, refusalOf, type SimulatedS3, simulatedS3 } from './s3-client.fixture.ts'

let s3: SimulatedS3

beforeAll(async () => {
  s3 = await simulatedS3()
})

afterAll(() => s3.close())

const put = (Bucket: string, Key: string, Body: string | Buffer | Readable) =>
  s3.client.send(new PutObjectCommand({ Bucket, Key, Body }))

const get = (input: Partial<GetObjectCommandInput> & { readonly Key: string }) =>
  s3.client.send(new GetObjectCommand({ Bucket: 'versioned', ...input }))

const textOf = async (asked: ReturnType<typeof get>) => (await asked).Body?.transformToString()

const head = (Key: string, VersionId?: string) =>
  s3.client.send(new HeadObjectCommand({ Bucket: 'versioned', Key, VersionId }))

const remove = (Bucket: string, Key: string, VersionId?: string) =>
  s3.client.send(new DeleteObjectCommand({ Bucket, Key, VersionId }))

const unknownVersion = 'x'.repeat(32)

describe('an upload', () => {
  it('is answered with its MD5 [s3-etag]', async () => {
    const { ETag } = await put('versioned', 'etag', 'hello')
    expect(ETag).toBe(`"${createHash('md5').update('hello').digest('hex')}"`)
  })

  it('is a version of its own [s3-versions]', async () => {
    const first = await put('versioned', 'site.zip', 'one')
    const second = await put('versioned', 'site.zip', 'two')
    expect(first.VersionId).toMatch(/^[A-Za-z0-9._-]{32}$/)
    expect(second.VersionId).not.toBe(first.VersionId)
    expect(await textOf(get({ Key: 'site.zip' }))).toBe('two')
    expect(await textOf(get({ Key: 'site.zip', VersionId: first.VersionId }))).toBe('one')
  })

  it('takes the place of the one before without versioning [s3-unversioned]', async () => {
    expect((await put('plain', 'site.zip', 'one')).VersionId).toBeUndefined()
    await put('plain', 'site.zip', 'two')
    expect(await get({ Bucket: 'plain', Key: 'site.zip' })).not.toHaveProperty('VersionId')
    expect(await textOf(get({ Bucket: 'plain', Key: 'site.zip', VersionId: 'null' }))).toBe('two')
  })

  it('is the version null while versioning is suspended [s3-suspended] [s3-suspended-header]', async () => {
    await put('suspended', 'site.zip', 'one')
    expect((await put('suspended', 'site.zip', 'two')).VersionId).toBe('null')
    const found = await get({ Bucket: 'suspended', Key: 'site.zip' })
    expect(found.VersionId).toBe('null')
    expect(await found.Body?.transformToString()).toBe('two')
  })

  it('may be a stream, in chunks and with a trailer [s3-chunked]', async () => {
    const bytes = Buffer.alloc(200_000, 'chunk')
    const Body = Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)])
    await s3.client.send(
      new PutObjectCommand({ Bucket: 'versioned', Key: 'stream', Body, ContentLength: bytes.length }),
    )
    const { Body: answer, ChecksumCRC32, ContentEncoding } = await get({ Key: 'stream' })
    expect(Buffer.from((await answer?.transformToByteArray()) ?? [])).toEqual(bytes)
    expect(ChecksumCRC32).toMatch(/^[\w+/]{6}==$/)
    expect(ContentEncoding).toBeUndefined()
  })

  it('keeps its checksum, its type and its metadata [s3-checksum]', async () => {
    const input = { Bucket: 'versioned', Key: 'kept', Body: 'hello', ContentType: 'text/plain' }
    await s3.client.send(
      new PutObjectCommand({ ...input, ContentEncoding: 'identity', Metadata: { commit: 'abc' } }),
    )
    expect(await get({ Key: 'kept' })).toMatchObject({
      ChecksumCRC32: 'NhCmhg==',
      ContentType: 'text/plain',
      ContentEncoding: 'identity',
      Metadata: { commit: 'abc' },
    })
  })

  it.each(['ContentMD5', 'ChecksumCRC32', 'ChecksumSHA1', 'ChecksumSHA256'])(
    'with a wrong %s is refused',
    async (digest) => {
      const input = { Bucket: 'versioned', Key: 'wrong', Body: 'hello', [digest]: 'AAAAAA==' }
      expect(await refusalOf(s3.client.send(new PutObjectCommand(input)))).toBe('400 BadDigest')
      expect(await refusalOf(get({ Key: 'wrong' }))).toBe('404 NoSuchKey')
    },
  )

  it('needs a bucket [s3-bucket-missing]', async () => {
    expect(await refusalOf(put('nowhere', 'a', 'a'))).toBe('404 NoSuchBucket')
    expect(() => s3.aws.buckets.put('nowhere', 'a', 'a')).toThrow('The specified bucket does not exist')
  })

  it('goes to the bucket of the account that is expected, or nowhere [s3-bucket-owner]', async () => {
    const input = { Bucket: 'plain', Key: 'owned', Body: 'a' }
    const sent = (ExpectedBucketOwner: string) =>
      s3.client.send(new PutObjectCommand({ ...input, ExpectedBucketOwner }))
    expect(await refusalOf(sent('444455556666'))).toBe('403 AccessDenied')
    expect((await sent('111122223333')).ETag).toBeDefined()
    expect(s3.aws.calls.at(-1)?.input).toMatchObject({ ExpectedBucketOwner: '111122223333' })
  })

  it('has a key of 1,024 bytes at most [s3-key-length]', async () => {
    expect((await put('plain', 'é'.repeat(512), 'a')).ETag).toBeDefined()
    expect(await refusalOf(put('plain', `${'é'.repeat(512)}a`, 'a'))).toBe('400 KeyTooLongError')
  })

  it('may be bigger than a request of the JSON protocol, but not than 64 MiB [s3-too-large]', async () => {
    const bytes = Buffer.alloc(2 * 1024 * 1024)
    await put('plain', 'big', bytes)
    const { Body } = await get({ Bucket: 'plain', Key: 'big' })
    expect(await Body?.transformToByteArray()).toHaveLength(bytes.length)
    const tooBig = Buffer.alloc(64 * 1024 * 1024 + 1)
    expect(await refusalOf(put('plain', 'big', tooBig))).toBe('400 EntityTooLarge')
  })
})

describe('a key', () => {
  it.each(['a b+c&d=e?f#g', 'ü/日本', '../up', 'a//b/', '100%25', '<x>"\''])(
    'may be %s [s3-path-style]',
    async (key) => {
      await put('versioned', key, key)
      expect(await textOf(get({ Key: key }))).toBe(key)
      expect(s3.aws.calls.at(-1)?.input).toMatchObject({ Bucket: 'versioned', Key: key })
    },
  )
})

describe('any key', () => {
  it('comes back from its list and leads to its object', async () => {
    const keys = string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    await assert(
      asyncProperty(keys, async (key) => {
        s3.aws.buckets.add('listed')
        await put('listed', key, key)
        const { Contents = [] } = await s3.client.send(new ListObjectsV2Command({ Bucket: 'listed' }))
        expect(Contents.map(({ Key }) => Key)).toEqual([key])
        expect(await textOf(get({ Bucket: 'listed', Key: key }))).toBe(key)
      }),
      { numRuns: 60 },
    )
  })
})

describe('GetObject', () => {
  it('says what it answers', async () => {
    const { VersionId, ETag } = await put('versioned', 'whole', 'hello')
    const found = await get({ Key: 'whole' })
    expect(found).toMatchObject({ VersionId, ETag, ContentLength: 5, AcceptRanges: 'bytes' })
    expect(found.LastModified?.getMilliseconds()).toBe(0)
  })

  it.each([
    ['bytes=0-3', '0123', 'bytes 0-3/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ])('answers the range %s [s3-range]', async (Range, text, ContentRange) => {
    await put('versioned', 'digits', '0123456789')
    const found = await get({ Key: 'digits', Range })
    expect(found).toMatchObject({ ContentRange, ContentLength: text.length })
    expect(found.$metadata.httpStatusCode).toBe(206)
    expect(await found.Body?.transformToString()).toBe(text)
  })

  it('answers the bytes of any range that has some', async () => {
    const bytes = Buffer.from('0123456789')
    await put('versioned', 'any', bytes)
    const span = tuple(nat(9), nat(20)).map(([from, more]) => ({ from, to: from + more }))
    await assert(
      asyncProperty(span, async ({ from, to }) => {
        const text = await textOf(get({ Key: 'any', Range: `bytes=${from}-${to}` }))
        expect(text).toBe(bytes.subarray(from, to + 1).toString())
      }),
      { numRuns: 30 },
    )
  })

  it.each([
    ['bytes=10-', '0123456789'],
    ['bytes=-0', '0123456789'],
    ['bytes=0-', ''],
    ['bytes=-5', ''],
  ])('refuses the range %s of %j [s3-range-unsatisfiable]', async (Range, text) => {
    s3.aws.buckets.put('versioned', 'short', text)
    expect(await failureOf(get({ Key: 'short', Range }))).toMatchObject({
      name: 'InvalidRange',
      $metadata: { httpStatusCode: 416 },
      RangeRequested: Range,
      ActualObjectSize: String(text.length),
    })
  })

  it.each(['bytes=0-1,3-4', 'bytes=5-2', 'bytes=-', 'lines=1-2'])(
    'answers everything to %s [s3-range-several]',
    async (Range) => {
      await put('versioned', 'digits', '0123456789')
      const found = await get({ Key: 'digits', Range })
      expect(found.$metadata.httpStatusCode).toBe(200)
      expect(found.ContentLength).toBe(10)
    },
  )

  it('answers only the entity tag it is told to match [s3-if-match]', async () => {
    const { ETag } = await put('versioned', 'match', 'hello')
    expect(await textOf(get({ Key: 'match', IfMatch: ETag, Range: 'bytes=1-2' }))).toBe('el')
    expect(await textOf(get({ Key: 'match', IfMatch: '*' }))).toBe('hello')
    expect(await textOf(get({ Key: 'match', IfMatch: `"0", ${ETag}` }))).toBe('hello')
    expect(await refusalOf(get({ Key: 'match', IfMatch: '"0"', Range: 'bytes=9-' }))).toBe(
      '412 PreconditionFailed',
    )
  })

  it('takes an entity tag without its quotes too [s3-entity-tag-quotes]', async () => {
    const bare = (await put('versioned', 'bare', 'hello')).ETag?.replaceAll('"', '')
    expect(await textOf(get({ Key: 'bare', IfMatch: bare }))).toBe('hello')
    const { $metadata } = await failureOf(get({ Key: 'bare', IfNoneMatch: bare }))
    expect($metadata.httpStatusCode).toBe(304)
  })

  it('answers nothing new to whoever has it [s3-if-none-match]', async () => {
    const { ETag, VersionId } = await put('versioned', 'none', 'hello')
    const { $metadata, $response } = await failureOf(get({ Key: 'none', IfNoneMatch: ETag }))
    expect($metadata.httpStatusCode).toBe(304)
    expect($response?.headers).toMatchObject({ etag: ETag, 'x-amz-version-id': VersionId })
    expect($response?.headers).not.toHaveProperty('content-length')
    expect(await textOf(get({ Key: 'none', IfNoneMatch: '"0"' }))).toBe('hello')
  })

  it('knows no other key and no other version [s3-get-missing] [s3-get-version-missing]', async () => {
    await put('versioned', 'there', 'a')
    expect(await refusalOf(get({ Key: 'not-there' }))).toBe('404 NoSuchKey')
    expect(await refusalOf(get({ Key: 'there', VersionId: unknownVersion }))).toBe('404 NoSuchVersion')
  })

  it.each(['', 'abc', 'x'.repeat(33)])('takes %j for no version id [s3-version-id-syntax]', async (id) => {
    expect(await refusalOf(get({ Key: 'there', VersionId: id }))).toBe('400 InvalidArgument')
    expect(await refusalOf(remove('versioned', 'there', id))).toBe('400 InvalidArgument')
  })
})

describe('HeadObject', () => {
  it('has the headers of GetObject, whatever its range [s3-head]', async () => {
    const { VersionId, ETag } = await put('versioned', 'head', 'hello')
    const input = { Bucket: 'versioned', Key: 'head', Range: 'bytes=0-1' }
    const found = await s3.client.send(new HeadObjectCommand(input))
    expect(found).toMatchObject({ VersionId, ETag, ContentLength: 5, AcceptRanges: 'bytes' })
    const unchanged = new HeadObjectCommand({ ...input, IfNoneMatch: ETag })
    expect((await failureOf(s3.client.send(unchanged))).$metadata.httpStatusCode).toBe(304)
  })

  it('refuses with a status alone [s3-error-body]', async () => {
    expect(await refusalOf(head('not-there'))).toBe('404 NotFound')
    expect((await failureOf(head('head', 'abc'))).$metadata.httpStatusCode).toBe(400)
  })
})

describe('DeleteObject', () => {
  it('puts a delete marker over the versions [s3-delete] [s3-get-delete-marker]', async () => {
    const { VersionId } = await put('versioned', 'gone', 'hello')
    const marker = await remove('versioned', 'gone')
    expect(marker.DeleteMarker).toBe(true)
    const hidden = await failureOf(get({ Key: 'gone' }))
    expect(hidden.name).toBe('NoSuchKey')
    expect(hidden.$response?.headers['x-amz-delete-marker']).toBe('true')
    const refused = await failureOf(get({ Key: 'gone', VersionId: marker.VersionId }))
    expect(refused).toMatchObject({ name: 'MethodNotAllowed', $metadata: { httpStatusCode: 405 } })
    expect(refused.$response?.headers).toMatchObject({
      'x-amz-delete-marker': 'true',
      'last-modified': expect.stringMatching(/ GMT$/),
    })
    expect(await textOf(get({ Key: 'gone', VersionId }))).toBe('hello')
  })

  it('deletes a version for good, and a delete marker with it [s3-delete-version]', async () => {
    const first = await put('versioned', 'undo', 'one')
    const second = await put('versioned', 'undo', 'two')
    const marker = await remove('versioned', 'undo')
    expect(await remove('versioned', 'undo', marker.VersionId)).toMatchObject({ DeleteMarker: true })
    expect(await remove('versioned', 'undo', second.VersionId)).not.toHaveProperty('DeleteMarker')
    expect((await get({ Key: 'undo' })).VersionId).toBe(first.VersionId)
  })

  it('deletes at once without versioning, and hides as null when suspended', async () => {
    await put('plain', 'gone', 'hello')
    expect(await remove('plain', 'gone')).not.toHaveProperty('DeleteMarker')
    expect(await refusalOf(get({ Bucket: 'plain', Key: 'gone' }))).toBe('404 NoSuchKey')
    await put('suspended', 'gone', 'hello')
    expect(await remove('suspended', 'gone')).toMatchObject({ DeleteMarker: true, VersionId: 'null' })
  })

  it('has no quarrel with what is not there [s3-delete-nothing]', async () => {
    const answers = [await remove('plain', 'x'), await remove('versioned', 'x', unknownVersion)]
    expect(answers.map(({ $metadata }) => $metadata.httpStatusCode)).toEqual([204, 204])
  })
})
