import type { Explanation } from '@sallyport/kernel'
import { checksOn } from './decision-checks.ts'
import type { Change, Completeness } from './change-set.ts'
import type { Grounds } from './path-judgement.ts'
import type { Whole } from './ports/change-source.ts'
import type { LedgerEntry } from './ports/ledger.ts'
import { type Origin, sourceName } from './revision.ts'
import { isResolvedAnew } from './rule-workspace.ts'
import type { Rule } from './rule.ts'
import type { Because, Decision, Verdict, VerdictReason } from './verdict.ts'

/** What is known of the changes since one baseline. */
export type Evidence =
  | {
      readonly evidence: 'compared'
      readonly completeness: Completeness
      readonly groundsOf: (rule: Rule) => Grounds
      /** Whether the rules document itself is among the changed files. */
      readonly touchesRules: boolean
      /** What became of the package manager's lockfile; `unread` where it may have changed unseen. */
      readonly lockfile?: Change | 'unread'
    }
  /** There are no paths to judge by. */
  | ({ readonly evidence: 'whole' } & Omit<Whole, 'outcome'>)
  /** The source would rather have a person look, for this reason. */
  | { readonly evidence: 'suspicious'; readonly found: string }
  | { readonly evidence: 'unknown_base' }

/** What becomes of a pipeline when nobody can tell what changed. */
export type OnUnknownBase = 'start' | 'hold' | 'skip'

/** All that decisions about one revision rest on, for the rules that share a baseline. */
export interface DeliveryCase {
  readonly origin: Origin
  /** What it is compared with, if anything. */
  readonly from: string | undefined
  readonly to: string
  readonly rules: readonly Rule[]
  readonly evidence: Evidence
  readonly onUnknownBase: OnUnknownBase
  readonly entryOf: (pipeline: string) => LedgerEntry | undefined
  /** Names a decision; the same decision has the same name. */
  readonly identify: (pipeline: string, from: string | undefined, to: string) => string
}

export interface Judged {
  readonly rule: Rule
  readonly decision: Decision
  readonly explanation: Explanation
}

/**
 * Judges what a revision means for each rule. Pure.
 *
 * Unsure what changed, it starts: a needless run costs minutes, a missed one is found by a customer.
 * Unsure whether it may start now, it holds.
 */
export function decide(given: DeliveryCase): readonly Judged[] {
  return given.rules.map((rule) => {
    const ruled = rulingOn(rule, given)
    const { origin, from, to, evidence } = given
    const decision: Decision = {
      decisionId: given.identify(rule.pipeline, from, to),
      source: sourceName(origin),
      ref: origin.ref,
      ...(from === undefined ? {} : { from }),
      to,
      pipeline: rule.pipeline,
      ...ruled,
    }
    return { rule, decision, explanation: { checks: checksOn(decision, evidence) } }
  })
}

interface Ruling {
  readonly verdict: Verdict
  readonly reason: VerdictReason
  readonly because: Because
}

function rulingOn(rule: Rule, given: DeliveryCase): Ruling {
  const ruling = rulingOnChange(rule, given)
  if (ruling.verdict !== 'start' || rule.calendars.length === 0) return ruling
  const note = `${rule.calendars.join(', ')}: this deployment reads no calendars`
  return { verdict: 'hold', reason: 'calendar_unreadable', because: { ...ruling.because, note } }
}

function rulingOnChange(rule: Rule, { evidence, onUnknownBase, entryOf }: DeliveryCase): Ruling {
  if (evidence.evidence === 'unknown_base')
    return { verdict: onUnknownBase, reason: 'unknown_base', because: {} }
  if (evidence.evidence === 'suspicious')
    return { verdict: 'hold', reason: 'suspicious_archive', because: { note: evidence.found } }
  if (evidence.evidence === 'whole') return rulingOnWhole(rule, evidence)

  const { outcome, because } = evidence.groundsOf(rule)
  if (outcome === 'matched') return { verdict: 'start', reason: 'matched', because }
  const { workspace } = rule
  // Unread, it may be part of what is incomplete, which starts as well.
  const lockfile = evidence.lockfile === 'unread' ? undefined : evidence.lockfile
  if (workspace !== undefined && isResolvedAnew(workspace, lockfile, entryOf(rule.pipeline)))
    return {
      verdict: 'start',
      reason: 'matched',
      because: { ...(lockfile && { path: lockfile.path }), rule: `workspace: ${workspace.name}` },
    }
  const before = entryOf(rule.pipeline)?.ruleDigest
  if (evidence.touchesRules && before !== undefined && before !== rule.digest)
    return { verdict: 'start', reason: 'rule_changed', because: {} }
  if (evidence.completeness === 'unknown') return { verdict: 'start', reason: 'incomplete_diff', because: {} }
  return { verdict: 'skip', reason: outcome, because }
}

/** Its paths are not known, so that no rule's paths can keep it from starting. */
function rulingOnWhole({ when }: Rule, { differs, opaque }: Omit<Whole, 'outcome'>): Ruling {
  if (differs === 'nothing') return { verdict: 'skip', reason: 'no_change', because: {} }
  if (differs === 'rebuild' && when === 'layers')
    return { verdict: 'skip', reason: 'no_change', because: { note: 'a rebuild of the same layers' } }
  if (opaque !== undefined) return { verdict: 'start', reason: 'opaque', because: { note: opaque } }
  return { verdict: 'start', reason: 'matched', because: {} }
}
