import { createHash } from 'node:crypto'
import type { Forwarding } from '@sallyport/delivery/queue'
import type { Message } from './sqs-client.ts'

/**
 * The message for an event. Group and deduplication id are for FIFO queues only: on another queue a group
 * would count against the fairness of its neighbours, and there is no deduplication.
 */
export function messageOf(
  event: Readonly<Record<string, unknown>>,
  { group, deduplicationId }: Pick<Forwarding, 'group' | 'deduplicationId'>,
  queueUrl: string,
): Message {
  const message = { QueueUrl: queueUrl, MessageBody: bodyOf(event) }
  if (!queueUrl.endsWith('.fifo')) return message
  return { ...message, MessageGroupId: idOf(group), MessageDeduplicationId: idOf(deduplicationId) }
}

/**
 * JSON, and nothing that XML 1.0 cannot say: SQS would put U+FFFD in its place without a word, and a
 * branch would get another name. Control characters and halves of pairs JSON.stringify escapes itself.
 *
 * Source: SQS API reference, SendMessage.
 */
const bodyOf = (event: Readonly<Record<string, unknown>>) =>
  JSON.stringify(event).replaceAll(/[\ufffe\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16)}`)

/** As it is where SQS takes it: 1 to 128 ASCII letters, digits and punctuation. Its SHA-256 otherwise. */
const idOf = (text: string) =>
  /^[!-~]{1,128}$/.test(text) ? text : `sha256:${createHash('sha256').update(text).digest('hex')}`
