import { deliver, type Delivery, type Unsettled } from './deliver.ts'
import type { Gate } from './gate.ts'
import { SourceRefused } from './ports/source-refused.ts'
import { sourceName } from './revision.ts'
import type { Decision } from './verdict.ts'
import { type Place, watched } from './watched.ts'

/**
 * Compares every watched ref with the ledger, and decides what no event told of: events of CodeCommit
 * and ECR are best effort. It goes the way of an event, so that the two never start one thing twice.
 *
 * One source that fails does not keep the others waiting; its refs come back as unsettled.
 */
export async function reconcile(gate: Gate): Promise<Delivery> {
  const { value: rules } = await gate.rules.current()
  const decisions: Decision[] = []
  const unsettled: Unsettled[] = []
  for await (const found of watched(rules, gate)) {
    if ('cause' in found) {
      const { place, cause } = found
      if (cause instanceof SourceRefused) decisions.push(refused(place, cause, gate))
      else unsettled.push({ pipeline: '*', cause })
      continue
    }
    try {
      const delivery = await deliver(found.revision, gate, found.only)
      decisions.push(...delivery.decisions.filter(isNews))
      unsettled.push(...delivery.unsettled)
    } catch (cause) {
      unsettled.push({ pipeline: '*', cause })
    }
  }
  return { decisions, unsettled }
}

/** Asking again does not help. */
function refused(place: Place, { message }: SourceRefused, gate: Gate): Decision {
  const source = sourceName(place)
  return {
    decisionId: gate.digest(JSON.stringify([source, message])).slice(0, 32),
    source,
    ref: '*',
    pipeline: '*',
    verdict: 'fail',
    reason: 'incomplete_diff',
    because: { note: message },
  }
}

const isNews = ({ reason }: Decision) => reason !== 'duplicate' && reason !== 'stale'
