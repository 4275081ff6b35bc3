import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AwsSimulator, awsSimulator } from '../aws-simulator.ts'
import type { ImageAction } from './image-action.ts'
import { mediaTypes } from './manifest.ts'

let aws: AwsSimulator
const events: ImageAction[] = []

beforeEach(async () => {
  events.length = 0
  aws = await awsSimulator({
    images: { web: {} },
    onImageAction(event) {
      events.push(event)
      throw new Error('whoever listens')
    },
  })
})

afterEach(() => aws.close())

const told = () =>
  events.map(({ detail }) => `${detail['action-type']} ${detail['image-tag'] ?? 'without a tag'}`)

describe('the event of an image', () => {
  it('tells of a push, in whole seconds [ecr-event]', () => {
    const digest = aws.images.push({ repository: 'web', tag: 'v1', layers: ['a'], at: 1_700_000_000.7 })
    expect(events).toEqual([
      {
        version: '0',
        id: expect.any(String),
        'detail-type': 'ECR Image Action',
        source: 'aws.ecr',
        account: '111122223333',
        time: '2023-11-14T22:13:20Z',
        region: 'eu-west-1',
        resources: [],
        detail: {
          result: 'SUCCESS',
          'repository-name': 'web',
          'image-digest': digest,
          'action-type': 'PUSH',
          'image-tag': 'v1',
          'manifest-media-type': mediaTypes.docker.image,
          'artifact-media-type': mediaTypes.docker.config,
        },
      },
    ])
  })

  it('is one for each platform, and then that of the index [ecr-event-multi-platform]', () => {
    const platforms = { 'linux/amd64': ['a'], 'linux/arm/v7': ['b'] }
    const digest = aws.images.push({ repository: 'web', tag: 'v1', platforms, attested: true })
    const none = 'PUSH without a tag'
    expect(told()).toEqual([none, none, none, none, 'PUSH v1'])
    expect(events.at(-1)?.detail['image-digest']).toBe(digest)
  })

  it('is one for each tag of an image that is deleted, or one without [ecr-event-deleted]', () => {
    const digest = aws.images.push({ repository: 'web', tag: 'v1', layers: ['a'] })
    aws.images.tag(digest, { repository: 'web', tag: 'v2' })
    aws.images.delete('web', digest)
    const untagged = aws.images.push({ repository: 'web', layers: ['b'] })
    aws.images.delete('web', untagged)
    aws.images.push({ repository: 'web', tag: 'v3', layers: ['c'] })
    aws.images.untag('web', 'v3')
    expect(told().filter((each) => each.startsWith('DELETE'))).toEqual([
      'DELETE v1',
      'DELETE v2',
      'DELETE without a tag',
      'DELETE v3',
    ])
  })

  it('is another of what is about an image [ecr-event-referrer]', () => {
    const subject = aws.images.push({ repository: 'web', tag: 'v1', layers: ['a'] })
    const artifactType = 'application/vnd.dev.cosign.artifact.sig.v1+json'
    aws.images.push({ repository: 'web', layers: ['signature'], format: 'oci', subject, artifactType })
    expect(events.at(-1)).toMatchObject({
      'detail-type': 'ECR Referrer Action',
      detail: { 'artifact-media-type': artifactType },
    })
  })
})
