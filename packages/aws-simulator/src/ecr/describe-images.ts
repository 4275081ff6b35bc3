import type { Input } from '../wire/input-check.ts'
import { numberIn, type Operation } from '../wire/operation.ts'
import { pageOf } from '../wire/page.ts'
import { AwsRefusal } from '../wire/refusal.ts'
import { structure } from '../wire/shape.ts'
import { found, imageIdsIn, repositoryIn } from './image-identifier.ts'
import { filter, imageIds, maxResults, nextToken, registryId, repositoryName } from './member.ts'
import { type ImageRepository, type Registry, type StoredImage, tagsOf } from './registry.ts'

/** DescribeImages: what is known of images, without their manifests. */
export const describeImages = (registry: Registry): Operation => ({
  input: structure({ repositoryName, registryId, imageIds, filter, maxResults, nextToken }, [
    'repositoryName',
  ]),
  answer(input) {
    const repository = repositoryIn(input, registry)
    const detail = (image: StoredImage) => detailOf(image, repository, registry)
    const asked = imageIdsIn(input)
    if (asked.length === 0) {
      const { items, more } = page([...repository.images.values()].filter(kept(input, repository)), input)
      return { imageDetails: items.map(detail), ...more }
    }
    if (input['maxResults'] !== undefined || input['nextToken'] !== undefined)
      throw new AwsRefusal('InvalidParameterException', 'maxResults and nextToken cannot go with imageIds')
    return { imageDetails: asked.map((id) => detail(foundOr(repository, id))) }
  },
})

/** ListImages: one identifier for each tag, and one for each image without. */
export const listImages = (registry: Registry): Operation => ({
  input: structure({ repositoryName, registryId, filter, maxResults, nextToken }, ['repositoryName']),
  answer(input) {
    const repository = repositoryIn(input, registry)
    const ids = [...repository.images.values()]
      .filter(kept(input, repository))
      .flatMap(({ digest: imageDigest }) => {
        const tags = tagsOf(repository, imageDigest)
        return tags.length === 0 ? [{ imageDigest }] : tags.map((imageTag) => ({ imageDigest, imageTag }))
      })
    const { items, more } = page(ids, input)
    return { imageIds: items, ...more }
  },
})

function kept(input: Input, repository: ImageRepository): (image: StoredImage) => boolean {
  const { tagStatus = 'ANY', imageStatus = 'ACTIVE' }: Readonly<Record<string, unknown>> = {
    ...Object(input['filter']),
  }
  const isStatusHeld = imageStatus === 'ACTIVE' || imageStatus === 'ANY'
  return ({ digest }) => {
    const status = tagsOf(repository, digest).length > 0 ? 'TAGGED' : 'UNTAGGED'
    return isStatusHeld && (tagStatus === 'ANY' || tagStatus === status)
  }
}

function page<Item>(all: readonly Item[], input: Input) {
  const cut = pageOf(all, { input, size: numberIn(input, 'maxResults', 100) })
  if (cut === 'invalid_token')
    throw new AwsRefusal('InvalidParameterException', 'Invalid parameter at nextToken')
  return { items: cut.items, more: cut.next === undefined ? {} : { nextToken: cut.next } }
}

function foundOr(repository: ImageRepository, id: ReturnType<typeof imageIdsIn>[number]): StoredImage {
  const image = found(repository, id)
  if (typeof image !== 'string') return image
  if (image === 'InvalidImageDigest' || image === 'MissingDigestAndTag')
    throw new AwsRefusal('InvalidParameterException', `Invalid parameter at 'imageIds': ${image}`)
  const { imageDigest = 'null', imageTag = 'null' } = id
  throw new AwsRefusal(
    'ImageNotFoundException',
    `The image with imageId {imageDigest:'${imageDigest}', imageTag:'${imageTag}'} does not exist within the repository with name '${repository.name}'`,
  )
}

function detailOf(image: StoredImage, repository: ImageRepository, { accountId }: Registry): object {
  const { digest, pushedAt, manifestMediaType, artifactMediaType, subject, sizeInBytes } = image
  const imageTags = tagsOf(repository, digest)
  return {
    registryId: accountId,
    repositoryName: repository.name,
    imageDigest: digest,
    ...(imageTags.length === 0 ? {} : { imageTags }),
    imageSizeInBytes: sizeInBytes,
    imagePushedAt: pushedAt,
    imageManifestMediaType: manifestMediaType,
    ...(artifactMediaType === undefined ? {} : { artifactMediaType }),
    ...(subject === undefined ? {} : { subjectManifestDigest: subject }),
    imageStatus: 'ACTIVE',
  }
}
