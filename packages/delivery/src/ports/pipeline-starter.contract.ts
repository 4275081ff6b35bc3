import type { Contract } from '@sallyport/kernel'
import { outageClauses } from './pipeline-starter-contract/outage-clauses.ts'
import { refusalClauses } from './pipeline-starter-contract/refusal-clauses.ts'
import type { StarterStage } from './pipeline-starter-contract/stage.ts'
import { startClauses } from './pipeline-starter-contract/start-clauses.ts'

export type { FarStart, StarterFault, StarterStage } from './pipeline-starter-contract/stage.ts'

/** The promises of every {@link PipelineStarter}. Each clause gets a stage of its own. */
export const pipelineStarterContract: Contract<StarterStage> = [
  ...startClauses,
  ...refusalClauses,
  ...outageClauses,
]
