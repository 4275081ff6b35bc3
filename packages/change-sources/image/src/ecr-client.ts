import {
  BatchGetImageCommand,
  type BatchGetImageRequest,
  DescribeImagesCommand,
  type DescribeImagesRequest,
  ECRClient,
  type ECRClientConfig,
} from '@aws-sdk/client-ecr'

/** The operations a change source asks for. The only file that knows the SDK, so that it can be loaded late. */
export function ecrClient(options: ECRClientConfig) {
  // Trying again is done above, with one number of attempts for every fault.
  const client = new ECRClient({ ...options, maxAttempts: 1 })
  return {
    details: (input: DescribeImagesRequest) => client.send(new DescribeImagesCommand(input)),
    manifests: (input: BatchGetImageRequest) => client.send(new BatchGetImageCommand(input)),
  }
}

export type Ecr = ReturnType<typeof ecrClient>
export type { BatchGetImageResponse, ECRClientConfig, ImageDetail } from '@aws-sdk/client-ecr'
