import { SourceRefused } from '@sallyport/delivery'
import { type Patience, patiently } from '@sallyport/kernel/patience'
import type { Ecr, ECRClientConfig } from './ecr-client.ts'
import { failureFrom, isAbsence } from './fault.ts'
import { isRepositoryName } from './reference.ts'

/**
 * Asks ECR, patiently. An image that is not there is an answer, namely nothing; everything else that
 * goes wrong rejects with `SourceRefused` or `UpstreamUnavailable`.
 */
export type Ask = <Answer extends object>(
  repository: string,
  request: (ecr: Ecr) => Promise<Answer>,
) => Promise<Answer | undefined>

export function asking(clientOptions: ECRClientConfig, patience: Patience): Ask {
  let loading: Promise<Ecr> | undefined
  // The SDK takes longest of all to load, and many a deployment hears of no image at all.
  const loaded = () =>
    (loading ??= import('./ecr-client.ts').then(({ ecrClient }) => ecrClient(clientOptions)))

  return async (repository, request) => {
    if (!isRepositoryName(repository)) throw new SourceRefused(sourceOf(repository), 'repository_missing')
    try {
      const ecr = await loaded()
      return await patiently(() => request(ecr), patience)
    } catch (error) {
      if (isAbsence(error)) return undefined
      throw failureFrom(error, sourceOf(repository))
    }
  }
}

/** How a repository is named where something is wrong with it. */
export const sourceOf = (repository: string): string => `ecr:${repository}`
