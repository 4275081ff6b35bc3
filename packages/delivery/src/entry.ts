import type { Intent, Kept, LedgerEntry, LedgerKey } from './ports/ledger.ts'
import type { Decision } from './verdict.ts'

/** The editions an entry goes through. Each takes the one before, which may be none. */

/** A start was decided, and nobody else may make it until the lease ends. */
export function begun(key: LedgerKey, before: LedgerEntry | undefined, intent: Intent): LedgerEntry {
  return { ...next(key, before), ...lasting(before, intent.decision), intent, last: intent.decision }
}

/** The start under way is somebody else's now, or nobody's: it may be tried again at once. */
export function leased(before: LedgerEntry, intent: Intent, leaseUntil: number): LedgerEntry {
  return { ...before, edition: before.edition + 1, intent: { ...intent, leaseUntil } }
}

/** Confirmed as started, or skipped: the revision is the baseline of the next change. */
export function concluded(
  key: LedgerKey,
  before: LedgerEntry | undefined,
  { decision, ruleDigest, order, ...beside }: Conclusion,
): LedgerEntry {
  const digest = ruleDigest ?? before?.ruleDigest
  const newest = order ?? before?.order
  return {
    ...next(key, before),
    ...(decision.to === undefined ? {} : { baseline: decision.to, ...keptOf(beside) }),
    ...(digest === undefined ? {} : { ruleDigest: digest }),
    ...(newest === undefined ? {} : { order: newest }),
    last: decision,
  }
}

/** What is kept is of the revision decided on. */
interface Conclusion extends Kept {
  readonly decision: Decision
  readonly ruleDigest?: string | undefined
  /** Of the event. */
  readonly order?: string | undefined
}

/** Held, or refused for good: the change is not decided, and rides along with the next. */
export function parked(key: LedgerKey, before: LedgerEntry | undefined, decision: Decision): LedgerEntry {
  return { ...next(key, before), ...lasting(before, decision), last: decision }
}

/** Decisions are kept for 30 days after their ref has gone. EventBridge retries for one, Scheduler may wait 15. */
const keptForMilliseconds = 30 * 86_400_000

/** The ref is gone, and with it the baseline. */
export function ended(
  key: LedgerKey,
  before: LedgerEntry | undefined,
  { decision, now }: { readonly decision: Decision; readonly now: number },
): LedgerEntry {
  return { ...next(key, before), last: decision, forgetAfter: now + keptForMilliseconds }
}

const next = (key: LedgerKey, before: LedgerEntry | undefined) => ({
  key,
  edition: (before?.edition ?? 0) + 1,
})

/**
 * The baseline stays. Where there was none, it is what the decision compared with: the next event has an
 * old commit of its own, and what lies between would be lost. Compared with nothing, the revision itself
 * is remembered.
 */
const lasting = (before: LedgerEntry | undefined, { from, to }: Decision) => ({
  ...startOf(before?.baseline ?? from, before?.undecided ?? to),
  ...keptOf(before ?? {}),
  ...(before?.ruleDigest === undefined ? {} : { ruleDigest: before.ruleDigest }),
  ...(before?.order === undefined ? {} : { order: before.order }),
})

function startOf(baseline: string | undefined, undecided: string | undefined) {
  if (baseline !== undefined) return { baseline }
  return undecided === undefined ? {} : { undecided }
}

/** What there is to keep, and nothing else. */
export const keptOf = ({ snapshot, resolutions }: Kept): Kept => ({
  ...(snapshot === undefined ? {} : { snapshot }),
  ...(resolutions === undefined ? {} : { resolutions }),
})
