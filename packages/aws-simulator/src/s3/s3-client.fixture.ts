import { S3Client } from '@aws-sdk/client-s3'
import { type AwsSimulator, type AwsSimulatorOptions, awsSimulator } from '../aws-simulator.ts'

export interface SimulatedS3 {
  readonly aws: AwsSimulator
  /** Tries once. */
  readonly client: S3Client
  readonly close: () => Promise<void>
}

/** S3 with the buckets `versioned`, `suspended` and `plain`, and the SDK's own client for it. */
export async function simulatedS3(options: AwsSimulatorOptions = {}): Promise<SimulatedS3> {
  const aws = await awsSimulator({
    buckets: { versioned: { versioning: 'enabled' }, suspended: { versioning: 'suspended' }, plain: {} },
    ...options,
  })
  const client = new S3Client({
    endpoint: aws.url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  })
  return {
    aws,
    client,
    close() {
      client.destroy()
      return aws.close()
    },
  }
}

/** What the SDK throws, as far as tests ask. */
export interface SdkError {
  readonly name: string
  readonly message: string
  readonly $metadata: { readonly httpStatusCode?: number }
  readonly $response?: { readonly headers: Readonly<Record<string, string>> }
}

/** The error of a call that has to fail. */
export const failureOf = (asked: Promise<unknown>): Promise<SdkError> =>
  asked.then(
    () => Promise.reject(new Error('call: expected a failure, found an answer')),
    (error: SdkError) => error,
  )

/** Its name, or its code, and its status. */
export async function refusalOf(asked: Promise<unknown>): Promise<string> {
  const { name, $metadata } = await failureOf(asked)
  return `${$metadata.httpStatusCode} ${name}`
}
