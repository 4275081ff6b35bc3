import { demand, UpstreamUnavailable } from '@sallyport/kernel'
import type { Pin, PipelineStarter, Start } from '../pipeline-starter.ts'

/** What an adapter's test must be able to arrange. */
export interface StarterStage {
  readonly starter: PipelineStarter
  /** A pipeline that can be started with the pin and the variable. */
  readonly pipeline: string
  readonly pin: Pin
  /** The name of a variable that the pipeline declares, and no start has to give. */
  readonly variable: string
  /** Every start since the stage was set, in order, as the far side has it. */
  readonly starts: () => Promise<readonly FarStart[]>
  readonly fault: (kind: StarterFault) => Promise<void>
  /** From now on there is no pipeline of this name. */
  readonly remove: (pipeline: string) => Promise<void>
}

/** One start that happened, as the far side has it. */
export interface FarStart {
  readonly pipeline: string
  readonly execution: string
  /** Values of the revisions it was pinned to. */
  readonly revisions: readonly string[]
  readonly variables: Readonly<Record<string, string>>
}

/**
 * From now on: the next call is throttled (`throttled_once`) or every call is (`throttled`); the next
 * start happens and its answer is lost (`answer_lost`), or is turned away for want of permission
 * (`access_denied_once`); every start finds the pipeline busy (`busy`), or its executions at their
 * limit, not counting any in `starts` (`full`); nobody answers (`unreachable`). `none` ends all of
 * them.
 */
export type StarterFault =
  | 'throttled_once'
  | 'throttled'
  | 'answer_lost'
  | 'access_denied_once'
  | 'busy'
  | 'full'
  | 'unreachable'
  | 'none'

/** A start of the stage's pipeline, with the given facts changed. */
export const startOf = ({ pipeline, pin }: StarterStage, changes: Partial<Start> = {}): Start => ({
  pipeline,
  pin,
  token: 'token-1',
  ...changes,
})

/** Starts, demands that it worked, and tells the execution. */
export async function started(stage: StarterStage, changes: Partial<Start> = {}): Promise<string> {
  const answer = await stage.starter.start(startOf(stage, changes))
  demand(answer.outcome === 'started', `refused: ${answer.outcome === 'refused' ? answer.found : ''}`)
  return answer.execution
}

/** Demands that exactly so many starts happened. */
export async function demandStarts({ starts }: StarterStage, count: number): Promise<void> {
  const found = (await starts()).length
  demand(found === count, `expected ${count} starts, found ${found}`)
}

/** Demands that a start is refused for this reason, and says why. */
export async function refusal(
  { starter }: StarterStage,
  start: Start,
  reason: 'pipeline_missing' | 'pipeline_refused',
): Promise<string> {
  const answer = await starter.start(start)
  demand(answer.outcome === 'refused', 'started it')
  demand(answer.reason === reason, `refused it as ${answer.reason}`)
  demand(answer.found.trim() !== '', 'did not say why')
  return answer.found
}

/** Demands that a start rejects with `UpstreamUnavailable`. */
export async function demandUnavailable({ starter }: StarterStage, start: Start): Promise<void> {
  const failure: unknown = await starter.start(start).then(
    (answer) => answer.outcome,
    (error: unknown) => error,
  )
  demand(
    failure instanceof UpstreamUnavailable,
    `did not reject with UpstreamUnavailable: ${String(failure)}`,
  )
}
