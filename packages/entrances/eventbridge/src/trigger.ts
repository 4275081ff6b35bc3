import type { Decision } from '@sallyport/delivery'
import { type Delivery, deliver, type Gate, reconcile, type Unsettled } from '@sallyport/delivery/deliver'
import { EventUnsupported, Failure, UpstreamUnavailable } from '@sallyport/kernel'
import { type DeliveryRecord, recordOf } from './delivery-record.ts'
import { type Message, type Occasion, occasionOf } from './trigger-event.ts'

export interface TriggerOptions {
  readonly gate: Gate
  /** Told of each decision, and of what is to be tried again; must not throw. */
  readonly report: (record: DeliveryRecord) => void
}

export interface TriggerAnswer {
  readonly decisions: readonly Decision[]
  /** Of an SQS batch: the messages that are to come again. */
  readonly batchItemFailures?: readonly { readonly itemIdentifier: string }[]
}

/** A Lambda's handler; Node 24 on Lambda refuses a third parameter. */
export type Trigger = (event: unknown) => Promise<TriggerAnswer>

/**
 * Answers source-change events, SQS batches of them, and sweeps.
 *
 * Throws `UpstreamUnavailable` when something is to be tried again, after every other pipeline was
 * seen to: EventBridge and SQS then deliver the event once more, and what was done is not done twice.
 *
 * @throws EventUnsupported for what is no event of EventBridge, SQS or a sweep
 */
export function trigger(options: TriggerOptions): Trigger {
  return async (event) => {
    const occasion = occasionOf(event)
    if (occasion.occasion === 'batch') return batch(occasion.messages, options)
    const delivery = await handled(occasion, options)
    if (delivery.unsettled.length > 0) throw comeAgain(delivery.unsettled)
    return { decisions: delivery.decisions }
  }
}

/** One message after the other: those of one group of a FIFO queue are in order, and stay so. */
async function batch(messages: readonly Message[], options: TriggerOptions): Promise<TriggerAnswer> {
  const decisions: Decision[] = []
  const failed: Message[] = []
  for (const message of messages) {
    const waits = message.group !== undefined && failed.some(({ group }) => group === message.group)
    const delivery = waits ? undefined : await attempted(message, options)
    decisions.push(...(delivery?.decisions ?? []))
    if (delivery === undefined || delivery.unsettled.length > 0) failed.push(message)
  }
  return { decisions, batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) }
}

/** Nothing when the message failed; the others of its batch are not to suffer for it. */
async function attempted({ body }: Message, options: TriggerOptions): Promise<Delivery | undefined> {
  try {
    const occasion = occasionOf(parsed(body))
    if (occasion.occasion === 'batch') throw new EventUnsupported('one event in a message', 'a batch of them')
    return await handled(occasion, options)
  } catch (error) {
    options.report({ record: 'unsettled', gate: 'delivery', pipeline: '*', found: wordsOf(error) })
    return undefined
  }
}

async function handled(
  occasion: Exclude<Occasion, { occasion: 'batch' }>,
  { gate, report }: TriggerOptions,
): Promise<Delivery> {
  const started = performance.now()
  const delivery = await deliveryOf(occasion, gate)
  if (delivery === undefined) {
    if (occasion.occasion === 'event')
      report({
        record: 'ignored',
        gate: 'delivery',
        source: occasion.source,
        detailType: occasion.detailType,
      })
    return { decisions: [], unsettled: [] }
  }
  const latencyMilliseconds = Math.round(performance.now() - started)
  for (const decision of delivery.decisions) report(recordOf(decision, latencyMilliseconds))
  for (const { pipeline, cause } of delivery.unsettled)
    report({ record: 'unsettled', gate: 'delivery', pipeline, found: wordsOf(cause) })
  return delivery
}

async function deliveryOf(
  occasion: Exclude<Occasion, { occasion: 'batch' }>,
  gate: Gate,
): Promise<Delivery | undefined> {
  if (occasion.occasion === 'sweep') return reconcile(gate)
  for (const source of gate.sources) {
    const revision = source.recognise(occasion.event)
    if (revision !== undefined) return deliver(revision, gate)
  }
  return undefined
}

function comeAgain(unsettled: readonly Unsettled[]): UpstreamUnavailable {
  const names = [...new Set(unsettled.map(({ pipeline }) => pipeline))].toSorted()
  return new UpstreamUnavailable('delivery', { found: `starts to be tried again: ${names.join(', ')}` })
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new EventUnsupported('JSON in the body of a message', 'something else')
  }
}

/** What we threw ourselves is fit to be logged; of anything else only its kind is. */
function wordsOf(error: unknown): string {
  if (error instanceof Failure) return error.message
  return `an unexpected ${error instanceof Error ? error.name : typeof error}`
}
