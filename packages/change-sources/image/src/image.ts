import type { ChangeSource } from '@sallyport/delivery'
import { comparison } from './comparison.ts'
import { revisionIn } from './image-event.ts'
import { type ImageOptions, refuseUnusable } from './image-options.ts'
import { tagsOf, tipOf } from './image-tags.ts'
import { patience } from './patience.ts'
import { asking } from './question.ts'

/** What a test sets, so that nobody waits. */
export interface ImageSurroundings {
  /** Waits between two attempts. */
  readonly pause: (milliseconds: number) => Promise<void>
}

/**
 * Tells what changed in the Amazon ECR repositories of one account and region.
 *
 * An image has no paths: it is compared as a whole, by the digests of its layers.
 *
 * @throws ConfigurationInvalid naming every option that cannot work
 */
export function image(options: ImageOptions = {}, surroundings: ImageSurroundings = patience): ChangeSource {
  refuseUnusable(options)
  const { clientOptions = {}, attempts = 5 } = options
  const ask = asking(clientOptions, { ...patience, attempts, pause: surroundings.pause })

  return {
    kind: 'ecr',
    recognise(event) {
      try {
        return revisionIn(event)
      } catch {
        // Only a value that is no JSON, such as one with a getter that throws, comes here.
        return undefined
      }
    },
    tip: ({ repository, tag }) => tipOf(ask, repository, tag),
    // What a tag was before, nobody keeps.
    firstBase: async () => undefined,
    changes: (span) => comparison(ask, span),
    pin: ({ repository }, to) => ({
      revisionType: 'IMAGE_DIGEST',
      revisionValue: to,
      action: { provider: 'ECR', configuration: { RepositoryName: repository } },
    }),
    refs: async () => [],
    tags: ({ repository }) => tagsOf(ask, repository),
  }
}
