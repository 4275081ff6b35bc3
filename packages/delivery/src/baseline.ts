import { UpstreamUnavailable } from '@sallyport/kernel'
import type { Evidence } from './decide.ts'
import { type Compared, evidenceIn } from './evidence.ts'
import { heldSince } from './held.ts'
import type { ChangeSource } from './ports/change-source.ts'
import type { LedgerEntry } from './ports/ledger.ts'
import { type Revision, sourceName } from './revision.ts'
import type { Rule } from './rule.ts'
import type { Rules } from './rules.ts'

/** Rules that have decided up to the same revision, and what has changed since. */
export interface Since {
  readonly from: string | undefined
  readonly rules: readonly Rule[]
  readonly evidence: Evidence
}

export interface Question {
  readonly revision: Revision
  readonly to: string
  readonly source: ChangeSource
  readonly document: Rules
}

/**
 * Finds out what changed for each of the rules, by the baseline that each has in the ledger, not by
 * the event's own old commit: an event may be lost, and what it told of must come with the next.
 */
export async function changesSince(
  question: Question,
  rules: readonly Rule[],
  entryOf: (pipeline: string) => LedgerEntry | undefined,
): Promise<readonly Since[]> {
  const found: Since[] = []
  // One after the other: whatever fails, nothing has been decided, and the event comes again.
  for (const [baseline, group] of Map.groupBy(rules, ({ pipeline }) => entryOf(pipeline)?.baseline)) {
    if (baseline !== undefined) {
      found.push(await since(question, [baseline], group))
      continue
    }
    const held = heldSince(entryOf)
    const told = ({ pipeline }: Rule) => toldTo(entryOf(pipeline), held ?? question.revision)
    for (const [old, part] of Map.groupBy(group, told))
      found.push(await since(question, await firstBases(question, old), part))
  }
  return found
}

/**
 * The event's own old commit, to a pipeline about which nothing was decided. What was held or refused
 * without a baseline is older than this event, and would be lost.
 */
function toldTo(entry: LedgerEntry | undefined, { from }: { readonly from?: string }): string | undefined {
  return entry === undefined || entry.last?.reason === 'ref_deleted' ? from : undefined
}

/**
 * Where a ref that was never decided may have begun: where it left the default branch, and what the
 * event has. Neither will do alone. The event that told of the branch may be lost, or come after the
 * next; and a branch that follows the default branch has left it nowhere.
 */
async function firstBases(
  { revision, to, source }: Question,
  told: string | undefined,
): Promise<readonly string[]> {
  const base = await source.firstBase(revision, to)
  const known = [base, told].flatMap((each) => each ?? [])
  const earlier = known.filter((each) => each !== to)
  if (earlier.length > 0) return [...new Set(earlier)]
  return base === undefined ? [] : [base]
}

/** @param bases what changed since any of them counts; those that are gone have no say */
async function since(
  { revision, to, source, document }: Question,
  bases: readonly string[],
  rules: readonly Rule[],
): Promise<Since> {
  const found: { readonly from: string; readonly comparison: Compared }[] = []
  for (const from of bases) {
    const comparison = await source.changes({ origin: revision, from, to, interest: 'every' })
    if (comparison.outcome === 'compared') found.push({ from, comparison })
    // The ref moved on while we looked; the event that comes again finds where it is.
    if (comparison.outcome === 'unknown_revision')
      throw new UpstreamUnavailable(sourceName(revision), { found: 'a tip that is gone' })
  }
  const [first] = found
  if (first === undefined) return { from: bases[0], rules, evidence: { evidence: 'unknown_base' } }
  const comparisons = found.map(({ comparison }) => comparison)
  return { from: first.from, rules, evidence: await evidenceIn(comparisons, document, rules) }
}
