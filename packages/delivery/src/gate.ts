import type { Clock, LivingDocument } from '@sallyport/kernel'
import type { ChangeSource } from './ports/change-source.ts'
import type { Ledger } from './ports/ledger.ts'
import type { PipelineStarter } from './ports/pipeline-starter.ts'
import type { Origin } from './revision.ts'
import type { Rules } from './rules.ts'

/** Everything gate 2 needs of the world. */
export interface Gate {
  readonly sources: readonly ChangeSource[]
  readonly rules: LivingDocument<Rules>
  readonly ledger: Ledger
  readonly pipelines: PipelineStarter
  readonly clock: Clock
  /** SHA-256 in hexadecimal: names decisions and starts. */
  readonly digest: (text: string) => string
  /** Waits for somebody else who decides the same. */
  readonly pause: (milliseconds: number) => Promise<void>
  /** How long a start is left to whoever began it. Longer than one invocation takes. */
  readonly leaseSeconds: number
  /** How long to wait for somebody else, in all. */
  readonly patienceSeconds: number
}

export const sourceOf = ({ sources }: Gate, { kind }: Pick<Origin, 'kind'>): ChangeSource | undefined =>
  sources.find((source) => source.kind === kind)
