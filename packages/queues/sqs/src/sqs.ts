import type { Queue } from '@sallyport/delivery/queue'
import { patiently } from '@sallyport/kernel/patience'
import { failureOf } from './fault.ts'
import { messageOf } from './message.ts'
import { type Pause, patienceUntil, pause } from './patience.ts'
import type { SqsClient } from './sqs-client.ts'
import { refuseUnusable, type SqsOptions } from './sqs-options.ts'

export type { SqsOptions } from './sqs-options.ts'

/** What a test sets, so that nobody waits. */
export interface SqsSurroundings {
  /** Waits between two attempts, and rejects when there is no time left. */
  readonly pause: Pause
}

/**
 * Hands events over through an SQS queue. The trigger reads it by an event source mapping.
 *
 * On a FIFO queue a group is the MessageGroupId, or its SHA-256 where SQS would not take it.
 *
 * Whatever SQS says but yes rejects with `UpstreamUnavailable`: nobody but an operator can tell a queue
 * that is gone from one that will be back, and the event is to come again in either case.
 *
 * Source: SQS API reference, SendMessage.
 * @throws ConfigurationInvalid when an option cannot work
 */
export function sqs(options: SqsOptions, surroundings: Partial<SqsSurroundings> = {}): Queue {
  refuseUnusable(options)
  const { queueUrl, clientOptions = {}, attempts = 3 } = options
  const queue = new URL(queueUrl).pathname.split('/').at(-1) ?? ''
  let loading: Promise<SqsClient> | undefined
  // The SDK takes longest of all to load, and most calls of a webhook end before it.
  const loaded = () =>
    (loading ??= import('./sqs-client.ts').then(({ sqsClient }) => sqsClient(clientOptions)))

  return {
    async forward(event, { withinMilliseconds, ...how }) {
      const signal = AbortSignal.timeout(withinMilliseconds)
      const message = messageOf(event, how, queueUrl)
      try {
        const client = await loaded()
        const patience = { ...patienceUntil(signal, surroundings.pause ?? pause), attempts }
        await patiently(() => client.send(message, signal), patience)
      } catch (error) {
        throw failureOf(error, queue)
      }
    },
  }
}
