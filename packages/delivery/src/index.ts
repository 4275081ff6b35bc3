export type { Change, ChangeKind, Completeness, Interest } from './change-set.ts'
export { memoryLedger } from './memory-ledger.ts'
export {
  type ChangeSource,
  type Comparison,
  nothingBefore,
  type Span,
  type Whole,
} from './ports/change-source.ts'
export type { Intent, Ledger, LedgerEntry, LedgerKey } from './ports/ledger.ts'
export type { Pin, PipelineStarter, Start, Started } from './ports/pipeline-starter.ts'
export { SourceRefused } from './ports/source-refused.ts'
export { type Origin, type Revision, type SourceKind, sourceName, type Tagged } from './revision.ts'
export type { Decision } from './verdict.ts'
