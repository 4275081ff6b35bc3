import {
  BatchDeleteImageCommand,
  BatchGetImageCommand,
  DescribeImagesCommand,
  type DescribeImagesCommandInput,
  ECRClient,
  ListImagesCommand,
  PutImageCommand,
} from '@aws-sdk/client-ecr'
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AwsSimulator, awsSimulator } from '../aws-simulator.ts'
import { rawCall } from '../raw-call.fixture.ts'
import { mediaTypes } from './manifest.ts'

const web = { repositoryName: 'web' }
let aws: AwsSimulator
let client: ECRClient

beforeEach(async () => {
  aws = await awsSimulator({ images: { web: {}, fixed: { tagMutability: 'IMMUTABLE' } } })
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
  client = new ECRClient({ endpoint: aws.url, region: 'eu-west-1', credentials, maxAttempts: 1 })
})

afterEach(async () => {
  client.destroy()
  await aws.close()
})

const describeImages = (input: Partial<DescribeImagesCommandInput> = {}) =>
  client.send(new DescribeImagesCommand({ ...web, ...input }))

const get = (imageIds: { imageDigest?: string; imageTag?: string }[], acceptedMediaTypes?: string[]) =>
  client.send(
    new BatchGetImageCommand({
      ...web,
      imageIds,
      ...(acceptedMediaTypes === undefined ? {} : { acceptedMediaTypes }),
    }),
  )

const put = (imageManifest: string, others: { imageTag?: string; imageDigest?: string } = {}) =>
  client.send(new PutImageCommand({ ...web, imageManifest, ...others }))

const manifest = JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.oci.image, layers: [] })
const gone = `sha256:${'0'.repeat(64)}`

