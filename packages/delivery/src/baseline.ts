import { UpstreamUnavailable } from '@sallyport/kernel'
import type { Evidence } from './decide.ts'
import { type Compared, evidenceIn } from './evidence.ts'
import { heldSince } from './held.ts'
import { interestOf } from './interest.ts'
import { type ChangeSource, type Comparison, type NothingBefore } from './ports/change-source.ts'
import type { LedgerEntry } from './ports/ledger.ts'
import { type Revision, sourceName, toldBefore } from './revision.ts'
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

/** What a revision is compared with, and what the ledger kept of it. */
interface Base {
  readonly from: string | NothingBefore
  readonly snapshot?: string
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
    if (baseline === question.to) {
      found.push({ from: baseline, rules: group, evidence: { evidence: 'whole', differs: 'nothing' } })
      continue
    }
    if (baseline !== undefined) {
      const snapshot = group
        .map(({ pipeline }) => entryOf(pipeline)?.snapshot)
        .find((each) => each !== undefined)
      const base = snapshot === undefined ? { from: baseline } : { from: baseline, snapshot }
      found.push(await since(question, [base], group))
      continue
    }
    const told = ({ pipeline }: Rule) => toldTo(question, entryOf(pipeline), heldSince(entryOf))
    const parts = Map.groupBy(group, (rule) => JSON.stringify(told(rule).map(({ from, to }) => [from, to])))
    for (const [first, ...others] of parts.values()) {
      const bases = first === undefined ? [] : await firstBases(question, told(first))
      if (first !== undefined) found.push(await since(question, bases, [first, ...others]))
    }
  }
  return found
}

/**
 * The event's own old commit, to a pipeline about which nothing was decided. What was held or refused
 * without a baseline is older than this event, and would be lost. A hold that is open still counts as well:
 * whether it or the refusal is older, nobody wrote down.
 */
function toldTo(
  { revision }: Question,
  entry: LedgerEntry | undefined,
  held: Told | undefined,
): readonly Told[] {
  const isFresh = entry === undefined || entry.last?.reason === 'ref_deleted'
  if (isFresh) return [held ?? { from: toldBefore(revision), to: revision.to }]
  return [{ from: undefined, to: entry.undecided }, ...(held === undefined ? [] : [held])]
}

/** Where a ref was before the first event that counts, or else what that event told of. */
interface Told {
  readonly from: string | undefined
  readonly to: string | undefined
}

/**
 * Where a ref that was never decided may have begun: where it left the default branch, and what the
 * event has. Neither will do alone. The event that told of the branch may be lost, or come after the
 * next; and a branch that follows the default branch has left it nowhere. An event that does not have
 * what was before it may be of another revision than the last, and something else was before that.
 */
async function firstBases(
  { revision, to, source }: Question,
  told: readonly Told[],
): Promise<readonly Base[]> {
  const base = await source.firstBase(revision, to)
  const isOfAnother = (each: Told) => each.from === undefined && each.to !== undefined && each.to !== to
  const before: (Base['from'] | undefined)[] = []
  for (const each of told)
    before.push(isOfAnother(each) ? await source.firstBase(revision, each.to ?? to) : each.from)
  // The older first: it is the one that is kept, should the start be refused.
  const known = (told.some(isOfAnother) ? [...before, base] : [base, ...before]).flatMap((each) => each ?? [])
  const earlier = [...new Set(known)].filter((each) => each !== to)
  if (earlier.length > 0) return earlier.map((from) => ({ from }))
  return base === undefined ? [] : [{ from: base }]
}

/** @param bases what changed since any of them counts; those that are gone have no say */
async function since(question: Question, bases: readonly Base[], rules: readonly Rule[]): Promise<Since> {
  const found: { readonly from: string | undefined; readonly comparison: Compared }[] = []
  for (const base of bases) {
    const from = nameOf(base)
    const comparison = await compared(question, base, rules)
    if (comparison.outcome === 'compared') found.push({ from, comparison })
    if (comparison.outcome === 'whole') {
      const { outcome, ...whole } = comparison
      return { from, rules, evidence: { evidence: outcome, ...whole } }
    }
    if (comparison.outcome === 'suspicious')
      return { from, rules, evidence: { evidence: 'suspicious', found: comparison.found } }
  }
  const [first] = found
  if (first === undefined) {
    const [base] = bases
    return { from: base && nameOf(base), rules, evidence: { evidence: 'unknown_base' } }
  }
  const comparisons = found.map(({ comparison }) => comparison)
  return { from: first.from, rules, evidence: await evidenceIn(comparisons, question.document, rules) }
}

const nameOf = ({ from }: Base) => (typeof from === 'string' ? from : undefined)

async function compared(
  { revision, to, source, document }: Question,
  base: Base,
  rules: readonly Rule[],
): Promise<Exclude<Comparison, { readonly outcome: 'unknown_revision' }>> {
  const comparison = await source.changes({
    origin: revision,
    from: nameOf(base),
    to,
    interest: interestOf(rules, document.watched),
    ...(base.snapshot === undefined ? {} : { snapshot: base.snapshot }),
  })
  if (comparison.outcome !== 'unknown_revision') return comparison
  // The ref moved on while we looked; the event that comes again finds where it is.
  throw new UpstreamUnavailable(sourceName(revision), { found: 'a tip that is gone' })
}
