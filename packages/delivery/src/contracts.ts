export { type LedgerFault, type LedgerStage, ledgerContract } from './ports/ledger.contract.ts'
export {
  type ChangeSourceStage,
  changeSourceContract,
  type Edit,
  imageContract,
  type RepositoryStage,
  repositoryContract,
  type SourceFault,
  type Told,
  type WholeStage,
} from './ports/change-source.contract.ts'
export {
  type FarStart,
  pipelineStarterContract,
  type StarterFault,
  type StarterStage,
} from './ports/pipeline-starter.contract.ts'
export { type QueueFault, type QueueStage, queueContract } from './ports/queue.contract.ts'
