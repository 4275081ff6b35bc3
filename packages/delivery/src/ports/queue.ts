/** How an event is handed over. */
export interface Forwarding {
  /** Events of one group are fetched in the order they came in, where the queue keeps one. */
  readonly group: string
  /** Letters, digits and hyphens, at most 128: the same event, handed over again, has the same. */
  readonly deduplicationId: string
  /** The promise settles within this time, whatever the queue does: somebody waits for an answer. */
  readonly withinMilliseconds: number
}

/**
 * Takes events that a trigger fetches later, so that whoever brings one need not wait for decisions.
 *
 * Resolves once the event is safe with the queue. Throttling, a lost answer and a queue that is not
 * there reject with `UpstreamUnavailable`; the event may be in the queue all the same, and may be handed
 * over again: a trigger decides by where the ref points, and an event that comes twice starts nothing
 * twice.
 */
export interface Queue {
  /** @param event in EventBridge's form, as JSON */
  readonly forward: (event: Readonly<Record<string, unknown>>, how: Forwarding) => Promise<void>
}
