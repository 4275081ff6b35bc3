import type { Decision } from '@sallyport/delivery'

/** What the gate did, for logs and metrics. It holds no secret; paths are data, and cut. */
export type DeliveryRecord =
  | ({
      readonly record: 'decision'
      readonly gate: 'delivery'
      readonly latencyMilliseconds: number
    } & Decision)
  | {
      readonly record: 'unsettled'
      readonly gate: 'delivery'
      readonly pipeline: string
      /** Why it is to be tried again, in words. */
      readonly found: string
    }
  | {
      /** Of a source or kind that no adapter speaks for: nothing to decide. */
      readonly record: 'ignored'
      readonly gate: 'delivery'
      readonly source: string
      readonly detailType: string
    }

const longestPath = 512

/** A decision as it is logged: a path of four kilobytes is of use to nobody in a log. */
export function recordOf(decision: Decision, latencyMilliseconds: number): DeliveryRecord {
  const { path } = decision.because
  const because =
    path === undefined ? decision.because : { ...decision.because, path: path.slice(0, longestPath) }
  return { record: 'decision', gate: 'delivery', latencyMilliseconds, ...decision, because }
}
