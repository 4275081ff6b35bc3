import type { Ledger } from '../ledger.ts'

/**
 * What goes wrong: the next write is done and its answer is lost, on every try of it, or from now on
 * nothing answers.
 */
export type LedgerFault = 'answer_lost' | 'unavailable'

/** What an adapter's test must be able to arrange. Each clause gets a stage, and an empty store, of its own. */
export interface LedgerStage {
  readonly ledger: Ledger
  /** The same store as another process sees it, started now. */
  readonly again: () => Promise<Ledger>
  /** Breaks the store; left out where nothing can break, as in memory. */
  readonly fault?: (kind: LedgerFault) => Promise<'arranged' | 'cannot_happen'>
  /** Milliseconds since the Unix epoch, as the ledger's clock shows them. */
  readonly now: () => number
}
