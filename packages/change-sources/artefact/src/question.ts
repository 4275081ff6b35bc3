import { type Patience, patiently } from '@sallyport/kernel/patience'
import { type Absence, absenceIn, failureFrom } from './fault.ts'
import type { S3, S3ClientConfig } from './s3-client.ts'

/**
 * Asks S3, patiently. What is missing is an answer; everything else that goes wrong rejects with
 * `SourceRefused` or `UpstreamUnavailable`.
 */
export type Ask = <Answer extends object>(
  bucket: string,
  request: (s3: S3) => Promise<Answer>,
) => Promise<Answer | Absence>

export function asking(clientOptions: S3ClientConfig, patience: Patience): Ask {
  let loading: Promise<S3> | undefined
  // The SDK takes longest of all to load, and many a deployment hears of no object at all.
  const loaded = () => (loading ??= import('./s3-client.ts').then(({ s3Client }) => s3Client(clientOptions)))

  return async (bucket, request) => {
    try {
      const s3 = await loaded()
      return await patiently(() => request(s3), patience)
    } catch (error) {
      const absence = absenceIn(error)
      if (absence === undefined) throw failureFrom(error, bucket)
      return absence
    }
  }
}
