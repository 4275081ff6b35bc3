export {
  type Forgery,
  type TokenChanges,
  tokenVerifierContract,
  type VerifierStage,
} from './ports/token-verifier.contract.ts'
export {
  type CorpusKey,
  type CorpusSecret,
  type CorpusStage,
  canary,
  type TokenFacts,
} from './ports/token-verifier-corpus/corpus-stage.ts'
export type { CorpusToken, RequirementId } from './ports/token-verifier-corpus/corpus-token.ts'
export { hostileCorpus } from './ports/token-verifier-corpus/hostile-corpus.ts'
export { type Score, scoreOf, type Tally } from './ports/token-verifier-corpus/score.ts'
export { type FaultCell, faultMatrix } from './ports/token-verifier-corpus/fault-matrix.ts'
export {
  type CacheState,
  type Fault,
  type FaultStage,
} from './ports/token-verifier-corpus/fault-stage.ts'
export { requirementTable } from './ports/token-verifier-corpus/requirement-table.ts'
