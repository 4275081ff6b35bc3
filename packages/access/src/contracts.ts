export {
  type Forgery,
  type TokenChanges,
  tokenVerifierContract,
  type VerifierStage,
} from './ports/token-verifier.contract.ts'
