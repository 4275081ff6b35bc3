import type { Origin } from '../revision.ts'
import type { Decision } from '../verdict.ts'

/** What a ledger keeps one entry for. */
export interface LedgerKey extends Origin {
  readonly pipeline: string
}

/** What is kept beside a revision, to compare a later one with. */
export interface Kept {
  /** What the source would forget of it. */
  readonly snapshot?: string
  /** Of the packages that a rule waits for: a digest of what the lockfile resolved for them there. */
  readonly resolutions?: string
}

/**
 * All that is known of one pipeline at one ref; what is kept is of the baseline. Times are milliseconds
 * since the Unix epoch.
 */
export interface LedgerEntry extends Kept {
  readonly key: LedgerKey
  /** Grows by one with each write; the first is 1. */
  readonly edition: number
  /** The last revision that was decided: confirmed as started, or skipped. */
  readonly baseline?: string
  /** Without a baseline: the first revision that was held or refused. What was before it is the base. */
  readonly undecided?: string
  /** Of the newest event that was decided, where the source's events have an order. */
  readonly order?: string
  /** Of the rule that decided it. */
  readonly ruleDigest?: string
  /** A start that was decided and is not confirmed yet. */
  readonly intent?: Intent
  /** The last decision, whatever it was. */
  readonly last?: Decision
  /** Set when the ref is gone: the entry may be forgotten then, and not before 15 days have passed. */
  readonly forgetAfter?: number
}

/** A start; what is kept is of `to`. */
export interface Intent extends Kept {
  readonly from?: string
  readonly to: string
  readonly token: string
  /** Until then the start is somebody's; afterwards anybody may take it over. */
  readonly leaseUntil: number
  readonly decision: Decision
  /** Of the event, until the start is confirmed; of one that is refused nothing newer was decided. */
  readonly order?: string
  /** Of the rule that decided it; by the time the start is confirmed the rule may read otherwise. */
  readonly ruleDigest?: string
}

/**
 * Remembers what was decided, so that nothing is started twice and nothing is lost. It keeps entries
 * and compares editions; what they mean is the domain's.
 *
 * A store that does not answer rejects with `UpstreamUnavailable`. A write whose answer was lost may
 * have happened: read again before anything else.
 */
export interface Ledger {
  /** The entries there are, in any order; consistent with every write that was answered. */
  readonly read: (origin: Origin, pipelines: readonly string[]) => Promise<readonly LedgerEntry[]>
  /**
   * Writes if nobody else did: the entry's edition must follow the one that is there (1 when there
   * is none).
   */
  readonly write: (entry: LedgerEntry) => Promise<'written' | 'conflict'>
  /** Every origin that has entries, for the sweep. */
  readonly origins: () => AsyncIterable<Origin>
}
