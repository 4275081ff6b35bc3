import type { Clock } from './clock.ts'
import type { DocumentStore, StoredDocument } from './document-store.ts'
import { DocumentInvalid } from './failure.ts'
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
  const { clock, freshForSeconds, staleForSeconds } = options
  const never = Number.NEGATIVE_INFINITY
  const state: State<Value> = { answeredAt: never, askAgainAt: never, isOut: false }
  const told = { ...options, notify: onChange(options.notify) }
  const isOverdue = () => clock.now() - state.answeredAt > (freshForSeconds + staleForSeconds) * 1000
  let reading: Promise<void> | undefined

  return {
    async current() {
      if (state.good === undefined || isOverdue() || clock.now() >= state.askAgainAt) {
        reading ??= refresh(state, told).finally(() => {
          reading = undefined
        })
        await reading.catch((cause: unknown) => {
          if (state.good === undefined || isOverdue()) throw cause
        })
      }
      if (state.good !== undefined) return state.good
      throw new DocumentInvalid(state.issues ?? [])
    },
  }
}

interface State<Value> {
  good?: Version<Value>
  /** Of the version seen last, good or bad. */
  version?: string
  /** What is wrong with it. */
  issues?: readonly Issue[]
  /** Milliseconds since the Unix epoch. */
  answeredAt: number
  askAgainAt: number
  /** Did the store stay silent when it was asked last? */
  isOut: boolean
}

async function refresh<Value>(state: State<Value>, options: LivingDocumentOptions<Value>): Promise<void> {
  const { store, clock, freshForSeconds, notify } = options
  try {
    const found = await store.read(state.version)
    state.answeredAt = clock.now()
    state.askAgainAt = state.answeredAt + freshForSeconds * 1000
    state.isOut = false
    if (found !== 'unchanged') take(state, found, options)
  } catch (cause) {
    // Told once an outage; the next one is news again, whether or not the document changed meanwhile.
    if (!state.isOut) notify({ notice: 'document_unreachable', cause })
    state.isOut = true
    state.askAgainAt = clock.now() + Math.min(retryAfterMilliseconds, freshForSeconds * 1000)
    throw cause
  }
}

function take<Value>(
  state: State<Value>,
  { content, version }: StoredDocument,
  { parse, notify }: LivingDocumentOptions<Value>,
): void {
  const read = parse(content)
  state.version = version
  if (read.outcome === 'bad') {
    state.issues = read.issues
    notify({ notice: 'document_invalid', version, issues: read.issues })
    return
  }
  state.good = { value: read.value, version }
  notify({ notice: 'document_loaded', version })
}

/** Lets a notice through when it is of another version than the one before, or of an outage. */
function onChange(notify: (notice: DocumentNotice) => void): (notice: DocumentNotice) => void {
  let last: string | undefined
  return (notice) => {
    const name = notice.notice === 'document_unreachable' ? last : notice.notice + notice.version
    if (notice.notice === 'document_unreachable' || name !== last) notify(notice)
    last = name
  }
}
