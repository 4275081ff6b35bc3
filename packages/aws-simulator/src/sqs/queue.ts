import { createHash, randomUUID } from 'node:crypto'
import { AwsRefusal } from '../wire/refusal.ts'
import { type OnMessage, type Place, type QueuedMessage, sqsEventOf } from './message.ts'

/** A queue as a test or a laptop makes it. A name that ends in `.fifo` is a FIFO queue's, as in AWS. */
export interface QueueDefinition {
  /** Defaults to what the name says. */
  readonly fifo?: boolean
  /** Takes the hash of a body for the deduplication id where none is given. Defaults to false. */
  readonly contentBasedDeduplication?: boolean
  /** Defaults to 1048576, the most there is. */
  readonly maximumMessageBytes?: number
}

/** What a sender says. */
export interface Sent {
  readonly body: string
  readonly group: string | undefined
  readonly deduplicationId: string | undefined
}

/** Everything SQS remembers. */
export interface Queues {
  readonly definitions: ReadonlyMap<string, QueueDefinition>
  /** In the order they were sent; of one queue, or of all. */
  readonly messages: (queue?: string) => readonly QueuedMessage[]
  /** @throws AwsRefusal */
  readonly send: (queue: string, sent: Sent) => Promise<{ readonly id: string; readonly sequence?: string }>
}

/** A deduplication id is remembered for five minutes (SQS developer guide, "Exactly-once processing"). */
const deduplicationMilliseconds = 5 * 60 * 1000

export interface QueuesOptions {
  readonly queues?: Readonly<Record<string, QueueDefinition>>
  readonly onMessage?: OnMessage
  /** Milliseconds since the Unix epoch; defaults to the machine's clock. */
  readonly now?: () => number
}

export function queues(options: QueuesOptions, place: Place): Queues {
  const { queues: named = {}, onMessage, now = Date.now } = options
  const definitions = new Map(Object.entries(named))
  const messages: QueuedMessage[] = []

  return {
    definitions,
    messages: (name) => messages.filter(({ queue }) => queue === (name ?? queue)),
    async send(queue, { body, group, deduplicationId }) {
      const definition = definitions.get(queue) ?? {}
      const isFifo = definition.fifo ?? queue.endsWith('.fifo')
      const id = isFifo ? (deduplicationId ?? digestOf(body, definition)) : deduplicationId
      const sentAt = now()
      const earlier = isFifo ? messages.find((each) => isRepeat(each, { queue, id, sentAt })) : undefined
      const message = earlier ?? {
        messageId: randomUUID(),
        queue,
        body,
        ...(group === undefined ? {} : { group }),
        ...(id === undefined ? {} : { deduplicationId: id }),
        sentAt,
      }
      if (earlier === undefined) {
        messages.push(message)
        void told(message, place, onMessage)
      }
      const sequence = String(messages.indexOf(message) + 1).padStart(20, '0')
      return { id: message.messageId, ...(isFifo ? { sequence } : {}) }
    },
  }
}

interface Repeat {
  readonly queue: string
  readonly id: string | undefined
  readonly sentAt: number
}

const isRepeat = (each: QueuedMessage, { queue, id, sentAt }: Repeat) =>
  each.queue === queue && each.deduplicationId === id && sentAt - each.sentAt < deduplicationMilliseconds

/** A callback that throws does not spoil the answer to the sender. */
async function told(message: QueuedMessage, place: Place, onMessage: OnMessage | undefined): Promise<void> {
  try {
    await onMessage?.(message, sqsEventOf(message, place))
  } catch {
    // Whoever listens has a log of their own.
  }
}

function digestOf(body: string, { contentBasedDeduplication }: QueueDefinition): string {
  if (contentBasedDeduplication) return createHash('sha256').update(body).digest('hex')
  throw new AwsRefusal(
    'InvalidParameterValue',
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  )
}
