import { UsageError } from './exit.ts'
import { sourceAt } from './source.ts'

/** An event in the form of EventBridge. */
export interface ChangeEvent {
  readonly source: string
  readonly 'detail-type': string
}

/**
 * Reads one event of a change, by itself or in an SQS batch of one.
 *
 * @throws UsageError when there is none, or more than one
 */
export async function changeEvent(file: string): Promise<ChangeEvent> {
  const found = parsed((await sourceAt(file)).content)
  const records = membersOf(found)['Records']
  const event = Array.isArray(records) ? only(file, records) : found
  const { source, 'detail-type': detailType } = membersOf(event)
  if (typeof source === 'string' && typeof detailType === 'string') return event as ChangeEvent
  const word = membersOf(event)['sallyport'] === undefined ? 'something else' : 'a sweep or a wake-up'
  throw new UsageError(file, 'an event with source and detail-type, as EventBridge delivers it', word)
}

function only(file: string, records: readonly unknown[]): unknown {
  if (records.length !== 1) throw new UsageError(file, 'one event', `a batch of ${records.length}`)
  const { body } = membersOf(records[0])
  return typeof body === 'string' ? parsed(body) : undefined
}

const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}
