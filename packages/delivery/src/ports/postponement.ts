import type { LedgerKey } from './ledger.ts'

/** "Decide this again at T": one pending for each pipeline at each ref. */
export interface Postponement {
  /** @param at milliseconds since the Unix epoch; takes the place of an earlier one */
  readonly postpone: (key: LedgerKey, at: number) => Promise<void>
  readonly cancel: (key: LedgerKey) => Promise<void>
}
