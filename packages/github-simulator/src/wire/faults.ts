/**
 * What goes wrong instead of an answer: `primary` and `secondary` are the two rate limits, with 403 or (as
 * `..._429`) with 429, `secondary_silent` one that does not say for how long; `internal`, `bad_gateway` and
 * `unavailable` are 500, 502 and 503; `diff_unavailable` is a comparison that takes GitHub too long (422);
 * `forbidden` is a permission that is missing; `bad_credentials` a token that is not good any more; `cut`
 * ends the connection before an answer, `answer_cut` in the middle of one.
 */
export type FaultKind =
  | 'primary'
  | 'primary_429'
  | 'secondary'
  | 'secondary_429'
  | 'secondary_silent'
  | 'internal'
  | 'bad_gateway'
  | 'unavailable'
  | 'diff_unavailable'
  | 'forbidden'
  | 'bad_credentials'
  | 'cut'
  | 'answer_cut'

export interface Fault {
  /** Such as `git/get-tree`: the operation's id in GitHub's OpenAPI description; any, when left out. */
  readonly operation?: string
  readonly kind: FaultKind
  /** How many calls it hits; defaults to 1. */
  readonly times?: number
  /** Spares as many calls of its operation first; defaults to 0. */
  readonly after?: number
  /** Until a primary limit resets, or of `retry-after`; defaults to 60. */
  readonly seconds?: number
}

export interface Faults {
  /** Queues a fault; faults that fit the same call are used up in the order they were queued. */
  readonly next: (fault: Fault) => void
  /** Forgets those not used up. */
  readonly clear: () => void
}

/** The queue, and the door by which the endpoint takes from it. */
export interface FaultQueue extends Faults {
  readonly take: (operation: string) => Fault | undefined
}

export function faultQueue(): FaultQueue {
  let waiting: { readonly fault: Fault; left: number; spared: number }[] = []
  return {
    next: (fault) => waiting.push({ fault, left: fault.times ?? 1, spared: fault.after ?? 0 }),
    clear: () => {
      waiting = []
    },
    take(operation) {
      const fitting = waiting.filter(({ fault }) => (fault.operation ?? operation) === operation)
      const hit = fitting.find(({ left, spared }) => left > 0 && spared === 0)
      for (const each of fitting) if (each !== hit && each.spared > 0) each.spared -= 1
      if (hit !== undefined) hit.left -= 1
      return hit?.fault
    },
  }
}
