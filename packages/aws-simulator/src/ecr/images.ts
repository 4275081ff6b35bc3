import { type ImageBuild, type Built, builtOf } from './build.ts'
import type { ImageRepository, ImageRepositoryOptions, Registry } from './registry.ts'

export interface Push {
  /** Is made if it is not there. */
  readonly repository: string
  readonly tag?: string
  /** Seconds since the Unix epoch; defaults to the machine's clock. */
  readonly at?: number
}

type Circumstances = { readonly [Name in 'tag' | 'at']?: Push[Name] | undefined }

/** ECR, past its protocol. */
export interface Images {
  /** Takes the place of one with the same name, and all its images. */
  readonly add: (repository: string, options?: ImageRepositoryOptions) => void
  readonly remove: (repository: string) => void
  /** Pushes an image, those of its platforms first. @returns its digest */
  readonly push: (pushed: Push & ImageBuild) => string
  /** Gives a tag to an image that is there, as PutImage with its own manifest does. */
  readonly tag: (digest: string, pushed: Push & { readonly tag: string }) => void
  /** Takes a tag away, and with its last one the image. */
  readonly untag: (repository: string, tag: string) => void
  /** Deletes an image with all its tags. */
  readonly delete: (repository: string, digest: string) => void
}

export function images(registry: Registry): Images {
  const { repositories } = registry
  const add = (name: string, options: ImageRepositoryOptions = {}): ImageRepository => {
    const repository = { ...options, name, images: new Map(), tags: new Map() }
    repositories.set(name, repository)
    return repository
  }
  const put = (
    repository: ImageRepository,
    { manifest, mediaType, children }: Built,
    push: Circumstances,
  ) => {
    for (const child of children) put(repository, child, { ...push, tag: undefined })
    return registry.put(repository, { manifest, mediaType, tag: push.tag, at: push.at }).digest
  }
  return {
    add: (name, options) => void add(name, options),
    remove: (name) => void repositories.delete(name),
    push: (pushed) =>
      put(repositories.get(pushed.repository) ?? add(pushed.repository), builtOf(pushed), pushed),
    tag(digest, pushed) {
      const repository = repositories.get(pushed.repository)
      const image = repository?.images.get(digest)
      if (repository === undefined || image === undefined)
        throw new Error(`${pushed.repository}: expected an image ${digest}, found none`)
      registry.put(repository, { manifest: image.manifest, tag: pushed.tag, at: pushed.at })
    },
    untag(name, tag) {
      const repository = repositories.get(name)
      if (repository !== undefined) registry.removeTag(repository, tag)
    },
    delete(name, digest) {
      const repository = repositories.get(name)
      if (repository !== undefined) registry.removeImage(repository, digest)
    },
  }
}
