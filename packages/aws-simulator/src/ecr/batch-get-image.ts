import type { Input } from '../wire/input-check.ts'
import type { Operation } from '../wire/operation.ts'
import { structure } from '../wire/shape.ts'
import { failureOf, found, type ImageId, imageIdsIn, repositoryIn } from './image-identifier.ts'
import { acceptedMediaTypes, imageIds, registryId, repositoryName } from './member.ts'
import type { ImageRepository, Registry, StoredImage } from './registry.ts'

/** BatchGetImage: manifests. What is not to be had is a failure beside those that are. */
export const batchGetImage = (registry: Registry): Operation => ({
  input: structure({ repositoryName, registryId, imageIds, acceptedMediaTypes }, [
    'repositoryName',
    'imageIds',
  ]),
  answer(input) {
    const repository = repositoryIn(input, registry)
    const answers = imageIdsIn(input).map((id) => ({ id, image: accepted(found(repository, id), input) }))
    return {
      images: answers.flatMap(({ id, image }) =>
        typeof image === 'string' ? [] : [imageOf(image, { id, repository, registry })],
      ),
      failures: answers.flatMap(({ id, image }) => (typeof image === 'string' ? [failureOf(id, image)] : [])),
    }
  },
})

function accepted(image: ReturnType<typeof found>, input: Input): ReturnType<typeof found> {
  const types: unknown = input['acceptedMediaTypes']
  if (typeof image === 'string' || !Array.isArray(types)) return image
  return types.includes(image.manifestMediaType) ? image : 'ImageNotFound'
}

interface Asked {
  readonly id: ImageId
  readonly repository: ImageRepository
  readonly registry: Registry
}

export const imageOf = (image: StoredImage, { id, repository, registry }: Asked): object => ({
  registryId: registry.accountId,
  repositoryName: repository.name,
  imageId: { ...id, imageDigest: image.digest },
  imageManifest: image.manifest,
  imageManifestMediaType: image.manifestMediaType,
})
