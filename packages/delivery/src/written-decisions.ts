import { begun, concluded, ended, parked } from './entry.ts'
import type { EntryOf, Fresh } from './fresh-decisions.ts'
import type { Gate } from './gate.ts'
import { inTurns } from './in-turns.ts'
import type { Intent, LedgerEntry, LedgerKey } from './ports/ledger.ts'
import type { Origin } from './revision.ts'
import type { Begun } from './starts.ts'
import type { Decision } from './verdict.ts'

/** Decisions as far as they are in the ledger. */
export interface Written {
  /** Final: nothing is left to do about them. */
  readonly decisions: readonly Decision[]
  /** Starts that are ours to make. */
  readonly begun: readonly Begun[]
  /** Somebody else wrote first. */
  readonly busy: readonly string[]
}

interface Page {
  readonly origin: Origin
  readonly entryOf: EntryOf
  /** Of the event. */
  readonly order: string | undefined
}

/** Writes every decision down, starts as intents, before any of them is made. */
export async function writeAll(page: Page, fresh: readonly Fresh[], gate: Gate): Promise<Written> {
  const pages = await inTurns(fresh, async (each) => {
    const { decision } = each
    const { entry, intent } = edition(page, each, gate)
    const isOurs = (await gate.ledger.write(entry)) === 'written'
    return { entry, intent, decision, isOurs }
  })
  const ours = pages.filter(({ isOurs }) => isOurs)
  return {
    decisions: ours.flatMap(({ intent, decision }) => (intent === undefined ? [decision] : [])),
    begun: ours.flatMap(({ entry, intent }) => (intent === undefined ? [] : [{ entry, intent }])),
    busy: pages.flatMap(({ isOurs, decision }) => (isOurs ? [] : [decision.pipeline])),
  }
}

function edition(
  { origin, entryOf, order }: Page,
  { rule, decision, kept, ruleDigest = rule.digest }: Fresh,
  gate: Gate,
): { readonly entry: LedgerEntry; readonly intent?: Intent } {
  const key: LedgerKey = { ...origin, pipeline: rule.pipeline }
  const before = entryOf(rule.pipeline)
  const now = gate.clock.now()
  const { verdict, reason, from, to, decisionId } = decision
  if (reason === 'ref_deleted') return { entry: ended(key, before, { decision, now }) }
  if (verdict === 'skip') return { entry: concluded(key, before, { decision, ruleDigest, order, ...kept }) }
  if (verdict !== 'start' || to === undefined) return { entry: parked(key, before, decision) }
  const leaseUntil = now + gate.leaseSeconds * 1000
  const intent: Intent = {
    ...(from === undefined ? {} : { from }),
    to,
    token: decisionId,
    leaseUntil,
    decision,
    ruleDigest,
    ...(order === undefined ? {} : { order }),
    ...kept,
  }
  return { entry: begun(key, before, intent), intent }
}
