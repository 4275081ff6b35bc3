import { AwsRefusal } from '../wire/refusal.ts'
import { type Happening, imageActionOf, type OnImageAction } from './image-action.ts'
import { digestOf, type Facts, factsIn } from './manifest.ts'

/** A repository of images as a test or a laptop makes it. */
export interface ImageRepositoryOptions {
  /** Whether a tag may move to another image. Defaults to `MUTABLE`. */
  readonly tagMutability?: 'MUTABLE' | 'IMMUTABLE'
}

export interface StoredImage extends Facts {
  readonly digest: string
  readonly manifest: string
  readonly manifestMediaType: string
  /** Seconds since the Unix epoch: of the first push, whatever tags come later. */
  readonly pushedAt: number
}

export interface ImageRepository extends ImageRepositoryOptions {
  readonly name: string
  /** By digest, in the order of their first push. */
  readonly images: Map<string, StoredImage>
  /** Digests by tag. */
  readonly tags: Map<string, string>
}

/** Everything ECR remembers. */
export interface Registry {
  readonly accountId: string
  readonly repositories: Map<string, ImageRepository>
  readonly put: (repository: ImageRepository, pushed: Pushed) => StoredImage
  readonly removeTag: (repository: ImageRepository, tag: string) => void
  readonly removeImage: (repository: ImageRepository, digest: string) => void
}

export interface Pushed {
  readonly manifest: string
  readonly mediaType?: string | undefined
  readonly tag?: string | undefined
  /** Seconds since the Unix epoch; defaults to the machine's clock. */
  readonly at?: number | undefined
}

export function registry(
  place: { readonly region: string; readonly accountId: string },
  onImageAction: OnImageAction | undefined,
): Registry {
  const tell = telling((happening) => void told(imageActionOf(happening, place), onImageAction))
  const removeImage = (repository: ImageRepository, digest: string) => {
    const image = repository.images.get(digest)
    const tags = tagsOf(repository, digest)
    for (const tag of tags) repository.tags.delete(tag)
    repository.images.delete(digest)
    if (image !== undefined)
      for (const tag of tags.length === 0 ? [undefined] : tags) tell('DELETE', image, { repository, tag })
  }
  return {
    accountId: place.accountId,
    repositories: new Map(),
    put(repository, pushed) {
      const { tag, at = seconds() } = pushed
      const image = repository.images.get(digestOf(pushed.manifest)) ?? storedOf(pushed, at)
      repository.images.set(image.digest, image)
      if (tag !== undefined) repository.tags.set(tag, image.digest)
      tell('PUSH', image, { repository, tag, at })
      return image
    },
    removeTag(repository, tag) {
      const image = repository.images.get(repository.tags.get(tag) ?? '')
      if (image === undefined) return
      // With its last tag an image goes itself.
      if (tagsOf(repository, image.digest).length === 1) return removeImage(repository, image.digest)
      repository.tags.delete(tag)
      tell('DELETE', image, { repository, tag })
    },
    removeImage,
  }
}

interface Circumstances {
  readonly repository: ImageRepository
  readonly tag: string | undefined
  readonly at?: number
}

const telling =
  (tell: (happening: Happening) => void) =>
  (action: Happening['action'], image: StoredImage, { repository, tag, at = seconds() }: Circumstances) => {
    const { digest, manifestMediaType: mediaType, artifactMediaType, subject } = image
    tell({ action, repository: repository.name, digest, tag, mediaType, artifactMediaType, subject, at })
  }

const seconds = () => Date.now() / 1000

export const tagsOf = ({ tags }: ImageRepository, digest: string): readonly string[] =>
  [...tags].flatMap(([tag, at]) => (at === digest ? [tag] : []))

/** @throws AwsRefusal for a manifest that nobody could store */
function storedOf({ manifest, mediaType }: Pushed, at: number): StoredImage {
  const facts = factsIn(manifest)
  const manifestMediaType = mediaType ?? facts?.mediaType
  if (facts === undefined || manifestMediaType === undefined)
    throw new AwsRefusal(
      'InvalidParameterException',
      "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
    )
  return { ...facts, digest: digestOf(manifest), manifest, manifestMediaType, pushedAt: at }
}

/** A callback that throws does not spoil the answer to whoever pushes. */
async function told(event: ReturnType<typeof imageActionOf>, tell: OnImageAction | undefined): Promise<void> {
  try {
    await tell?.(event)
  } catch {
    // Whoever listens has a log of their own.
  }
}
