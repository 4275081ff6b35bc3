import { EventUnsupported } from '@sallyport/kernel'

/** What a trigger's Lambda may be invoked with. */
export type Occasion =
  /** One event of EventBridge, or in its form. */
  | {
      readonly occasion: 'event'
      readonly event: object
      readonly source: string
      readonly detailType: string
    }
  /** A batch of them from SQS. */
  | { readonly occasion: 'batch'; readonly messages: readonly Message[] }
  /** `{"sallyport":"reconcile"}`: compare every ref with the ledger. */
  | { readonly occasion: 'sweep' }

export interface Message {
  readonly messageId: string
  /** Of a FIFO queue: what comes after a failure waits for it. */
  readonly group?: string
  readonly body: string
}

/** @throws EventUnsupported for anything else */
export function occasionOf(event: unknown): Occasion {
  if (!isRecord(event)) throw new EventUnsupported('an event of EventBridge, SQS or a sweep', inWords(event))
  if (Array.isArray(event.Records)) return { occasion: 'batch', messages: event.Records.map(messageOf) }
  if (event.sallyport === 'reconcile') return { occasion: 'sweep' }
  if (event.sallyport !== undefined) throw new EventUnsupported('sallyport: "reconcile"', 'another word')
  const { source, 'detail-type': detailType } = event
  if (typeof source !== 'string' || typeof detailType !== 'string')
    throw new EventUnsupported('an event with source and detail-type', 'one without')
  return { occasion: 'event', event, source, detailType }
}

function messageOf(record: unknown): Message {
  if (!isRecord(record) || record.eventSource !== 'aws:sqs')
    throw new EventUnsupported('records of aws:sqs', 'others')
  const { messageId, body, attributes } = record
  if (typeof messageId !== 'string' || typeof body !== 'string')
    throw new EventUnsupported('messages with messageId and body', 'one without')
  const group = isRecord(attributes) ? attributes.MessageGroupId : undefined
  return { messageId, body, ...(typeof group === 'string' ? { group } : {}) }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function inWords(value: unknown): string {
  if (value === undefined || value === null) return 'nothing'
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}
