/** Why a verdict is what it is. The list is closed: logs and metrics count by it. */
export type VerdictReason =
  | 'matched'
  | 'rule_changed'
  | 'unknown_base'
  | 'incomplete_diff'
  | 'no_change'
  | 'ignored'
  | 'unmapped'
  | 'ref_deleted'
  | 'stale'
  | 'duplicate'
  | 'calendar_closed'
  | 'calendar_unreadable'
  | 'superseded'
  | 'pipeline_missing'
  | 'pipeline_refused'
  | 'not_deployable'
  | 'rebuild_only'
  | 'opaque'
  | 'suspicious_archive'
  | 'document_invalid'

export type Verdict = 'start' | 'skip' | 'postpone' | 'hold' | 'fail'

/** What settled it, for people: the first path, and the glob that caught it. */
export interface Because {
  readonly path?: string
  readonly rule?: string
  /** In words, where path and rule do not say it. */
  readonly note?: string
}

/** What the gate decided about one pipeline. It is JSON. */
export interface Decision {
  readonly decisionId: string
  /** `codecommit:shop` */
  readonly source: string
  readonly ref: string
  /** The baseline it was compared with, if there was one. */
  readonly from?: string
  /** The revision decided on; absent when the ref is gone. */
  readonly to?: string
  readonly pipeline: string
  readonly verdict: Verdict
  readonly reason: VerdictReason
  readonly because: Because
  /** Of a start that was confirmed. */
  readonly execution?: string
  /** ISO 8601, of a postponement. */
  readonly until?: string
}
