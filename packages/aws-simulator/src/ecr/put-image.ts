import { type Operation, requiredIn, textIn } from '../wire/operation.ts'
import { AwsRefusal } from '../wire/refusal.ts'
import { structure } from '../wire/shape.ts'
import { imageOf } from './batch-get-image.ts'
import { failureOf, found, imageIdsIn, repositoryIn } from './image-identifier.ts'
import {
  imageDigest,
  imageIds,
  imageManifest,
  imageTag,
  mediaType,
  registryId,
  repositoryName,
} from './member.ts'
import { digestOf, factsIn } from './manifest.ts'
import type { ImageRepository, Registry } from './registry.ts'

/** PutImage: stores a manifest, or gives one that is there another tag. Its layers are not looked for. */
export const putImage = (registry: Registry): Operation => ({
  input: structure(
    {
      repositoryName,
      registryId,
      imageManifest,
      imageManifestMediaType: mediaType,
      imageTag,
      imageDigest,
    },
    ['repositoryName', 'imageManifest'],
  ),
  answer(input) {
    const repository = repositoryIn(input, registry)
    const manifest = requiredIn(input, 'imageManifest')
    const tag = textIn(input, 'imageTag')
    const digest = textIn(input, 'imageDigest')
    if (digest !== undefined && digest !== digestOf(manifest))
      throw new AwsRefusal('ImageDigestDoesNotMatchException', 'The digest is not that of the manifest')
    refuse(repository, { manifest, tag })
    const image = registry.put(repository, {
      manifest,
      tag,
      mediaType: textIn(input, 'imageManifestMediaType'),
    })
    const id = tag === undefined ? {} : { imageTag: tag }
    return { image: imageOf(image, { id, repository, registry }) }
  },
})

/** @throws AwsRefusal */
function refuse(
  { images, tags, tagMutability, name }: ImageRepository,
  { manifest, tag }: { readonly manifest: string; readonly tag: string | undefined },
): void {
  const digest = digestOf(manifest)
  const at = tag === undefined ? undefined : tags.get(tag)
  if (tag === undefined ? images.has(digest) : at === digest)
    throw new AwsRefusal(
      'ImageAlreadyExistsException',
      `Image with digest '${digest}' and tag '${tag ?? 'null'}' already exists in the repository with name '${name}'`,
    )
  if (at !== undefined && tagMutability === 'IMMUTABLE')
    throw new AwsRefusal(
      'ImageTagAlreadyExistsException',
      `The image tag '${tag}' already exists in the '${name}' repository and cannot be overwritten because the repository is immutable.`,
    )
  if (factsIn(manifest)?.children.some((child) => !images.has(child)) === true)
    throw new AwsRefusal('ReferencedImagesNotFoundException', 'A manifest of the index was not pushed')
}

/** BatchDeleteImage: by a tag the tag, and with the last one the image; by a digest the image. */
export const batchDeleteImage = (registry: Registry): Operation => ({
  input: structure({ repositoryName, registryId, imageIds }, ['repositoryName', 'imageIds']),
  answer(input) {
    const repository = repositoryIn(input, registry)
    const answers = imageIdsIn(input).map((id) => {
      const image = found(repository, id)
      if (typeof image === 'string') return { failures: [failureOf(id, image)], imageIds: [] }
      if (id.imageTag !== undefined) registry.removeTag(repository, id.imageTag)
      else if (isReferenced(repository, image.digest))
        return { failures: [failureOf(id, 'ImageReferencedByManifestList')], imageIds: [] }
      else registry.removeImage(repository, image.digest)
      return { failures: [], imageIds: [{ ...id, imageDigest: image.digest }] }
    })
    return {
      imageIds: answers.flatMap((each) => each.imageIds),
      failures: answers.flatMap((each) => each.failures),
    }
  },
})

const isReferenced = ({ images }: ImageRepository, digest: string) =>
  [...images.values()].some(({ children }) => children.includes(digest))
