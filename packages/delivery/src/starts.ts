import { UpstreamUnavailable } from '@sallyport/kernel'
import { concluded, keptOf, leased, parked } from './entry.ts'
import type { Gate } from './gate.ts'
import type { ChangeSource } from './ports/change-source.ts'
import type { Intent, LedgerEntry } from './ports/ledger.ts'
import type { Started } from './ports/pipeline-starter.ts'
import type { Decision } from './verdict.ts'

/** How a start that was begun came out. */
export type StartOutcome =
  | { readonly outcome: 'decided'; readonly decision: Decision }
  /** Tried in vain, or not known to have been written down: it is to be tried again. */
  | { readonly outcome: 'unsettled'; readonly pipeline: string; readonly cause: unknown }

/** An entry with a start under way that is ours. */
export interface Begun {
  readonly entry: LedgerEntry
  readonly intent: Intent
}

/**
 * Makes a start that the ledger says is ours, and writes down how it came out. The token is of the
 * decision, so that doing it again, after whatever crash, starts nothing again.
 */
export async function make(begun: Begun, gate: Gate, source: ChangeSource): Promise<StartOutcome> {
  const { entry, intent } = begun
  const { pipeline, ...origin } = entry.key
  try {
    const started = await gate.pipelines.start({
      pipeline,
      pin: source.pin(origin, intent.to),
      token: intent.token,
    })
    return await conclude(begun, gate, decisionOn(intent.decision, started))
  } catch (cause) {
    if (cause instanceof UpstreamUnavailable) await release(begun, gate)
    return { outcome: 'unsettled', pipeline, cause }
  }
}

function decisionOn(decision: Decision, started: Started): Decision {
  if (started.outcome === 'started') return { ...decision, execution: started.execution }
  const { reason, found } = started
  return { ...decision, verdict: 'fail', reason, because: { ...decision.because, note: found } }
}

async function conclude({ entry, intent }: Begun, gate: Gate, decision: Decision): Promise<StartOutcome> {
  const { key } = entry
  const { ruleDigest, order } = intent
  const next =
    decision.verdict === 'fail'
      ? parked(key, entry, decision)
      : concluded(key, entry, { decision, ruleDigest, order, ...keptOf(intent) })
  const written = await gate.ledger.write(next)
  // Somebody took the start over when our lease had ended. With the same token, his is ours.
  return written === 'written'
    ? { outcome: 'decided', decision }
    : {
        outcome: 'unsettled',
        pipeline: key.pipeline,
        cause: new UpstreamUnavailable('ledger', { found: 'a lease that had ended' }),
      }
}

/** Nobody need wait for the lease to end. If this cannot be written either, the lease ends by itself. */
async function release({ entry, intent }: Begun, gate: Gate): Promise<void> {
  await gate.ledger.write(leased(entry, intent, 0)).catch(() => undefined)
}
