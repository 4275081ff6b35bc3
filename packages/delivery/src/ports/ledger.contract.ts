import type { Contract } from '@sallyport/kernel'
import { lastingClauses } from './ledger-contract/lasting-clauses.ts'
import { readingClauses } from './ledger-contract/reading-clauses.ts'
import type { LedgerStage } from './ledger-contract/stage.ts'
import { writingClauses } from './ledger-contract/writing-clauses.ts'

export type { LedgerFault, LedgerStage } from './ledger-contract/stage.ts'

/** The promises of every {@link Ledger}. Each clause gets a stage, and an empty store, of its own. */
export const ledgerContract: Contract<LedgerStage> = [...readingClauses, ...writingClauses, ...lastingClauses]
