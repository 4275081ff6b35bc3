import { demand, UpstreamUnavailable } from '@sallyport/kernel'
import type { Forwarding, Queue } from '../queue.ts'

/**
 * From now on: the next call is throttled (`throttled_once`) or every call is (`throttled`); the next
 * event is taken and the answer is lost, once (`answer_lost`); nobody answers (`unreachable`); whoever is
 * called takes the call and says nothing (`silent`). `none` ends all of them.
 */
export type QueueFault = 'throttled_once' | 'throttled' | 'answer_lost' | 'unreachable' | 'silent' | 'none'

/** What an adapter's test must be able to arrange. */
export interface QueueStage {
  readonly queue: Queue
  /** Whether events of one group are fetched in the order they came. */
  readonly order: 'kept' | 'not_kept'
  /** What a trigger would fetch: each event as it reads it. */
  readonly fetched: () => Promise<readonly unknown[]>
  readonly fault: (kind: QueueFault) => Promise<void>
}

export type Event = Readonly<Record<string, unknown>>

/** One event of a ref; the number tells it from others. */
export const eventOf = (number: number): Event => ({
  version: '0',
  id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  source: 'github.com',
  'detail-type': 'push',
  time: '2026-11-25T12:00:00.000Z',
  detail: { ref: 'refs/heads/main', after: String(number).padStart(40, '0') },
})

export const how = (deduplicationId: string, changes: Partial<Forwarding> = {}): Forwarding => ({
  group: 'github:acme/shop:refs/heads/main',
  deduplicationId,
  // Long enough for a machine that is busy; a clause that waits for it to end says less.
  withinMilliseconds: 20_000,
  ...changes,
})

/** Demands that the queue rejects with `UpstreamUnavailable`. */
export async function demandUnavailable({ queue }: QueueStage, forwarding: Forwarding): Promise<void> {
  const failure: unknown = await queue.forward(eventOf(1), forwarding).then(
    () => 'no failure',
    (error: unknown) => error,
  )
  demand(
    failure instanceof UpstreamUnavailable,
    `did not reject with UpstreamUnavailable: ${failure instanceof Error ? failure.name : String(failure)}`,
  )
}

/** Demands that exactly these events can be fetched, to the letter, and in this order where there is one. */
export async function demandEvents(
  { fetched, order }: QueueStage,
  ...events: readonly Event[]
): Promise<void> {
  const found = (await fetched()).map((event) => JSON.stringify(event))
  const expected = events.map((event) => JSON.stringify(event))
  demand(found.length === expected.length, `expected ${expected.length} events, found ${found.length}`)
  const isSame =
    order === 'kept'
      ? found.join('\n') === expected.join('\n')
      : found.toSorted().join('\n') === expected.toSorted().join('\n')
  demand(isSame, 'changed an event, or their order')
}
