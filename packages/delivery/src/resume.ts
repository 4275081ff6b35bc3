import { leased } from './entry.ts'
import type { Gate } from './gate.ts'
import { inTurns } from './in-turns.ts'
import type { ChangeSource } from './ports/change-source.ts'
import type { LedgerEntry } from './ports/ledger.ts'
import { make, type StartOutcome } from './starts.ts'

/** What became of starts that somebody began and did not confirm. */
export interface Resumed {
  readonly outcomes: readonly StartOutcome[]
  /** Still somebody else's. */
  readonly busy: readonly string[]
  /** Pipelines about which nothing more is to be decided in this attempt. */
  readonly closed: ReadonlySet<string>
}

/**
 * Takes over each start whose lease has ended, under its own token: if it was made before the crash,
 * making it again starts nothing.
 */
export async function resume(
  entries: readonly LedgerEntry[],
  source: ChangeSource,
  gate: Gate,
): Promise<Resumed> {
  const found = await inTurns(entries, (entry) => taken(entry, source, gate))
  const outcomes = found.flatMap((each) => (typeof each === 'object' ? [each] : []))
  const busy = entries.flatMap(({ key }, at) => (found[at] === 'busy' ? [key.pipeline] : []))
  const failed = outcomes.flatMap((each) => {
    if (each.outcome === 'unsettled') return [each.pipeline]
    return each.decision.verdict === 'fail' ? [each.decision.pipeline] : []
  })
  return { outcomes, busy, closed: new Set([...busy, ...failed]) }
}

async function taken(
  entry: LedgerEntry,
  source: ChangeSource,
  gate: Gate,
): Promise<StartOutcome | 'nothing' | 'busy'> {
  const { intent, key } = entry
  if (intent === undefined) return 'nothing'
  if (intent.leaseUntil > gate.clock.now()) return 'busy'
  const ours = leased(entry, intent, gate.clock.now() + gate.leaseSeconds * 1000)
  try {
    if ((await gate.ledger.write(ours)) !== 'written') return 'busy'
  } catch (cause) {
    // The others were perhaps started: they are to be told of.
    return { outcome: 'unsettled', pipeline: key.pipeline, cause }
  }
  return make({ entry: ours, intent }, gate, source)
}
