import type { Contract } from '@sallyport/kernel'
import { claimClauses } from './token-verifier-contract/claims-clauses.ts'
import { discretionClauses } from './token-verifier-contract/discretion-clauses.ts'
import { formClauses } from './token-verifier-contract/form-clauses.ts'
import { headerClauses } from './token-verifier-contract/header-clauses.ts'
import { identityClauses } from './token-verifier-contract/identity-clauses.ts'
import { speakerClauses } from './token-verifier-contract/speaker-clauses.ts'
import type { VerifierStage } from './token-verifier-contract/stage.ts'

export type { Forgery, TokenChanges, VerifierStage } from './token-verifier-contract/stage.ts'

/** The promises of every {@link TokenVerifier}. Each clause gets a stage of its own. */
export const tokenVerifierContract: Contract<VerifierStage> = [
  ...identityClauses,
  ...formClauses,
  ...headerClauses,
  ...claimClauses,
  ...speakerClauses,
  ...discretionClauses,
]
