import type { Input } from './input-check.ts'
import { pagesBefore } from './page.ts'

/**
 * What goes wrong: `throttle`, `internal`, `access_denied` and `conflict` (busy) are answered instead;
 * `answer_lost` lets it happen and cuts the connection; `refuse_connection` cuts it before anything
 * happens; `slow` answers late.
 */
export type FaultKind =
  | 'throttle'
  | 'internal'
  | 'answer_lost'
  | 'refuse_connection'
  | 'access_denied'
  | 'conflict'
  | 'slow'

export interface Fault {
  /** Such as `StartPipelineExecution`; any, when left out. */
  readonly operation?: string
  readonly kind: FaultKind
  /** How many calls it hits; defaults to 1. */
  readonly times?: number
  /** Spares a list's first pages: 1 hits the second page and later ones. */
  readonly afterPage?: number
  /** Of `slow`; defaults to 1000. */
  readonly milliseconds?: number
}

export interface Faults {
  /** Queues a fault; faults that fit the same call are used up in the order they were queued. */
  readonly next: (fault: Fault) => void
  /** Forgets those not used up. */
  readonly clear: () => void
}

/** The queue, and the door by which the endpoint takes from it. */
export interface FaultQueue extends Faults {
  /** @param pages how many pages of a list were answered before this call; told by its token */
  readonly take: (operation: string, input: Input, pages?: number) => Fault | undefined
}

export function faultQueue(): FaultQueue {
  let waiting: { readonly fault: Fault; left: number }[] = []

  return {
    next: (fault) => waiting.push({ fault, left: fault.times ?? 1 }),
    clear: () => {
      waiting = []
    },
    take(operation, input, pages = pagesBefore(input)) {
      const hit = waiting.find(
        ({ fault, left }) =>
          left > 0 && (fault.operation ?? operation) === operation && pages >= (fault.afterPage ?? 0),
      )
      if (hit === undefined) return undefined
      hit.left -= 1
      return hit.fault
    },
  }
}
