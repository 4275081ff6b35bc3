import type { Clock } from './clock.ts'
import type { DocumentStore, StoredDocument } from './document-store.ts'
import { DocumentInvalid, UpstreamUnavailable } from './failure.ts'
import type { Issue } from './issue.ts'

/** What a reading of a document's text came to. */
export type Reading<Value> =
  | { readonly outcome: 'good'; readonly value: Value }
  | { readonly outcome: 'bad'; readonly issues: readonly Issue[] }

export interface Version<Value> {
  readonly value: Value
  readonly version: string
}

/** Something the operator should hear of, told once per change. */
export type DocumentNotice =
  | { readonly notice: 'document_loaded'; readonly version: string }
  | { readonly notice: 'document_invalid'; readonly version: string; readonly issues: readonly Issue[] }
  | { readonly notice: 'document_unreachable'; readonly cause: unknown }

export interface LivingDocumentOptions<Value> {
  readonly store: DocumentStore
  readonly parse: (content: string) => Reading<Value>
  readonly clock: Clock
  /** Seconds a reading is served without asking the store again. */
  readonly freshForSeconds: number
  /** Seconds the last good version serves while the store does not answer. */
  readonly staleForSeconds: number
  readonly notify: (notice: DocumentNotice) => void
}

export interface LivingDocument<Value> {
  /**
   * The version to decide by now.
   *
   * @throws DocumentInvalid when no good version was ever read
   * @throws UpstreamUnavailable when the store has been silent for longer than `staleForSeconds`
   */
  readonly current: () => Promise<Version<Value>>
}

/** A store out of reach is asked again after this long, so that no request waits for it in vain. */
const retryAfterMilliseconds = 5_000

/**
 * Keeps one document current above any store: one read at a time, a bad new version never replaces
 * a good one, and the last good version serves through an outage of the store.
 */
export function livingDocument<Value>(options: LivingDocumentOptions<Value>): LivingDocument<Value> {
  const { store, clock, freshForSeconds, staleForSeconds } = options
  const notify = onChange(options.notify)
  let good: Version<Value> | undefined
  let seenVersion: string | undefined
  let issues: readonly Issue[] | undefined
  let answeredAt = Number.NEGATIVE_INFINITY
  let askAgainAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined

  const take = (found: StoredDocument | 'unchanged') => {
    answeredAt = clock.now()
    askAgainAt = answeredAt + freshForSeconds * 1000
    if (found === 'unchanged') return
    seenVersion = found.version
    const read = options.parse(found.content)
    issues = read.outcome === 'bad' ? read.issues : undefined
    if (read.outcome === 'good') good = { value: read.value, version: found.version }
    notify(
      read.outcome === 'good'
        ? { notice: 'document_loaded', version: found.version }
        : { notice: 'document_invalid', version: found.version, issues: read.issues },
    )
  }

  const refresh = async () => {
    try {
      take(await store.read(seenVersion))
    } catch (cause) {
      notify({ notice: 'document_unreachable', cause })
      askAgainAt = clock.now() + Math.min(retryAfterMilliseconds, freshForSeconds * 1000)
      const silentFor = clock.now() - answeredAt
      if (good === undefined || silentFor > (freshForSeconds + staleForSeconds) * 1000) throw cause
    }
  }

  return {
    async current() {
      const overdue = clock.now() - answeredAt > (freshForSeconds + staleForSeconds) * 1000
      if (good === undefined || overdue || clock.now() >= askAgainAt) {
        reading ??= refresh().finally(() => {
          reading = undefined
        })
        await reading
      }
      if (good !== undefined) return good
      if (issues !== undefined) throw new DocumentInvalid(issues)
      throw new UpstreamUnavailable('document')
    },
  }
}

/** Lets a notice through when it differs from the one before: a fault is logged once per change. */
function onChange(notify: (notice: DocumentNotice) => void): (notice: DocumentNotice) => void {
  let last: string | undefined
  return (notice) => {
    const name = notice.notice === 'document_unreachable' ? notice.notice : notice.notice + notice.version
    if (name !== last) notify(notice)
    last = name
  }
}
