import { SendMessageCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs'

/** The one operation that is asked for. The only file that knows the SDK, so that it can be loaded late. */
export function sqsClient(options: SQSClientConfig) {
  const client = new SQSClient({
    // Otherwise the queue's URL would win over the endpoint of the SDK's environment, with a warning each time.
    useQueueUrlAsEndpoint: false,
    ...options,
    // Trying again is done above, within the time that is left.
    maxAttempts: 1,
  })
  return {
    send: (message: Message, signal: AbortSignal) =>
      client.send(new SendMessageCommand(message), { abortSignal: signal }),
  }
}

/** What SendMessage is given. */
export interface Message {
  readonly QueueUrl: string
  readonly MessageBody: string
  readonly MessageGroupId?: string
  readonly MessageDeduplicationId?: string
}

export type SqsClient = ReturnType<typeof sqsClient>
export type { SQSClientConfig } from '@aws-sdk/client-sqs'
