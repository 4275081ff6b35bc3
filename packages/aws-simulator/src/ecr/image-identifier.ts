import type { Input } from '../wire/input-check.ts'
import { requiredIn } from '../wire/operation.ts'
import { AwsRefusal } from '../wire/refusal.ts'
import type { ImageRepository, Registry, StoredImage } from './registry.ts'

/** @throws AwsRefusal when nobody made it */
export function repositoryIn(input: Input, { repositories, accountId }: Registry): ImageRepository {
  const name = requiredIn(input, 'repositoryName')
  const repository = repositories.get(name)
  if (repository === undefined)
    throw new AwsRefusal(
      'RepositoryNotFoundException',
      `The repository with name '${name}' does not exist in the registry with id '${accountId}'`,
    )
  return repository
}

/** What an image is asked for by. */
export interface ImageId {
  readonly imageDigest?: string
  readonly imageTag?: string
}

/** The images asked for, as the caller has them; none where the member is left out. */
export function imageIdsIn(input: Input): readonly ImageId[] {
  const ids: unknown = input['imageIds']
  return Array.isArray(ids) ? ids.map((id: unknown) => idOf(id)) : []
}

function idOf(value: unknown): ImageId {
  const { imageDigest, imageTag }: Readonly<Record<string, unknown>> = { ...Object(value) }
  return {
    ...(typeof imageDigest === 'string' ? { imageDigest } : {}),
    ...(typeof imageTag === 'string' ? { imageTag } : {}),
  }
}

/** Why an image is not to be had, by ECR's `ImageFailureCode`. */
export type FailureCode =
  | 'InvalidImageDigest'
  | 'ImageTagDoesNotMatchDigest'
  | 'ImageNotFound'
  | 'MissingDigestAndTag'
  | 'ImageReferencedByManifestList'

export interface ImageFailure {
  readonly imageId: ImageId
  readonly failureCode: FailureCode
  readonly failureReason: string
}

export const failureOf = (imageId: ImageId, failureCode: FailureCode): ImageFailure => ({
  imageId,
  failureCode,
  failureReason: reasons[failureCode],
})

const reasons: Readonly<Record<FailureCode, string>> = {
  InvalidImageDigest: 'Invalid request parameters: image digest should satisfy the regex of digests',
  ImageTagDoesNotMatchDigest: 'Requested image tag does not match the digest',
  ImageNotFound: 'Requested image not found',
  MissingDigestAndTag: 'Invalid request parameters: both tag and digest cannot be null',
  ImageReferencedByManifestList: 'Requested image referenced by manifest list',
}

/** The image that an identifier names, or why there is none. */
export function found({ images, tags }: ImageRepository, id: ImageId): StoredImage | FailureCode {
  const { imageDigest, imageTag } = id
  if (imageDigest === undefined && imageTag === undefined) return 'MissingDigestAndTag'
  if (imageDigest !== undefined && !/^[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+$/.test(imageDigest))
    return 'InvalidImageDigest'
  const tagged = imageTag === undefined ? undefined : tags.get(imageTag)
  if (imageTag !== undefined && tagged === undefined) return 'ImageNotFound'
  const image = images.get(imageDigest ?? tagged ?? '')
  if (image === undefined) return 'ImageNotFound'
  return tagged === undefined || tagged === image.digest ? image : 'ImageTagDoesNotMatchDigest'
}
