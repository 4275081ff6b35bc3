import type { Asked } from './attempt.ts'
import { changesSince } from './baseline.ts'
import { decide, type Evidence } from './decide.ts'
import type { Gate } from './gate.ts'
import type { Kept, LedgerEntry } from './ports/ledger.ts'
import { sourceName } from './revision.ts'
import { resolutionsAt } from './rule-workspace.ts'
import type { Rule } from './rule.ts'
import type { Decision, Verdict, VerdictReason } from './verdict.ts'

/** A decision that is not written down yet, and the rule that it is about. */
export interface Fresh {
  readonly rule: Rule
  readonly decision: Decision
  /** Of the revision, once it is decided. */
  readonly kept?: Kept
  /** Of the rule that the ledger is to say decided it; its own unless given. */
  readonly ruleDigest?: string
}

export type EntryOf = (pipeline: string) => LedgerEntry | undefined

/** What decisions are made on, and with. */
export interface Desk {
  readonly asked: Asked
  readonly entryOf: EntryOf
  readonly gate: Pick<Gate, 'digest'>
}

/** Decides on the revision that the ref points to now, for rules that have not decided on it. */
export async function freshDecisions(
  desk: Desk,
  to: string,
  undecided: readonly Rule[],
): Promise<readonly Fresh[]> {
  const { asked, entryOf } = desk
  const { revision, source, rules } = asked
  const since = await changesSince({ revision, to, source, document: rules }, undecided, entryOf)
  const snapshot = undecided.length === 0 ? undefined : await source.snapshot?.(revision, to)
  return since.flatMap(({ from, rules: group, evidence }) => {
    const judged = decide({
      origin: { kind: revision.kind, repository: revision.repository, ref: revision.ref },
      from,
      to,
      rules: group,
      evidence,
      onUnknownBase: rules.onUnknownBase,
      entryOf,
      identify: (pipeline, base, tip) => identified(desk, pipeline, { from: base, to: tip }),
    })
    return judged.map(({ rule, decision }) => ({
      rule,
      decision,
      kept: keptBeside({ rule, evidence, snapshot }, entryOf),
      ...digestBeside({ decision, evidence }, entryOf(rule.pipeline)),
    }))
  })
}

interface Beside {
  readonly rule: Rule
  readonly evidence: Evidence
  readonly snapshot: string | undefined
}

function keptBeside({ rule, evidence, snapshot }: Beside, entryOf: EntryOf): Kept {
  const { workspace, pipeline } = rule
  const lockfile = evidence.evidence === 'compared' ? evidence.lockfile : 'unread'
  const resolutions = workspace && resolutionsAt(workspace, lockfile, entryOf(pipeline))
  return {
    ...(snapshot === undefined ? {} : { snapshot }),
    ...(resolutions === undefined ? {} : { resolutions }),
  }
}

/**
 * A rule may be read before its own change lands. Until then it is the old one that was decided by, unless
 * the pipeline starts anyway.
 */
function digestBeside(
  { decision, evidence }: { readonly decision: Decision; readonly evidence: Evidence },
  before: LedgerEntry | undefined,
): Pick<Fresh, 'ruleDigest'> {
  const isTaken = decision.verdict === 'start' || (evidence.evidence === 'compared' && evidence.touchesRules)
  return isTaken || before?.ruleDigest === undefined ? {} : { ruleDigest: before.ruleDigest }
}

/**
 * The same decision has the same name, and it is the token of the start as well. The edition has a part
 * in it: a branch that goes back and forth takes the same step twice, and has to be started for both.
 */
function identified(
  { asked: { revision }, entryOf, gate }: Desk,
  pipeline: string,
  { from = '', to = '' }: { readonly from: string | undefined; readonly to: string | undefined },
): string {
  const edition = entryOf(pipeline)?.edition ?? 0
  const parts = [sourceName(revision), revision.ref, from, to, pipeline, edition]
  return gate.digest(JSON.stringify(parts)).slice(0, 64)
}

/**
 * One decision for every rule, where there is nothing to compare. The event's old commit is no part of
 * it: it would pass for a base.
 */
export function sameForAll(
  desk: Desk,
  eligible: readonly Rule[],
  ruling: { readonly verdict: Verdict; readonly reason: VerdictReason; readonly note?: string },
): readonly Fresh[] {
  const { revision } = desk.asked
  const { verdict, reason, note } = ruling
  return eligible.map((rule) => {
    const from = desk.entryOf(rule.pipeline)?.baseline
    return {
      rule,
      decision: {
        decisionId: identified(desk, rule.pipeline, { from, to: revision.to }),
        source: sourceName(revision),
        ref: revision.ref,
        ...(from === undefined ? {} : { from }),
        ...(revision.to === undefined ? {} : { to: revision.to }),
        pipeline: rule.pipeline,
        verdict,
        reason,
        because: note === undefined ? {} : { note },
      },
    }
  })
}

/** The ref is where it was when this was decided: the event came twice, or late. */
export function repeated(asked: Asked, to: string, entry: LedgerEntry): Decision {
  const { revision } = asked
  const last = entry.last?.to === to ? entry.last : undefined
  const isLate = revision.to !== undefined && revision.to !== to
  return {
    decisionId: last?.decisionId ?? to,
    source: sourceName(revision),
    ref: revision.ref,
    ...(last?.from === undefined ? {} : { from: last.from }),
    to,
    pipeline: entry.key.pipeline,
    verdict: 'skip',
    reason: isLate ? 'stale' : 'duplicate',
    because: {},
    ...(last?.execution === undefined ? {} : { execution: last.execution }),
  }
}
