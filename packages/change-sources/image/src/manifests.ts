import { UpstreamUnavailable } from '@sallyport/kernel'
import { createHash } from 'node:crypto'
import type { BatchGetImageResponse } from './ecr-client.ts'
import { type Manifest, manifestIn, readableKinds } from './manifest.ts'
import { type Ask, sourceOf } from './question.ts'

/** What was found under a digest: `opaque` is there, and cannot be compared by what it is made of. */
export type Found = Manifest | 'opaque' | 'missing'

/** As many as BatchGetImage takes at once. */
export const mostAtOnce = 100

/**
 * Gets manifests by their digests.
 *
 * @param digests at most {@link mostAtOnce}
 * @throws UpstreamUnavailable when ECR cannot tell now, or answers something else than it was asked
 */
export async function manifestsOf(
  ask: Ask,
  repository: string,
  digests: readonly string[],
): Promise<ReadonlyMap<string, Found>> {
  const answer = await ask(repository, (ecr) =>
    ecr.manifests({
      repositoryName: repository,
      imageIds: digests.map((imageDigest) => ({ imageDigest })),
      acceptedMediaTypes: [...readableKinds],
    }),
  )
  return new Map(
    digests.map((digest) => {
      const found = foundIn(answer ?? {}, digest)
      if (typeof found !== 'object' || found.kind !== 'unanswered') return [digest, found]
      throw new UpstreamUnavailable(sourceOf(repository), { found: found.words })
    }),
  )
}

interface Unanswered {
  readonly kind: 'unanswered'
  readonly words: string
}

function foundIn({ images = [], failures = [] }: BatchGetImageResponse, digest: string): Found | Unanswered {
  const image = images.find(({ imageId }) => imageId?.imageDigest === digest)
  if (image !== undefined) {
    const { imageManifest = '', imageManifestMediaType = '' } = image
    // ECR turns some manifests into an older kind, which is then not what the digest is of.
    if (digestOf(imageManifest) !== digest) return 'opaque'
    return manifestIn(imageManifest, imageManifestMediaType) ?? 'opaque'
  }
  const failure = failures.find(({ imageId }) => imageId?.imageDigest === digest)
  const code = failure?.failureCode ?? 'an answer without the image'
  if (code === 'ImageNotFound' || code === 'InvalidImageDigest') return 'missing'
  const isForNow = failure === undefined || code.startsWith('Upstream')
  return isForNow ? { kind: 'unanswered', words: code } : 'opaque'
}

const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`
