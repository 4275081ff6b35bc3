import { concluded, parked } from './entry.ts'
import type { Gate } from './gate.ts'
import type { LedgerEntry, LedgerKey } from './ports/ledger.ts'
import { type Revision, sourceName, toldBefore } from './revision.ts'
import type { Decision } from './verdict.ts'

/**
 * Stands for every pipeline of a ref while nobody knows which there are: events that came without a
 * readable rules document are held under it, and where the ref stood before them is remembered.
 */
export const everyPipeline = '*'

const keyOf = ({ kind, repository, ref }: Revision): LedgerKey => ({
  kind,
  repository,
  ref,
  pipeline: everyPipeline,
})

/** Never "no rules, no starts": without a document everything waits, loudly, and nothing is lost. */
export async function hold(revision: Revision, note: string, gate: Gate): Promise<Decision> {
  const key = keyOf(revision)
  const [before] = await gate.ledger.read(key, [everyPipeline])
  const isHeld = before?.last?.reason === 'document_invalid'
  const from = isHeld ? before.baseline : toldBefore(revision)
  const decision: Decision = {
    decisionId: gate.digest(JSON.stringify([sourceName(revision), revision.ref, revision.to ?? ''])),
    source: sourceName(revision),
    ref: revision.ref,
    ...(from === undefined ? {} : { from }),
    ...(revision.to === undefined ? {} : { to: revision.to }),
    pipeline: everyPipeline,
    verdict: 'hold',
    reason: 'document_invalid',
    because: { note },
  }
  // Whoever wrote first has held the same ref.
  await gate.ledger.write(parked(key, isHeld ? before : withoutBaseline(before), decision))
  return decision
}

/** Where the ref stood before the first event that was held, or what that event told of, if events were. */
export function heldSince(
  entryOf: (pipeline: string) => LedgerEntry | undefined,
): { readonly from: string | undefined; readonly to: string | undefined } | undefined {
  const entry = entryOf(everyPipeline)
  return entry?.last?.reason === 'document_invalid'
    ? { from: entry.baseline, to: entry.undecided }
    : undefined
}

/** Every pipeline has decided for itself now. */
export async function release(
  entry: LedgerEntry | undefined,
  to: string | undefined,
  gate: Gate,
): Promise<void> {
  if (entry?.last?.reason !== 'document_invalid') return
  const decision: Decision = {
    ...entry.last,
    ...(to === undefined ? {} : { to }),
    verdict: 'skip',
    reason: 'superseded',
  }
  await gate.ledger.write(concluded(entry.key, entry, { decision }))
}

function withoutBaseline(entry: LedgerEntry | undefined): LedgerEntry | undefined {
  if (entry === undefined) return undefined
  const { key, edition } = entry
  return { key, edition }
}
