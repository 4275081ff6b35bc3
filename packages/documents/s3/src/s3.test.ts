import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { type AwsSimulator, awsSimulator } from '@sallyport/aws-simulator'
import { ConfigurationInvalid, UpstreamUnavailable } from '@sallyport/kernel'
import { documentStoreContract } from '@sallyport/kernel/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { s3 } from './s3.ts'

let aws: AwsSimulator

beforeAll(async () => {
  aws = await awsSimulator()
})

afterAll(() => aws.close())

beforeEach(() => {
  aws.buckets.add('gates')
  aws.buckets.add('gates-versioned', { versioning: 'enabled' })
  aws.buckets.add('gates-suspended', { versioning: 'suspended' })
})

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
const clientOptions = (endpoint = aws.url) => ({
  endpoint,
  region: 'eu-west-1',
  forcePathStyle: true,
  credentials,
})
const pause = async () => {}
const open = (bucket = 'gates', more: object = {}) =>
  s3({ bucket, key: 'a/rules.json', clientOptions: clientOptions(), attempts: 3, ...more }, { pause })

const failureOf = (act: Promise<unknown>): Promise<unknown> =>
  act.then(
    () => undefined,
    (failure: unknown) => failure,
  )

const remove = async (bucket: string) => {
  const client = new S3Client(clientOptions())
  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: 'a/rules.json' }))
  client.destroy()
}

describe.each(['gates', 'gates-versioned', 'gates-suspended'])(
  'an object of %s as a document store',
  (bucket) => {
    for (const { promise, keep } of documentStoreContract)
      it(promise, () =>
        keep({
          store: open(bucket),
          write: async (content) => void aws.buckets.put(bucket, 'a/rules.json', content),
          remove: () => remove(bucket),
        }),
      )
  },
)

describe('an object as a document', () => {
  it('has its version id for its version, where there is one, and its entity tag', async () => {
    const { versionId, etag } = aws.buckets.put('gates-versioned', 'a/rules.json', 'one')
    expect(await open('gates-versioned').read()).toMatchObject({ version: `${versionId} ${etag}` })
    aws.buckets.put('gates', 'a/rules.json', 'one')
    expect(await open('gates').read()).toMatchObject({ version: etag })
  })

  it('is not sent again while its entity tag stays, whatever its version id', async () => {
    aws.buckets.put('gates-versioned', 'a/rules.json', 'one')
    const store = open('gates-versioned')
    const found = await store.read()
    aws.buckets.put('gates-versioned', 'a/rules.json', 'one')
    expect(await store.read(found === 'unchanged' ? '' : found.version)).toBe('unchanged')
  })

  it('is read when it was uploaded in parts', async () => {
    const part = 'x'.repeat(100_000)
    const { etag } = aws.buckets.putParts('gates', 'a/rules.json', [part, part])
    expect(await open().read()).toEqual({ content: part + part, version: etag })
    expect(await open().read(etag)).toBe('unchanged')
  })

  it('loses the byte order mark at its front and nowhere else', async () => {
    aws.buckets.put('gates', 'a/rules.json', '\uFEFF{"a":"\uFEFF"}')
    expect(await open().read()).toMatchObject({ content: '{"a":"\uFEFF"}' })
  })

  it('may have exactly the maximum, and not one byte more', async () => {
    aws.buckets.put('gates', 'a/rules.json', 'x'.repeat(1024))
    const store = open('gates', { maximumBytes: 1024 })
    expect(await store.read()).toMatchObject({ content: 'x'.repeat(1024) })
    aws.buckets.put('gates', 'a/rules.json', 'x'.repeat(1025))
    expect(await failureOf(store.read())).toMatchObject({
      message: 's3://gates/a/rules.json: expected an answer, found more than 1024 bytes',
    })
  })

  it('is refused when its bytes are not UTF-8, and keeps them to itself', async () => {
    aws.buckets.put('gates', 'a/rules.json', Buffer.from([0x73, 0x65, 0x63, 0x72, 0x65, 0x74, 0xff]))
    const failure = await failureOf(open().read())
    expect(failure).toMatchObject({ message: expect.stringContaining('bytes that are not UTF-8') })
    expect(String(failure)).not.toContain('secret')
  })
})

