import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { awsSimulator, type ImageAction } from '@sallyport/aws-simulator'
import { image } from './image.ts'
import { imageAction } from './image.stage.ts'

const source = image()
const digest = `sha256:${'a'.repeat(64)}`
const origin = { kind: 'ecr', repository: 'web', ref: 'web' }
const order = '2026-11-25T09:00:00Z'
const push = imageAction('PUSH', digest, 'v1')

const withDetail = (detail: object, event = push) => ({ ...event, detail: { ...event.detail, ...detail } })

describe('an event of ECR', () => {
  it('of a push has the digest, the tag and the time', () => {
    expect(source.recognise(push)).toEqual({ ...origin, happened: 'updated', to: digest, tag: 'v1', order })
  })

  it('of a deletion has the tag, and what it stood for', () => {
    const event = imageAction('DELETE', digest, 'v1')
    expect(source.recognise(event)).toEqual({
      ...origin,
      happened: 'deleted',
      from: digest,
      tag: 'v1',
      order,
    })
  })

  it('is recognised as AWS’s guide prints it', () => {
    const example = 'sha256:7f5b2640fe6fb4f46592dfd3410c4a79dac4f89e4782432e0378abcd1234'
    const detail = {
      result: 'SUCCESS',
      'repository-name': 'my-repository-name',
      'image-digest': example,
      'action-type': 'PUSH',
      'image-tag': 'latest',
    }
    expect(source.recognise({ ...push, detail })).toMatchObject({ to: example, tag: 'latest' })
  })

  it.each([
    ['2026-11-25T09:00:00.999Z', order],
    ['2026-11-25T09:00:00Z', order],
    [undefined, undefined],
  ])('of %s is ordered as %s', (time, expected) => {
    const found = source.recognise({ ...push, time })
    expect(found?.order).toBe(expected)
    expect(found?.to).toBe(digest)
  })

  it.each([
    ['a push that failed', { result: 'FAILURE' }],
    ['another action', { 'action-type': 'SCAN' }],
    ['a digest that is none', { 'image-digest': 'latest' }],
    ['no digest', { 'image-digest': undefined }],
    ['a tag that cannot be', { 'image-tag': '--help' }],
    ['a repository that cannot be', { 'repository-name': '../web' }],
  ])('is not recognised with %s', (_, detail) => {
    expect(source.recognise(withDetail(detail))).toBeUndefined()
  })

  it.each(['yesterday', '2026-13-45T09:00:00Z', 7, '2026-11-25T09:00:00+01:00'])(
    'is not recognised at %s',
    (time) => {
      expect(source.recognise({ ...push, time })).toBeUndefined()
    },
  )
})

describe('what no pipeline deploys', () => {
  it.each([
    ['an image without a tag', imageAction('PUSH', digest), 'an image without a tag'],
    ['an image with an empty one', withDetail({ 'image-tag': '' }), 'an image without a tag'],
    ['the end of one', imageAction('DELETE', digest), 'the end of an image without a tag'],
    [
      'a signature',
      withDetail({ 'artifact-media-type': 'application/vnd.dev.cosign.artifact.sig.v1+json' }),
      'a signature, an attestation',
    ],
    [
      'one of Notary',
      withDetail({ 'artifact-media-type': 'application/vnd.cncf.notary.signature' }),
      'a signature',
    ],
    [
      'a bill of materials',
      withDetail({ 'artifact-media-type': 'application/spdx+json' }),
      'a list of parts',
    ],
    [
      'an attestation',
      withDetail({ 'artifact-media-type': 'application/vnd.in-toto+json' }),
      'an attestation',
    ],
    ['a tag of cosign', withDetail({ 'image-tag': `sha256-${'a'.repeat(64)}.sig` }), 'a signature'],
    ['a referrer', { ...push, 'detail-type': 'ECR Referrer Action' }, 'a signature'],
    [
      'a referrer told of in other members',
      { ...push, 'detail-type': 'ECR Referrer Action', detail: { 'repository-name': 'web' } },
      'a signature',
    ],
    [
      'a copy through the cache',
      withDetail({ 'sync-status': 'SUCCESS' }, { ...push, 'detail-type': 'ECR Pull Through Cache Action' }),
      'a copy of an image',
    ],
  ])('is %s', (_, event, words) => {
    const found = source.recognise(event)
    expect(found).toMatchObject(origin)
    expect(found?.undeployable).toContain(words)
  })

  it('is the end of a referrer, told as one', () => {
    const event = { ...withDetail({ 'action-type': 'DELETE' }), 'detail-type': 'ECR Referrer Action' }
    expect(source.recognise(event)).toMatchObject({ happened: 'deleted', from: digest })
  })

  it('is not a copy through the cache that failed', () => {
    const event = { ...push, 'detail-type': 'ECR Pull Through Cache Action' }
    expect(source.recognise(withDetail({ 'sync-status': 'FAILURE' }, event))).toBeUndefined()
  })

  it.each([
    ['an image', 'application/vnd.docker.container.image.v1+json'],
    ['a Helm chart', 'application/vnd.cncf.helm.config.v1+json'],
    ['whatever else was given a tag', 'application/wasm'],
  ])('is not %s', (_, type) => {
    expect(source.recognise(withDetail({ 'artifact-media-type': type }))).not.toHaveProperty('undeployable')
  })
})

describe('a PutImage that CloudTrail tells of', () => {
  const detail = {
    eventSource: 'ecr.amazonaws.com',
    eventName: 'PutImage',
    requestParameters: { repositoryName: 'web', imageTag: 'v1', registryId: '111122223333' },
    responseElements: { image: { imageId: { imageDigest: digest, imageTag: 'v1' } } },
  }
  const event = { ...push, 'detail-type': 'AWS API Call via CloudTrail', detail }

  it('is a push', () => {
    expect(source.recognise(event)).toEqual({ ...origin, happened: 'updated', to: digest, tag: 'v1', order })
  })

  it.each([
    ['failed, for all its answer', { errorCode: 'ServerException' }],
    ['failed', { errorCode: 'ImageAlreadyExistsException', responseElements: null }],
    ['is of another name', { eventName: 'BatchDeleteImage' }],
    ['is of another service', { eventSource: 'ecr-public.amazonaws.com' }],
    ['has no answer', { responseElements: null }],
  ])('is nothing when it %s', (_, members) => {
    expect(source.recognise({ ...event, detail: { ...detail, ...members } })).toBeUndefined()
  })
})

describe('the events of a push of several platforms', () => {
  const events: ImageAction[] = []
  let aws: Awaited<ReturnType<typeof awsSimulator>>

  beforeEach(async () => {
    events.length = 0
    aws = await awsSimulator({ onImageAction: (event) => events.push(event) })
  })

  afterEach(() => aws.close())

  it('are one that can be deployed, and the rest say why they cannot', () => {
    const platforms = { 'linux/amd64': ['a'], 'linux/arm64': ['b'] }
    const to = aws.images.push({ repository: 'web', tag: 'v1', platforms, attested: true })
    aws.images.push({ repository: 'web', layers: ['s'], subject: to, format: 'oci' })
    const found = events.map((event) => source.recognise(event))
    expect(found).toHaveLength(6)
    expect(found.filter((revision) => revision?.undeployable === undefined)).toMatchObject([
      { to, tag: 'v1' },
    ])
  })
})