describe('DescribeImages', () => {
  it('tells what is known of an image, by tag and by digest [ecr-describe]', async () => {
    const imageDigest = aws.images.push({
      repository: 'web',
      tag: 'v1',
      layers: ['a', 'bc'],
      at: 1_700_000_000,
    })
    aws.images.tag(imageDigest, { repository: 'web', tag: 'live' })
    for (const id of [{ imageTag: 'live' }, { imageDigest }]) {
      const { imageDetails } = await describeImages({ imageIds: [id] })
      expect(imageDetails).toEqual([
        {
          registryId: '111122223333',
          repositoryName: 'web',
          imageDigest,
          imageTags: ['v1', 'live'],
          imageSizeInBytes: expect.any(Number),
          imagePushedAt: new Date('2023-11-14T22:13:20Z'),
          imageManifestMediaType: mediaTypes.docker.image,
          artifactMediaType: mediaTypes.docker.config,
          imageStatus: 'ACTIVE',
        },
      ])
    }
  })

  it('keeps when an image was pushed when it gets another tag [ecr-pushed-at]', async () => {
    const digest = aws.images.push({ repository: 'web', tag: 'v1', layers: ['a'], at: 1_700_000_000 })
    aws.images.tag(digest, { repository: 'web', tag: 'v2', at: 1_700_000_100 })
    const { imageDetails } = await describeImages({ imageIds: [{ imageTag: 'v2' }] })
    expect(imageDetails?.[0]?.imagePushedAt?.getTime()).toBe(1_700_000_000_000)
  })

  it('fails for one image that is not there [ecr-describe-missing]', async () => {
    aws.images.push({ repository: 'web', tag: 'v1', layers: ['a'] })
    for (const id of [{ imageTag: 'v2' }, { imageDigest: gone }, { imageTag: 'v1', imageDigest: gone }])
      await expect(describeImages({ imageIds: [{ imageTag: 'v1' }, id] })).rejects.toMatchObject({
        name: 'ImageNotFoundException',
      })
  })

  it('fails for a repository that is not there [ecr-repository-missing]', async () => {
    for (const command of [
      new DescribeImagesCommand({ repositoryName: 'other' }),
      new BatchGetImageCommand({ repositoryName: 'other', imageIds: [{ imageTag: 'v1' }] }),
      new ListImagesCommand({ repositoryName: 'other' }),
    ])
      await expect(client.send(command as DescribeImagesCommand)).rejects.toMatchObject({
        name: 'RepositoryNotFoundException',
        message: "The repository with name 'other' does not exist in the registry with id '111122223333'",
      })
  })

  it('refuses what is beyond its limits [ecr-invalid-parameter]', async () => {
    for (const input of [
      { repositoryName: 'No' },
      { maxResults: 1001 },
      { imageIds: [] },
      { imageIds: Array.from({ length: 101 }, () => ({ imageTag: 'v1' })) },
      { imageIds: [{}] },
      { imageIds: [{ imageDigest: 'latest' }] },
      { nextToken: 'none-of-ours' },
    ])
      await expect(describeImages(input)).rejects.toMatchObject({ name: 'InvalidParameterException' })
    const { body } = await rawCall(aws.url, 'ecr.DescribeImages', {})
    expect(body['__type']).toBe('InvalidParameterException')
  })

  it('takes no pages of images that are asked for by name [ecr-pages-of-ids]', async () => {
    aws.images.push({ repository: 'web', tag: 'v1', layers: ['a'] })
    await expect(describeImages({ imageIds: [{ imageTag: 'v1' }], maxResults: 5 })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
  })

  it('answers in pages, in the order of the pushes [ecr-pages] [ecr-order]', async () => {
    const pushed = Array.from({ length: 101 }, (_, number) =>
      aws.images.push({ repository: 'web', layers: [`${number}`] }),
    )
    const first = await describeImages()
    expect(first.imageDetails).toHaveLength(100)
    const second = await describeImages({ nextToken: first.nextToken })
    expect(second).not.toHaveProperty('nextToken')
    const listed = [...(first.imageDetails ?? []), ...(second.imageDetails ?? [])]
    expect(listed.map(({ imageDigest }) => imageDigest)).toEqual(pushed)
    expect((await describeImages({ maxResults: 1000 })).imageDetails).toHaveLength(101)
  })

  it('keeps those with a tag, or without [ecr-tag-status]', async () => {
    const tagged = aws.images.push({ repository: 'web', tag: 'v1', layers: ['a'] })
    const untagged = aws.images.push({ repository: 'web', layers: ['b'] })
    const digests = async (filter: DescribeImagesCommandInput['filter']) =>
      (await describeImages({ filter })).imageDetails?.map(({ imageDigest }) => imageDigest)
    expect(await digests({ tagStatus: 'TAGGED' })).toEqual([tagged])
    expect(await digests({ tagStatus: 'UNTAGGED' })).toEqual([untagged])
    expect(await digests({ tagStatus: 'ANY' })).toEqual([tagged, untagged])
    expect(await digests({ imageStatus: 'ARCHIVED' })).toEqual([])
  })
})

describe('ListImages', () => {
  it('answers one identifier for each tag, and one for what has none [ecr-list]', async () => {
    const imageDigest = aws.images.push({ repository: 'web', tag: 'v1', layers: ['a'] })
    aws.images.tag(imageDigest, { repository: 'web', tag: 'v2' })
    const untagged = aws.images.push({ repository: 'web', layers: ['b'] })
    const { imageIds } = await client.send(new ListImagesCommand(web))
    expect(imageIds).toEqual([
      { imageDigest, imageTag: 'v1' },
      { imageDigest, imageTag: 'v2' },
      { imageDigest: untagged },
    ])
  })
})

describe('BatchGetImage', () => {
  it('answers manifests to the letter, and their digests are theirs [ecr-digest]', async () => {
    const digest = aws.images.push({ repository: 'web', tag: 'v1', manifest: `${manifest}\n ` })
    const { images, failures } = await get([{ imageTag: 'v1' }])
    expect(images).toEqual([
      {
        registryId: '111122223333',
        repositoryName: 'web',
        imageId: { imageTag: 'v1', imageDigest: digest },
        imageManifest: `${manifest}\n `,
        imageManifestMediaType: mediaTypes.oci.image,
      },
    ])
    expect(failures).toEqual([])
    expect(digest).toBe(`sha256:${createHash('sha256').update(`${manifest}\n `).digest('hex')}`)
  })

  it('tells what is missing beside what is there [ecr-batch-failures]', async () => {
    const imageDigest = aws.images.push({ repository: 'web', tag: 'v1', layers: ['a'] })
    const { images, failures } = await get([
      { imageDigest },
      { imageDigest: gone },
      { imageTag: 'v2' },
      { imageDigest: 'latest' },
      {},
      { imageTag: 'v1', imageDigest: gone },
    ])
    expect(images).toHaveLength(1)
    expect(failures?.map(({ failureCode }) => failureCode)).toEqual([
      'ImageNotFound',
      'ImageNotFound',
      'InvalidImageDigest',
      'MissingDigestAndTag',
      'ImageNotFound',
    ])
  })

  it('does not find a manifest of a kind that is not accepted [ecr-accepted-media-types]', async () => {
    aws.images.push({ repository: 'web', tag: 'v1', layers: ['a'], format: 'oci' })
    const { failures } = await get([{ imageTag: 'v1' }], [mediaTypes.docker.image])
    expect(failures).toMatchObject([{ failureCode: 'ImageNotFound' }])
    const { images } = await get([{ imageTag: 'v1' }], [mediaTypes.docker.image, mediaTypes.oci.image])
    expect(images).toHaveLength(1)
  })
})

describe('PutImage', () => {
  it('moves a tag, and looks for no layers [ecr-put] [ecr-put-layers]', async () => {
    const before = aws.images.push({ repository: 'web', tag: 'v1', layers: ['a'] })
    const { image } = await put(manifest, { imageTag: 'v1' })
    const { imageDetails } = await describeImages()
    expect(imageDetails?.map(({ imageDigest, imageTags }) => [imageDigest, imageTags])).toEqual([
      [before, undefined],
      [image?.imageId?.imageDigest, ['v1']],
    ])
  })

  it('refuses what is there already [ecr-put-again]', async () => {
    await put(manifest, { imageTag: 'v1' })
    for (const tag of [{ imageTag: 'v1' }, {}])
      await expect(put(manifest, tag)).rejects.toMatchObject({ name: 'ImageAlreadyExistsException' })
  })

  it('does not move an immutable tag [ecr-put-immutable]', async () => {
    aws.images.push({ repository: 'fixed', tag: 'v1', layers: ['a'] })
    const again = new PutImageCommand({ repositoryName: 'fixed', imageManifest: manifest, imageTag: 'v1' })
    await expect(client.send(again)).rejects.toMatchObject({ name: 'ImageTagAlreadyExistsException' })
  })

  it('refuses what cannot be [ecr-put-wrong]', async () => {
    const index = { mediaType: mediaTypes.oci.index, manifests: [{ digest: gone }] }
    await expect(put(manifest, { imageDigest: gone })).rejects.toMatchObject({
      name: 'ImageDigestDoesNotMatchException',
    })
    await expect(put(JSON.stringify(index))).rejects.toMatchObject({
      name: 'ReferencedImagesNotFoundException',
    })
    for (const text of ['{}', '[', '"text"', 'null'])
      await expect(put(text)).rejects.toMatchObject({ name: 'InvalidParameterException' })
  })
})

describe('BatchDeleteImage', () => {
  const remove = (id: { imageDigest?: string; imageTag?: string }) =>
    client.send(new BatchDeleteImageCommand({ ...web, imageIds: [id] }))

  it('takes tags away, and with the last the image [ecr-delete]', async () => {
    const digest = aws.images.push({ repository: 'web', tag: 'v1', layers: ['a'] })
    aws.images.tag(digest, { repository: 'web', tag: 'v2' })
    await remove({ imageTag: 'v1' })
    expect((await describeImages()).imageDetails).toMatchObject([{ imageTags: ['v2'] }])
    await remove({ imageTag: 'v2' })
    expect((await describeImages()).imageDetails).toEqual([])
    expect((await remove({ imageTag: 'v2' })).failures).toMatchObject([{ failureCode: 'ImageNotFound' }])
  })

  it('deletes by digest, but nothing that an index needs [ecr-delete-referenced]', async () => {
    const index = aws.images.push({ repository: 'web', tag: 'v1', platforms: { 'linux/amd64': ['a'] } })
    const child = (await describeImages({ filter: { tagStatus: 'UNTAGGED' } })).imageDetails?.[0]?.imageDigest
    expect((await remove({ imageDigest: child ?? '' })).failures).toMatchObject([
      { failureCode: 'ImageReferencedByManifestList' },
    ])
    await remove({ imageDigest: index })
    await remove({ imageDigest: child ?? '' })
    expect((await describeImages()).imageDetails).toEqual([])
  })
})