describe('an object that cannot be read', () => {
  it.each([
    ['is not there', 'gates', 'no such object'],
    ['has no bucket', 'elsewhere', 'no such bucket'],
  ])('is unavailable when it %s', async (_, bucket, found) => {
    const failure = await failureOf(open(bucket).read())
    expect(failure).toBeInstanceOf(UpstreamUnavailable)
    expect(failure).toMatchObject({
      message: `s3://${bucket}/a/rules.json: expected an answer, found ${found}`,
    })
  })

  it('is unavailable when a delete marker took its place', async () => {
    aws.buckets.put('gates-versioned', 'a/rules.json', 'one')
    await remove('gates-versioned')
    expect(await failureOf(open('gates-versioned').read())).toMatchObject({
      message: expect.stringContaining('found a delete marker where the object was'),
    })
  })

  it.each([
    ['throttle', 'too many requests', 3],
    ['internal', 'InternalError', 3],
    ['access_denied', 'no permission to read it, or no such object', 1],
  ] as const)('is unavailable after %s, with words, in so many attempts', async (kind, found, attempts) => {
    aws.faults.next({ operation: 'GetObject', kind, times: 9 })
    const before = aws.calls.length
    expect(await failureOf(open().read())).toMatchObject({
      code: 'UPSTREAM_UNAVAILABLE',
      message: expect.stringContaining(found),
    })
    expect(aws.calls.length - before).toBe(attempts)
    aws.faults.clear()
  })

  it('is asked for again after a fault that passes', async () => {
    aws.buckets.put('gates', 'a/rules.json', 'one')
    aws.faults.next({ operation: 'GetObject', kind: 'throttle', times: 2 })
    expect(await open().read()).toMatchObject({ content: 'one' })
  })
})

describe('a body', () => {
  it.each([
    [
      'that never ends is not read past the maximum',
      (_, response) => void response.writeHead(200).write('x'.repeat(2000)),
      'more than 1024 bytes',
    ],
    [
      'that stops in the middle is not waited for longer than it was given',
      (_, response) => void response.writeHead(200, { 'content-length': 900 }).write('half'),
      'no whole answer within 40 ms',
    ],
    [
      'that is announced too large is not read',
      (_, response) => void response.writeHead(200, { 'content-length': 2000 }).write('x'),
      'more than 1024 bytes',
    ],
  ] satisfies [string, RequestListener, string][])('%s', async (_, listener, found) => {
    const server = createServer(listener)
    const options = { clientOptions: clientOptions(await addressOf(server)), maximumBytes: 1024, attempts: 1 }
    expect(await failureOf(open('gates', { ...options, timeoutMilliseconds: 40 }).read())).toMatchObject({
      message: expect.stringContaining(found),
    })
    server.closeAllConnections()
    server.close()
  })
})

const addressOf = (server: Server): Promise<string> =>
  new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    ),
  )

describe('the options of an object', () => {
  it('are refused all at once', () => {
    const options = {
      bucket: 'a',
      key: '',
      maximumBytes: 0,
      attempts: 1.5,
      timeoutMilliseconds: -1,
      bukcet: 'x',
    }
    expect(() => s3(options)).toThrow(ConfigurationInvalid)
    expect(() => s3(options)).toThrow(
      [
        'bukcet: expected a member that is known, found an unknown one; did you mean "bucket"?',
        'bucket: expected the name of a bucket, or the ARN of an access point, found "a"',
        'key: expected the key of an object, in at most 1,024 bytes, found ""',
        'maximumBytes: expected a positive whole number, found 0',
        'attempts: expected a positive whole number, found 1.5',
        'timeoutMilliseconds: expected a positive whole number, found -1',
      ].join('; '),
    )
  })
})
