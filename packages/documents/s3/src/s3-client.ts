import {
  GetObjectCommand,
  type GetObjectCommandInput,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3'

/** The one operation a document asks for. The only file that knows the SDK, so that it can be loaded late. */
export function s3Client(options: S3ClientConfig) {
  // Trying again is done above, with one number of attempts for every fault.
  const client = new S3Client({ ...options, maxAttempts: 1 })
  return {
    object: (input: GetObjectCommandInput, abortSignal: AbortSignal) =>
      client.send(new GetObjectCommand(input), { abortSignal }),
  }
}

export type S3 = ReturnType<typeof s3Client>
export type { GetObjectCommandOutput, S3ClientConfig } from '@aws-sdk/client-s3'
