import { createHash } from 'node:crypto'
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { AwsSimulatorOptions } from '../aws-simulator.ts'
import { authorizationFor, rawCall } from '../raw-call.fixture.ts'
import type { ObjectCreated } from './object-created.ts'
import { refusalOf, type SimulatedS3, simulatedS3 } from './s3-client.fixture.ts'

const open: SimulatedS3[] = []

async function simulated(options: AwsSimulatorOptions = {}): Promise<SimulatedS3> {
  const s3 = await simulatedS3(options)
  open.push(s3)
  return s3
}

afterEach(async () => {
  await Promise.all(open.splice(0).map(({ close }) => close()))
})

const signed = {
  authorization: authorizationFor('s3'),
  'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
}

const uploaded = ({ aws }: SimulatedS3, headers: Readonly<Record<string, string>>, body = 'hello') =>
  fetch(`${aws.url}/versioned/raw`, { method: 'PUT', headers, body })

const codeOf = async (asked: Promise<Response>) => {
  const answer = await asked
  return `${answer.status} ${/<Code>(.*)<\/Code>/.exec(await answer.text())?.[1]}`
}

const get = ({ client }: SimulatedS3, Key = 'a') =>
  client.send(new GetObjectCommand({ Bucket: 'versioned', Key }))

describe('the protocol of S3', () => {
  it('stands beside the others on one endpoint', async () => {
    const s3 = await simulated({ pipelines: [{ name: 'web', sources: [] }] })
    expect((await rawCall(s3.aws.url, 'codepipeline.ListPipelines', {})).status).toBe(200)
    expect((await uploaded(s3, signed)).status).toBe(200)
  })

  it('has errors of its own, each with an id [s3-request-id]', async () => {
    const { aws } = await simulated()
    const [answer, other] = await Promise.all([1, 2].map(() => fetch(`${aws.url}/a`, { headers: signed })))
    const id = answer?.headers.get('x-amz-request-id')
    expect(id).toMatch(/^[0-9A-F]{16}$/)
    expect(id).not.toBe(other?.headers.get('x-amz-request-id'))
    expect(answer?.headers.get('content-type')).toBe('application/xml')
    expect(await answer?.text()).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NotImplemented</Code><Message>aws-simulator: GET of a bucket is not simulated</Message><RequestId>${id}</RequestId></Error>`,
    )
  })

  it('writes keys so that XML can be read [s3-error-body]', async () => {
    const { aws } = await simulated()
    const answer = await fetch(`${aws.url}/versioned/a%3C%26%22%0A`, { headers: signed })
    expect(await answer.text()).toContain('<Key>a&lt;&amp;&quot;&#10;</Key>')
  })

  it.each(['/%', '/versioned/%E0%A4%A'])('refuses the path %s', async (path) => {
    const { aws } = await simulated()
    expect(await codeOf(fetch(`${aws.url}${path}`, { headers: signed }))).toBe('400 InvalidURI')
  })

  it.each([
    ['GET', '/'],
    ['GET', '/versioned'],
    ['PUT', '/new-bucket'],
    ['GET', '/versioned?list-type=1'],
    ['GET', '/versioned?list-type=2&delimiter=%2F'],
    ['POST', '/versioned/a?uploads'],
    ['GET', '/versioned/a?acl'],
    ['GET', '/versioned?toString'],
  ])('does not simulate %s %s [s3-not-simulated]', async (method, path) => {
    const { aws } = await simulated()
    expect(await codeOf(fetch(`${aws.url}${path}`, { method, headers: signed }))).toBe('501 NotImplemented')
  })

  it.each(['if-none-match', 'x-amz-copy-source', 'range'])(
    'does not pass over the header %s',
    async (name) => {
      const s3 = await simulated()
      expect(await codeOf(uploaded(s3, { ...signed, [name]: '*' }))).toBe('501 NotImplemented')
    },
  )
})

describe('a signature for S3', () => {
  it('has to be there [s3-signature-needed]', async () => {
    const s3 = await simulated()
    expect(await codeOf(uploaded(s3, {}))).toBe('403 AccessDenied')
  })

  it.each([authorizationFor('codecommit'), 'Bearer x'])(
    'has to be a whole one, and for S3 [s3-signature-scope]',
    async (authorization) => {
      const s3 = await simulated()
      const answer = codeOf(uploaded(s3, { ...signed, authorization }))
      expect(await answer).toBe('400 AuthorizationHeaderMalformed')
    },
  )

  it('says what the body is [s3-content-sha256]', async () => {
    const s3 = await simulated()
    const { authorization } = signed
    const digest = (text: string) => createHash('sha256').update(text).digest('hex')
    const told = (text: string) => uploaded(s3, { authorization, 'x-amz-content-sha256': digest(text) })
    expect(await codeOf(uploaded(s3, { authorization }))).toBe('400 InvalidRequest')
    expect(await codeOf(told('other'))).toBe('400 XAmzContentSHA256Mismatch')
    expect((await told('hello')).status).toBe(200)
  })

  it('is not needed to upload, if so configured', async () => {
    const s3 = await simulated({ unsignedUploads: true })
    expect((await uploaded(s3, {})).status).toBe(200)
    expect(await codeOf(fetch(`${s3.aws.url}/versioned/raw`))).toBe('403 AccessDenied')
    expect(await codeOf(uploaded(s3, { authorization: 'Bearer x' }))).toBe('400 AuthorizationHeaderMalformed')
    expect(await (await get(s3, 'raw')).Body?.transformToString()).toBe('hello')
  })
})

describe('a body in chunks', () => {
  const chunked = { ...signed, 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' }

  it('is stored without them, signed ones too', async () => {
    const s3 = await simulated()
    const signature = `;chunk-signature=${'0'.repeat(64)}`
    const body = `3${signature}\r\nhel\r\n2${signature}\r\nlo\r\n0${signature}\r\n\r\n`
    const headers = { ...chunked, 'content-encoding': 'aws-chunked', 'x-amz-decoded-content-length': '5' }
    expect((await uploaded(s3, headers, body)).status).toBe(200)
    expect(await (await get(s3, 'raw')).Body?.transformToString()).toBe('hello')
  })

  it('has a trailer that is held against it', async () => {
    const s3 = await simulated()
    const body = (crc: string) => `5\r\nhello\r\n0\r\nx-amz-checksum-crc32:${crc}\r\n\r\n`
    expect(await codeOf(uploaded(s3, chunked, body('AAAAAA==')))).toBe('400 BadDigest')
    expect((await uploaded(s3, chunked, body('NhCmhg=='))).status).toBe(200)
    expect((await get(s3, 'raw')).ChecksumCRC32).toBe('NhCmhg==')
  })

  it.each([
    '',
    'hello',
    '9\r\nhello\r\n0\r\n\r\n',
    '5\r\nhello',
    'x\r\nhello\r\n0\r\n\r\n',
    '4\r\nhello\r\n0\r\n\r\n',
  ])('has to be a whole one: %j', async (body) => {
    expect(await codeOf(uploaded(await simulated(), chunked, body))).toBe('400 IncompleteBody')
  })

  it('has to be as long as it says', async () => {
    const headers = { ...chunked, 'x-amz-decoded-content-length': '6' }
    const body = '5\r\nhello\r\n0\r\n\r\n'
    expect(await codeOf(uploaded(await simulated(), headers, body))).toBe('400 IncompleteBody')
  })
})

describe('a fault', () => {
  it.each([
    { kind: 'throttle', refusal: '503 SlowDown', id: '[s3-throttling]' },
    { kind: 'access_denied', refusal: '403 AccessDenied', id: '[s3-access-denied]' },
    { kind: 'internal', refusal: '500 InternalError', id: '[s3-internal-error]' },
    { kind: 'conflict', refusal: '409 OperationAborted', id: '[s3-conflict]' },
  ] as const)('$kind of S3 is $refusal $id', async ({ kind, refusal }) => {
    const s3 = await simulated()
    s3.aws.buckets.put('versioned', 'a', 'hello')
    s3.aws.faults.next({ operation: 'GetObject', kind })
    expect(
      (await s3.client.send(new HeadObjectCommand({ Bucket: 'versioned', Key: 'a' }))).ETag,
    ).toBeDefined()
    expect(await refusalOf(get(s3))).toBe(refusal)
    expect(await (await get(s3)).Body?.transformToString()).toBe('hello')
  })

  it('loses the answer to an upload, or all of it', async () => {
    const s3 = await simulated()
    s3.aws.faults.next({ operation: 'PutObject', kind: 'answer_lost' })
    await expect(uploaded(s3, signed)).rejects.toThrow('fetch failed')
    expect(await (await get(s3, 'raw')).Body?.transformToString()).toBe('hello')
    s3.aws.faults.next({ operation: 'PutObject', kind: 'refuse_connection' })
    await expect(uploaded(s3, signed, 'other')).rejects.toThrow('fetch failed')
    expect(await (await get(s3, 'raw')).Body?.transformToString()).toBe('hello')
  })

  it('makes an answer late', async () => {
    const s3 = await simulated()
    s3.aws.faults.next({ kind: 'slow', milliseconds: 1 })
    expect((await uploaded(s3, signed)).status).toBe(200)
  })
})

describe('the calls of S3', () => {
  it('are kept, failed ones too, as the SDK names what they ask', async () => {
    const { aws, client } = await simulated()
    const input = { Bucket: 'versioned', Key: 'none', VersionId: 'null', Range: 'bytes=-2', IfMatch: '"0"' }
    await refusalOf(client.send(new GetObjectCommand(input)))
    expect(aws.calls).toEqual([{ api: 's3', operation: 'GetObject', input: expect.objectContaining(input) }])
  })
})

describe('an event', () => {
  it('tells of each upload, whichever way it came [s3-object-created]', async () => {
    const events: ObjectCreated[] = []
    const s3 = await simulated({ unsignedUploads: true, onObjectCreated: (event) => events.push(event) })
    await s3.client.send(new PutObjectCommand({ Bucket: 'versioned', Key: 'a b.zip', Body: 'one' }))
    await uploaded(s3, {})
    const { versionId, etag, sequencer } = s3.aws.buckets.put('versioned', 'a b.zip', Buffer.from('three'))
    await vi.waitFor(() => expect(events).toHaveLength(3))
    expect(events.map(({ detail }) => detail.object.size)).toEqual([3, 5, 5])
    expect(events[2]).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Object Created',
      source: 'aws.s3',
      account: '111122223333',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      region: 'eu-west-1',
      resources: ['arn:aws:s3:::versioned'],
      detail: {
        version: '0',
        'event-version': '1.0',
        bucket: { name: 'versioned' },
        object: { key: 'a b.zip', size: 5, etag: etag.slice(1, -1), 'version-id': versionId, sequencer },
        'request-id': expect.stringMatching(/^[0-9A-F]{16}$/),
        requester: '111122223333',
        'source-ip-address': '127.0.0.1',
        reason: 'PutObject',
      },
    })
  })

  it.each(['plain', 'suspended'])(
    'has no version in a bucket that is %s [s3-object-created-version]',
    async (name) => {
      const onObjectCreated = vi.fn<(event: ObjectCreated) => void>()
      const { aws } = await simulated({ onObjectCreated })
      aws.buckets.put(name, 'a', 'a')
      await vi.waitFor(() => expect(onObjectCreated).toHaveBeenCalledOnce())
      expect(onObjectCreated.mock.lastCall?.[0].detail.object).not.toHaveProperty('version-id')
    },
  )

  it('has a sequencer that grows [s3-sequencer]', async () => {
    const { aws } = await simulated()
    const put = () => aws.buckets.put('plain', 'a', 'a').sequencer
    const sequencers = Array.from({ length: 50 }, put)
    expect(sequencers.every((each) => /^[0-9A-F]{16}$/.test(each))).toBe(true)
    expect(sequencers.toSorted()).toEqual(sequencers)
    expect(new Set(sequencers).size).toBe(50)
  })

  it('may fail whoever is told of it, and the upload stands', async () => {
    const onObjectCreated = vi.fn<() => Promise<void>>(() => Promise.reject(new Error('no')))
    const s3 = await simulated({ onObjectCreated })
    expect((await uploaded(s3, signed)).status).toBe(200)
    expect(onObjectCreated).toHaveBeenCalledOnce()
  })
})

describe('whoever runs it', () => {
  it('uploads in parts, and gets an entity tag that is no MD5 [s3-etag-parts]', async () => {
    const onObjectCreated = vi.fn<(event: ObjectCreated) => void>()
    const s3 = await simulated({ onObjectCreated })
    const { etag } = s3.aws.buckets.putParts('versioned', 'a', ['hel', 'lo'])
    const md5 = (bytes: string | Buffer) => createHash('md5').update(bytes).digest()
    const ofBoth = md5(Buffer.concat([md5('hel'), md5('lo')])).toString('hex')
    expect(etag).toBe(`"${ofBoth}-2"`)
    const found = await get(s3)
    expect([found.ETag, await found.Body?.transformToString()]).toEqual([etag, 'hello'])
    expect(onObjectCreated.mock.lastCall?.[0].detail.reason).toBe('CompleteMultipartUpload')
  })

  it('adds buckets and removes them while it runs', async () => {
    const s3 = await simulated()
    s3.aws.buckets.add('new', { versioning: 'enabled' })
    expect(s3.aws.buckets.put('new', 'a', 'a').versionId).toHaveLength(32)
    s3.aws.buckets.remove('versioned')
    expect(await refusalOf(get(s3))).toBe('404 NoSuchBucket')
  })
})
