import type { AwsSimulator } from '@sallyport/aws-simulator'

/** What an image pushed by hand is: its name, its tag, and a text that stands for its layers. */
export interface PushedImage {
  readonly repository: string
  readonly tag: string
  readonly digest: string
}

/** `/images/web:v1`; a repository's name may have slashes in it. */
const form = /^\/images\/([a-z0-9][a-z0-9._/-]*):([\w][\w.-]{0,127})$/

/**
 * Pushes an image, so that a push can be tried with `curl` alone: the same content gives the same layers
 * and, pushed again, another digest, as a rebuild does.
 *
 * @returns nothing when the path names no image that the rules name
 */
export function imageDoor({ images }: Pick<AwsSimulator, 'images'>, names: readonly string[]) {
  let builds = 0
  return ({
    path,
    content,
  }: {
    readonly path: string
    readonly content: string
  }): PushedImage | undefined => {
    const [, repository, tag] = form.exec(path) ?? []
    if (repository === undefined || tag === undefined || !names.includes(repository)) return undefined
    builds += 1
    const build = String(builds)
    return { repository, tag, digest: images.push({ repository, tag, layers: [content], build }) }
  }
}
