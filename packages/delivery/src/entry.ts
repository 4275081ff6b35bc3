import type { Intent, LedgerEntry, LedgerKey } from './ports/ledger.ts'
import type { Decision } from './verdict.ts'

/** The editions an entry goes through. Each takes the one before, which may be none. */

/** A start was decided, and nobody else may make it until the lease ends. */
export function begun(
  key: LedgerKey,
  before: LedgerEntry | undefined,
  { intent, order }: { readonly intent: Intent; readonly order: string | undefined },
): LedgerEntry {
  const newest = order ?? before?.order
  return {
    ...kept(key, before),
    ...lasting(before, intent.decision),
    ...(newest === undefined ? {} : { order: newest }),
    intent,
    last: intent.decision,
  }
}

/** The start under way is somebody else's now, or nobody's: it may be tried again at once. */
export function leased(before: LedgerEntry, intent: Intent, leaseUntil: number): LedgerEntry {
  return { ...before, edition: before.edition + 1, intent: { ...intent, leaseUntil } }
}

/** Confirmed as started, or skipped: the revision is the baseline of the next change. */
export function concluded(
  key: LedgerKey,
  before: LedgerEntry | undefined,
  { decision, ruleDigest, snapshot, order }: Conclusion,
): LedgerEntry {
  const digest = ruleDigest ?? before?.ruleDigest
  const newest = order ?? before?.order
  return {
    ...kept(key, before),
    ...(decision.to === undefined ? {} : { baseline: decision.to }),
    ...(decision.to === undefined || snapshot === undefined ? {} : { snapshot }),
    ...(digest === undefined ? {} : { ruleDigest: digest }),
    ...(newest === undefined ? {} : { order: newest }),
    last: decision,
  }
}

interface Conclusion {
  readonly decision: Decision
  readonly ruleDigest?: string | undefined
  /** Of the revision decided on. */
  readonly snapshot?: string | undefined
  /** Of the event, where a start did not write it down before. */
  readonly order?: string | undefined
}

/** Held, or refused for good: the change is not decided, and rides along with the next. */
export function parked(key: LedgerKey, before: LedgerEntry | undefined, decision: Decision): LedgerEntry {
  return { ...kept(key, before), ...lasting(before, decision), last: decision }
}

/** Decisions are kept for 30 days after their ref has gone. EventBridge retries for one, Scheduler may wait 15. */
const keptForMilliseconds = 30 * 86_400_000

/** The ref is gone, and with it the baseline. */
export function ended(
  key: LedgerKey,
  before: LedgerEntry | undefined,
  { decision, now }: { readonly decision: Decision; readonly now: number },
): LedgerEntry {
  return { ...kept(key, before), last: decision, forgetAfter: now + keptForMilliseconds }
}

const kept = (key: LedgerKey, before: LedgerEntry | undefined) => ({
  key,
  edition: (before?.edition ?? 0) + 1,
})

/**
 * The baseline stays. Where there was none, it is what the decision compared with: the next event has an
 * old commit of its own, and what lies between would be lost.
 */
const lasting = (before: LedgerEntry | undefined, { from }: Decision) => ({
  ...baselineOf(before?.baseline ?? from),
  ...(before?.snapshot === undefined ? {} : { snapshot: before.snapshot }),
  ...(before?.ruleDigest === undefined ? {} : { ruleDigest: before.ruleDigest }),
  ...(before?.order === undefined ? {} : { order: before.order }),
})

const baselineOf = (baseline: string | undefined) => (baseline === undefined ? {} : { baseline })
