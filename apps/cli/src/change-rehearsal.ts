import type { Decision, Pin, PipelineStarter, Revision } from '@sallyport/delivery'
import { deliver, type Gate, type Unsettled } from '@sallyport/delivery/deliver'
import type { ChangeEvent } from './change-event.ts'
import { type UntouchedLedger, untouched } from './untouched-ledger.ts'
import { type WitnessedSource, witnessed } from './witnessed-source.ts'

/** What the trigger would have done about an event. */
export type ChangeRehearsal =
  /** No source took the event for its own. */
  | { readonly outcome: 'not_recognised'; readonly asked: readonly string[] }
  | {
      readonly outcome: 'decided'
      readonly revision: Revision
      readonly decisions: readonly Decision[]
      /** Left to somebody else, who is at it right now. */
      readonly unsettled: readonly Unsettled[]
      readonly source: WitnessedSource
      readonly ledger: UntouchedLedger
      /** How each start would have been pinned, by pipeline. */
      readonly pins: ReadonlyMap<string, Pin>
    }

/**
 * Delivers a change for real, but for its ends: nothing is started, and the ledger is not written.
 *
 * @throws UpstreamUnavailable when rules, source or ledger do not answer
 */
export async function rehearseChange(event: ChangeEvent, gate: Gate): Promise<ChangeRehearsal> {
  for (const each of gate.sources) {
    const revision = each.recognise(event)
    if (revision === undefined) continue
    const source = witnessed(each)
    const ledger = untouched(gate.ledger)
    const { pipelines, pins } = idleStarter()
    // Nobody waits for somebody else's start: that it is under way is the answer.
    const quiet = { ...gate, sources: [source.source], ledger, pipelines, patienceSeconds: 0 }
    const { decisions, unsettled } = await deliver(revision, quiet)
    const outcome = 'decided'
    return { outcome, revision, decisions: decisions.map(unstarted), unsettled, source, ledger, pins }
  }
  return { outcome: 'not_recognised', asked: gate.sources.map(({ kind }) => kind) }
}

const notStarted = 'not started'

/** Says yes to everything, and does nothing. */
function idleStarter(): { readonly pipelines: PipelineStarter; readonly pins: Map<string, Pin> } {
  const pins = new Map<string, Pin>()
  const pipelines: PipelineStarter = {
    async start({ pipeline, pin }) {
      pins.set(pipeline, pin)
      return { outcome: 'started', execution: notStarted }
    },
  }
  return { pipelines, pins }
}

/** An execution that a decision has from before is real. */
function unstarted(decision: Decision): Decision {
  if (decision.execution !== notStarted) return decision
  const { execution: _execution, ...rest } = decision
  return rest
}
