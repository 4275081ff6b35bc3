import type { Contract } from '@sallyport/kernel'
import { eventClauses } from './change-source-contract/event-clauses.ts'
import { outageClauses } from './change-source-contract/outage-clauses.ts'
import { pathClauses } from './change-source-contract/path-clauses.ts'
import { refClauses } from './change-source-contract/ref-clauses.ts'
import { spanClauses } from './change-source-contract/span-clauses.ts'
import type { ChangeSourceStage, RepositoryStage, WholeStage } from './change-source-contract/stage.ts'
import { wholeClauses } from './change-source-contract/whole-clauses.ts'

export type {
  ChangeSourceStage,
  Edit,
  RepositoryStage,
  SourceFault,
  Told,
  WholeStage,
} from './change-source-contract/stage.ts'

/** The promises of every {@link ChangeSource} whose revisions hold files. Each clause gets a stage of its own. */
export const changeSourceContract: Contract<ChangeSourceStage> = [
  ...eventClauses,
  ...spanClauses,
  ...pathClauses,
  ...outageClauses,
]

/** What a {@link ChangeSource} with branches and tags promises: the above, and what refs are about. */
export const repositoryContract: Contract<RepositoryStage> = [...changeSourceContract, ...refClauses]

/** What a {@link ChangeSource} promises whose revisions are images: events as above, and digests. */
export const imageContract: Contract<WholeStage> = [...eventClauses, ...wholeClauses]
