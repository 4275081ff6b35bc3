import type { Clock } from './clock.ts'
import type { DocumentStore, StoredDocument } from './document-store.ts'
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
  /** Seconds a reading is served at most; from half of that age on it is renewed in the background. */
  readonly freshForSeconds: number
  /** Seconds the last good version serves while the store does not answer. */
  readonly staleForSeconds: number
  readonly notify: (notice: DocumentNotice) => void
}

/** What is known of a document. Times are milliseconds since the Unix epoch. */
export interface DocumentState<Value> {
  good?: Version<Value>
  /** Of the version seen last, good or bad. */
  version?: string
  /** What is wrong with it. */
  issues?: readonly Issue[]
  /** When the question was put that was answered last: the answer is no younger than that. */
  askedAt: number
  /** From here on the store is asked while callers are served. */
  renewFrom: number
  /** From here on callers wait for the store. */
  waitFrom: number
  /** Did the store stay silent when somebody waited for it last? */
  isOut: boolean
}

const never = Number.NEGATIVE_INFINITY

export const unreadState = <Value>(): DocumentState<Value> => ({
  askedAt: never,
  renewFrom: never,
  waitFrom: never,
  isOut: false,
})

/** A store out of reach is asked again after this long, so that no request waits for it in vain. */
const retryAfterMilliseconds = 5_000

/** Asks the store once. Rejects as the store does. */
export async function refresh<Value>(
  state: DocumentState<Value>,
  options: LivingDocumentOptions<Value>,
): Promise<void> {
  const { store, clock, freshForSeconds } = options
  const freshFor = freshForSeconds * 1000
  const askedAt = clock.now()
  try {
    const found = await store.read(state.version)
    state.askedAt = askedAt
    state.renewFrom = askedAt + freshFor / 2
    state.waitFrom = askedAt + freshFor
    state.isOut = false
    if (found !== 'unchanged') take(state, found, options)
  } catch (cause) {
    const now = clock.now()
    state.renewFrom = now + Math.min(retryAfterMilliseconds, freshFor)
    if (now >= state.waitFrom) state.waitFrom = state.renewFrom
    throw cause
  }
}

function take<Value>(
  state: DocumentState<Value>,
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
export function onChange(notify: (notice: DocumentNotice) => void): (notice: DocumentNotice) => void {
  let last: string | undefined
  return (notice) => {
    const name = notice.notice === 'document_unreachable' ? last : notice.notice + notice.version
    if (notice.notice === 'document_unreachable' || name !== last) notify(notice)
    last = name
  }
}
