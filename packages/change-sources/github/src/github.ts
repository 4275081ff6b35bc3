import type { ChangeSource, Origin, Pin } from '@sallyport/delivery'
import { comparison } from './comparison.ts'
import { unlessItMayPass } from './fault.ts'
import { type GitHubOptions, githubSettings } from './github-options.ts'
import { pause } from './patience.ts'
import { questions } from './questions.ts'
import { mergeBase, refsOf, tipOf } from './refs.ts'
import { revisionIn } from './webhook-event.ts'

/** What a test sets, so that nobody waits. */
export interface GitHubSurroundings {
  /** Waits between two attempts. */
  readonly pause: (milliseconds: number) => Promise<void>
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/**
 * Tells what changed in the repositories of GitHub, or of one Enterprise Server. They are called as in
 * events, `owner/name`.
 *
 * @throws ConfigurationInvalid when an option cannot work
 */
export function github(
  options: GitHubOptions = {},
  surroundings: GitHubSurroundings = { pause, now: Date.now },
): ChangeSource {
  const settings = githubSettings(options)
  const { attempts, patienceSeconds, mostTrees } = settings
  const asked = questions(settings, { attempts, milliseconds: patienceSeconds * 1000, ...surroundings })

  return {
    kind: 'github',
    recognise(event) {
      try {
        return revisionIn(event)
      } catch {
        // Only a value that is no JSON, such as one with a getter that throws, comes here.
        return undefined
      }
    },
    tip: (origin) => tipOf(asked, origin),
    firstBase: (origin, to) => mergeBase(asked, origin, to).catch(unlessItMayPass),
    changes: (span) => comparison({ questions: asked, mostTrees }, span),
    pin: (origin, to) => pinOf(origin, to),
    refs: ({ repository }) => refsOf(asked, repository),
  }
}

/** Of a source action that uses a connection; the one of "GitHub version 1" takes no such pin. */
const pinOf = ({ repository, ref }: Origin, to: string): Pin => ({
  revisionType: 'COMMIT_ID',
  revisionValue: to,
  action: {
    provider: 'CodeStarSourceConnection',
    configuration: { FullRepositoryId: repository },
    ...(ref.startsWith('refs/heads/') && { preferably: { BranchName: ref.slice('refs/heads/'.length) } }),
  },
})
