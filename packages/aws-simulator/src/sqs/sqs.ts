import type { Api } from '../wire/operation.ts'
import type { Queues } from './queue.ts'
import { sendMessage } from './send-message.ts'

/** AWS SQS in memory, as far as senders ask it. */
export const sqs = (queues: Queues): Api => ({
  targetPrefix: 'AmazonSQS',
  signingName: 'sqs',
  contentType: 'application/x-amz-json-1.0',
  operations: { SendMessage: sendMessage(queues) },
})
