export { type LedgerFault, type LedgerStage, ledgerContract } from './ports/ledger.contract.ts'
export {
  type ChangeSourceStage,
  changeSourceContract,
  type Edit,
  type RepositoryStage,
  repositoryContract,
  type SourceFault,
  type Told,
} from './ports/change-source.contract.ts'
export {
  type FarStart,
  pipelineStarterContract,
  type StarterFault,
  type StarterStage,
} from './ports/pipeline-starter.contract.ts'
