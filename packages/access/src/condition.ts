import { openWindows } from './opening-hours.ts'
import type { Circumstances } from './permission.ts'
import { timestamp } from './timestamp.ts'

/** What must hold for a statement to count; no member, no demand. */
export interface Condition {
  readonly sourceIp?: readonly string[]
  readonly notSourceIp?: readonly string[]
  readonly userAgent?: readonly string[]
  readonly notUserAgent?: readonly string[]
  /** Seconds since the Unix epoch: not before. */
  readonly fromSeconds?: number
  /** Seconds since the Unix epoch: before, not at. */
  readonly untilSeconds?: number
}

/** A `Condition` block of an IAM policy: operator, key, values. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>

/** Seconds since the Unix epoch between which a policy may be replayed. */
export interface Horizon {
  readonly nowSeconds: number
  readonly untilSeconds: number
}

/** A grant's circumstances as the conditions of which one must hold; none when it cannot be so in time. */
export function conditionsOf(
  { sourceIp, userAgent, hours }: Circumstances,
  horizon: Horizon,
): readonly Condition[] {
  const fixed: Condition = {
    ...(sourceIp === undefined ? {} : { sourceIp: inOrder(sourceIp) }),
    ...(userAgent === undefined ? {} : { userAgent: inOrder(userAgent) }),
  }
  if (hours === undefined) return [fixed]
  return openWindows(hours, horizon.nowSeconds, horizon.untilSeconds).map((window) => ({
    ...fixed,
    ...window,
  }))
}

export const isUnconditional = (condition: Condition) => Object.keys(condition).length === 0

/** The conditions of which one holds exactly when this one does not. */
export function negations({
  sourceIp,
  userAgent,
  fromSeconds,
  untilSeconds,
}: Condition): readonly Condition[] {
  return [
    ...(sourceIp === undefined ? [] : [{ notSourceIp: sourceIp }]),
    // A negated operator also matches when the header is missing: no user agent, no exemption.
    ...(userAgent === undefined ? [] : [{ notUserAgent: userAgent }]),
    ...(fromSeconds === undefined ? [] : [{ untilSeconds: fromSeconds }]),
    ...(untilSeconds === undefined ? [] : [{ fromSeconds: untilSeconds }]),
  ]
}

/** Both at once, of conditions that came from {@link negations}; nothing when they exclude each other. */
export function both(one: Condition, other: Condition): Condition | undefined {
  const notSourceIp = union(one.notSourceIp, other.notSourceIp)
  const notUserAgent = union(one.notUserAgent, other.notUserAgent)
  const fromSeconds = Math.max(
    one.fromSeconds ?? Number.NEGATIVE_INFINITY,
    other.fromSeconds ?? Number.NEGATIVE_INFINITY,
  )
  const untilSeconds = Math.min(
    one.untilSeconds ?? Number.POSITIVE_INFINITY,
    other.untilSeconds ?? Number.POSITIVE_INFINITY,
  )
  if (fromSeconds >= untilSeconds) return undefined
  return {
    ...(notSourceIp === undefined ? {} : { notSourceIp }),
    ...(notUserAgent === undefined ? {} : { notUserAgent }),
    ...(Number.isFinite(fromSeconds) ? { fromSeconds } : {}),
    ...(Number.isFinite(untilSeconds) ? { untilSeconds } : {}),
  }
}

/**
 * As IAM spells it, or nothing: API Gateway answers 500 to a `Condition` that is null or empty.
 * Positive operators do not match a missing key, so a grant by user agent needs the header.
 */
export function conditionBlock(condition: Condition): ConditionBlock | undefined {
  if (isUnconditional(condition)) return undefined
  const { sourceIp, notSourceIp, userAgent, notUserAgent, fromSeconds, untilSeconds } = condition
  return {
    ...(sourceIp === undefined ? {} : { IpAddress: { 'aws:SourceIp': sourceIp } }),
    ...(notSourceIp === undefined ? {} : { NotIpAddress: { 'aws:SourceIp': notSourceIp } }),
    ...(userAgent === undefined ? {} : { StringLike: { 'aws:UserAgent': userAgent } }),
    ...(notUserAgent === undefined ? {} : { StringNotLike: { 'aws:UserAgent': notUserAgent } }),
    ...(fromSeconds === undefined
      ? {}
      : { DateGreaterThanEquals: { 'aws:CurrentTime': timestamp(fromSeconds) } }),
    ...(untilSeconds === undefined ? {} : { DateLessThan: { 'aws:CurrentTime': timestamp(untilSeconds) } }),
  }
}

/** The same demands in another order are one condition, and so one statement. */
const inOrder = (values: readonly string[]) => [...new Set(values)].toSorted()

function union(one: readonly string[] | undefined, other: readonly string[] | undefined) {
  if (one === undefined || other === undefined) return one ?? other
  return inOrder([...one, ...other])
}
