import { SourceRefused } from '@sallyport/delivery'
import { UpstreamUnavailable } from '@sallyport/kernel'
import { afterEach, describe, expect, it } from 'vitest'
import { origin } from './bucket.stage.ts'
import { type OddAnswer, type OddRequest, oddServer, partOf } from './odd-server.stage.ts'
import { summary } from './reading.stage.ts'
import { zipOf } from './zip.stage.ts'

const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

async function opened(answer: (request: OddRequest) => OddAnswer) {
  const server = await oddServer(answer)
  closing.push(server.close)
  return server
}

const zip = zipOf([{ name: 'a', content: 'one' }])
const large = zipOf(
  Array.from({ length: 15_000 }, (_, at) => ({ name: `a/long/enough/name/of/a/file-${at}` })),
)
const span = { from: 'before', to: 'after' }
const only = (which: string, answer: OddAnswer) => (request: OddRequest) =>
  request.version === which ? answer : partOf(zip, request.range)

describe('a version in the archive of S3', () => {
  const archived = { status: 403, code: 'InvalidObjectState' }

  it('is an unknown base', async () => {
    const { source } = await opened(only('before', archived))
    expect(await summary(source, span)).toBe('unknown_base')
  })

  it('is compared as a whole', async () => {
    const { source } = await opened(only('after', archived))
    expect(await summary(source, span)).toMatch(/^whole, content: an object in an archive of S3/)
  })
})

describe('a bucket that does not let itself be read', () => {
  it.each([
    [403, 'AccessDenied', 'access_denied'],
    [403, 'AllAccessDisabled', 'access_denied'],
    [400, 'InvalidRequest', 'access_denied'],
    [400, 'KMS.DisabledException', 'access_denied'],
    [404, 'NoSuchBucket', 'repository_missing'],
    [400, 'InvalidBucketName', 'repository_missing'],
  ])('is refused at once: %d %s', async (status, code, reason) => {
    const { source, requests } = await opened(() => ({ status, code }))
    const failure: unknown = await summary(source, { ...span, from: undefined }).catch(
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(SourceRefused)
    expect(failure).toMatchObject({ reason })
    expect(requests()).toBe(1)
  })

  it('is refused by a HEAD without a word', async () => {
    const { source } = await opened(() => ({ status: 403 }))
    await expect(source.tip(origin)).rejects.toMatchObject({ name: 'SourceRefused', reason: 'access_denied' })
  })
})

describe('a request that fails', () => {
  it.each([
    [503, 'SlowDown', 3],
    [500, 'InternalError', 3],
    [400, 'RequestTimeout', 3],
    [403, 'InvalidAccessKeyId', 1],
    [400, 'ExpiredToken', 1],
    [400, 'Unheard', 1],
  ])('is not an answer, and is made again while that may help: %d %s', async (status, code, requests) => {
    const server = await opened(() => ({ status, code }))
    const failure: unknown = await summary(server.source, { ...span, from: undefined }).catch(
      (error: unknown) => error,
    )
    expect(failure).toBeInstanceOf(UpstreamUnavailable)
    expect(server.requests()).toBe(requests)
    expect(server.pauses).toHaveLength(requests - 1)
  })

  it('is made again when its answer breaks off', async () => {
    const { source, requests } = await opened(({ range, count }) =>
      count === 1 ? { ...partOf(zip, range), cutAfter: 30 } : partOf(zip, range),
    )
    expect(await summary(source, { from: undefined, to: 'after' })).toBe('exact: added a')
    expect(requests()).toBe(2)
  })

  it('is none when all of a short object is the answer', async () => {
    const whole = { status: 200, headers: { etag: '"0"' }, body: zip }
    const { source } = await opened(() => whole)
    expect(await summary(source, { from: undefined, to: 'after' })).toBe('exact: added a')
  })

  it.each([
    ['everything of a long object', (): OddAnswer => ({ status: 200, body: large })],
    [
      'another range',
      ({ range }: OddRequest): OddAnswer => {
        const part = partOf(large, range)
        const size = large.length
        return { ...part, headers: { 'content-range': `bytes 5-${size - 9}/${size}` } }
      },
    ],
  ])('is one whose answer is %s', async (_, answer) => {
    const { source } = await opened(answer)
    await expect(summary(source, { from: undefined, to: 'after' })).rejects.toThrow(UpstreamUnavailable)
  })
})

describe('an object that is written over while it is read', () => {
  it('is another revision', async () => {
    const { source } = await opened(({ range, match }) =>
      match === undefined ? partOf(large, range) : { status: 412, code: 'PreconditionFailed' },
    )
    expect(await summary(source, { from: undefined, to: 'after' })).toBe('unknown_revision')
  })
})

describe('two objects with one entity tag', () => {
  it('are not the same when they are not of one size', async () => {
    const texts = new Map(Object.entries({ before: 'a text', after: 'a longer text' }))
    const { source } = await opened(({ range, version = '' }) =>
      partOf(Buffer.from(texts.get(version) ?? ''), range),
    )
    expect(await summary(source, span)).toMatch(/^whole, content: no /)
  })
})

describe('an object that was uploaded in parts', () => {
  it('is not known by its entity tag', async () => {
    const text = Buffer.from('no zip at all, and two parts')
    const { source } = await opened(({ range }) => partOf(text, range, `"${'0'.repeat(32)}-2"`))
    expect(await summary(source, span)).toMatch(/^whole, content: no /)
  })
})

describe('a revision that is compared with itself', () => {
  const itself = { from: 'after', to: 'after' }

  it('has not changed, though an encrypted entry hides what it is', async () => {
    const hiding = zipOf([{ name: 'a', content: 'x', crc: 0, methodNumber: 99 }])
    const { source } = await opened(({ range }) => partOf(hiding, range))
    expect(await summary(source, itself)).toBe('superset: ')
  })

  it('has not changed, though it was put into the archive of S3', async () => {
    const { source } = await opened(() => ({ status: 403, code: 'InvalidObjectState' }))
    expect(await summary(source, itself)).toMatch(/^whole, nothing: an object in an archive of S3/)
  })
})

describe('an object that is there and is not known by anything', () => {
  it('is not taken for one that is gone', async () => {
    const { source } = await opened(() => ({ status: 200, headers: { etag: '"not-md5"' } }))
    await expect(source.tip(origin)).rejects.toThrow(UpstreamUnavailable)
  })
})
