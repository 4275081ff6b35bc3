import { type Patience, patiently } from '@sallyport/kernel/patience'
import type { CodeCommit, CodeCommitClientConfig } from './codecommit-client.ts'
import { type Absence, absenceIn, failureFrom } from './fault.ts'

/**
 * Asks CodeCommit, patiently. What is missing is an answer; everything else that goes wrong rejects with
 * `SourceRefused` or `UpstreamUnavailable`.
 */
export type Ask = <Answer extends object>(
  repository: string,
  request: (codecommit: CodeCommit) => Promise<Answer>,
) => Promise<Answer | Absence>

export function asking(clientOptions: CodeCommitClientConfig, patience: Patience): Ask {
  let loading: Promise<CodeCommit> | undefined
  // The SDK takes longest of all to load, and many a deployment hears of no CodeCommit at all.
  const loaded = () =>
    (loading ??= import('./codecommit-client.ts').then(({ codecommitClient }) =>
      codecommitClient(clientOptions),
    ))

  return async (repository, request) => {
    try {
      const codecommit = await loaded()
      return await patiently(() => request(codecommit), patience)
    } catch (error) {
      const absence = absenceIn(error)
      if (absence === undefined) throw failureFrom(error, repository)
      return absence
    }
  }
}

/** An answer, or nothing for whatever was missing. */
export const present = <Answer extends object>(answer: Answer | Absence): Answer | undefined =>
  typeof answer === 'string' ? undefined : answer
