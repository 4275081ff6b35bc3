/** One message as the queue has it, and as Lambda gets it. */
export interface QueuedMessage {
  readonly messageId: string
  /** The queue's name. */
  readonly queue: string
  readonly body: string
  /** Of a FIFO queue; of another where it was given. */
  readonly group?: string
  readonly deduplicationId?: string
  /** Milliseconds since the Unix epoch. */
  readonly sentAt: number
}

/** Told of each message once, with the records that Lambda's event source would hand over for it. */
export type OnMessage = (message: QueuedMessage, event: SqsEvent) => unknown

/** Lambda's event for a batch of messages: here always of one. */
export interface SqsEvent {
  readonly Records: readonly object[]
}

/** Source: AWS Lambda developer guide, "Using Lambda with Amazon SQS", example events. */
export function sqsEventOf(message: QueuedMessage, { region, accountId }: Place): SqsEvent {
  const { messageId, body, group, deduplicationId, sentAt, queue } = message
  return {
    Records: [
      {
        messageId,
        receiptHandle: `simulated-${messageId}`,
        body,
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: String(sentAt),
          SenderId: 'AIDASIMULATED',
          ApproximateFirstReceiveTimestamp: String(sentAt),
          ...(group === undefined ? {} : { MessageGroupId: group }),
          ...(deduplicationId === undefined ? {} : { MessageDeduplicationId: deduplicationId }),
        },
        messageAttributes: {},
        eventSource: 'aws:sqs',
        eventSourceARN: `arn:aws:sqs:${region}:${accountId}:${queue}`,
        awsRegion: region,
      },
    ],
  }
}

/** Where the queues would be in AWS. */
export interface Place {
  readonly region: string
  readonly accountId: string
}
