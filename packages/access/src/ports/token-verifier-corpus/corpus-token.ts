import type { RefusalReason } from '../token-verifier.ts'
import type { CorpusStage } from './corpus-stage.ts'

/** A line of the requirement table: a demand of a standard (`S04`), or a class of real attacks (`V01`). */
export type RequirementId = `${'S' | 'V' | 'I' | 'D' | 'T' | 'E' | 'O' | 'F' | 'P'}${number}`

/** One token of the corpus, and what has to become of it. */
export interface CorpusToken {
  readonly requirement: RequirementId
  /** What the token is, as a noun: unique within the corpus. */
  readonly name: string
  readonly expect: 'refused' | 'verified'
  /** The refusals that name the cause; left out where any refusal will do. */
  readonly reasons?: readonly RefusalReason[]
  readonly token: (stage: CorpusStage) => Promise<string>
}
