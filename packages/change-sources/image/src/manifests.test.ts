import { SourceRefused } from '@sallyport/delivery'
import { UpstreamUnavailable } from '@sallyport/kernel'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { image } from './image.ts'

const mediaType = 'application/vnd.oci.image.manifest.v1+json'
const config = { mediaType: 'application/vnd.oci.image.config.v1+json' }
const layers = [{ digest: `sha256:${'1'.repeat(64)}` }]
const manifest = (build: string) => JSON.stringify({ schemaVersion: 2, config, layers, build })
const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`
const imageOf = (imageManifest: string, imageDigest = digestOf(imageManifest)) => ({
  imageId: { imageDigest },
  imageManifest,
  imageManifestMediaType: mediaType,
})

let server: Server
let asked = 0
/** What the registry answers from now on, whatever it is asked. */
let answer: { readonly status?: number; readonly body: unknown }

beforeEach(async () => {
  asked = 0
  server = createServer((request, response) => {
    asked += 1
    request.resume()
    response.writeHead(answer.status ?? 200, { 'Content-Type': 'application/x-amz-json-1.1' })
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

function source() {
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' }
  const clientOptions = { region: 'eu-west-1', endpoint: `http://127.0.0.1:${port}`, credentials }
  return image({ clientOptions, attempts: 2 }, { pause: async () => undefined })
}

const [one, two] = [manifest('1'), manifest('2')]
const origin = { kind: 'ecr', repository: 'web', ref: 'web' } as const

const compared = () => source().changes({ origin, from: digestOf(one), to: digestOf(two), interest: 'every' })

describe('an answer of ECR that is not what was asked for', () => {
  it.each<[string, unknown]>([
    ['a manifest that is not of its digest', [imageOf(one), imageOf(`${two} `, digestOf(two))]],
    ['a manifest of nothing', [imageOf(one), imageOf('', digestOf(two))]],
    ['images in the place of each other', [imageOf(two, digestOf(one)), imageOf(one, digestOf(two))]],
  ])('is no rebuild: %s', async (_, images) => {
    answer = { body: { images } }
    expect(await compared()).toEqual({ outcome: 'whole', differs: 'content' })
  })

  it('is a rebuild in any order', async () => {
    answer = { body: { images: [imageOf(two), imageOf(one)], failures: [] } }
    expect(await compared()).toEqual({ outcome: 'whole', differs: 'rebuild' })
  })

  it.each([
    ['no image at all', {}],
    ['one image of two', { images: [imageOf(one)] }],
    ['others', { images: [imageOf(manifest('3')), imageOf(manifest('4'))] }],
  ])('is no answer: %s', async (_, body) => {
    answer = { body }
    await expect(compared()).rejects.toBeInstanceOf(UpstreamUnavailable)
  })

  it.each(['KmsError', 'ImageInaccessible', 'SomethingNew'])(
    'is other content where it is there and cannot be read: %s',
    async (failureCode) => {
      const failures = [{ imageId: { imageDigest: digestOf(one) }, failureCode }]
      answer = { body: { images: [imageOf(two)], failures } }
      expect(await compared()).toEqual({ outcome: 'whole', differs: 'content' })
    },
  )

  it.each(['UpstreamUnavailable', 'UpstreamTooManyRequests', 'UpstreamAccessDenied'])(
    'may be had later: %s',
    async (failureCode) => {
      const failures = [{ imageId: { imageDigest: digestOf(one) }, failureCode }]
      answer = { body: { images: [imageOf(two)], failures } }
      await expect(compared()).rejects.toBeInstanceOf(UpstreamUnavailable)
    },
  )

  it('is unavailable when a tag has no digest, or an image no time', async () => {
    answer = { body: { imageDetails: [{ imageTags: ['v1'] }] } }
    await expect(source().tip({ ...origin, tag: 'v1' })).rejects.toBeInstanceOf(UpstreamUnavailable)
    await expect(source().tags?.(origin)).rejects.toBeInstanceOf(UpstreamUnavailable)
  })

  it('has a tag once, and of the newer image, when it moved between two pages', async () => {
    const [older, newer] = [digestOf(one), digestOf(two)]
    const imageDetails = [
      { imageDigest: older, imageTags: ['live'], imagePushedAt: 1_700_000_000 },
      { imageDigest: newer, imageTags: ['live'], imagePushedAt: 1_700_000_001.5 },
    ]
    answer = { body: { imageDetails } }
    const order = '2023-11-14T22:13:21Z'
    expect(await source().tags?.(origin)).toEqual([{ tag: 'live', to: newer, order }])
  })

  it('is unavailable when it is no JSON', async () => {
    answer = { body: '<html>' }
    await expect(compared()).rejects.toBeInstanceOf(UpstreamUnavailable)
  })
})

describe('an error of ECR', () => {
  it.each([
    ['ThrottlingException', 400, 2],
    ['TooManyRequestsException', 429, 2],
    ['LimitExceededException', 400, 2],
    ['ServerException', 500, 2],
    ['InvalidParameterException', 400, 1],
    ['ExpiredTokenException', 400, 1],
  ])('%s with %i is asked again, or not, and is unavailable', async (__type, status, times) => {
    answer = { status, body: { __type } }
    await expect(compared()).rejects.toBeInstanceOf(UpstreamUnavailable)
    expect(asked).toBe(times)
  })

  it.each(['RepositoryNotFoundException', 'AccessDeniedException'])('%s is final', async (__type) => {
    answer = { status: 400, body: { __type } }
    await expect(compared()).rejects.toBeInstanceOf(SourceRefused)
    expect(asked).toBe(1)
  })
})
