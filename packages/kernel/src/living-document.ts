import {
  type DocumentState,
  type LivingDocumentOptions,
  onChange,
  refresh,
  unreadState,
  type Version,
} from './document-state.ts'
import { DocumentInvalid } from './failure.ts'

export interface LivingDocument<Value> {
  /**
   * The version to decide by now.
   *
   * @throws DocumentInvalid when no good version was ever read
   * @throws UpstreamUnavailable when the store has been silent for longer than `staleForSeconds`
   */
  readonly current: () => Promise<Version<Value>>
}

/** A question to the store that is not answered yet. */
interface Question {
  /** Milliseconds since the Unix epoch. */
  readonly askedAt: number
  /** Is anybody waiting for it since it was put? */
  readonly isAwaited: boolean
  readonly answer: Promise<void>
}

/**
 * Keeps one document current above any store: one read at a time, a bad new version never replaces
 * a good one, and the last good version serves through an outage of the store.
 *
 * A reading is served for `freshForSeconds` from the moment the store was asked, so that a change
 * shows by then. From half of that age on, the first caller has it renewed and waits no more than the
 * others. Nobody is told of a renewal that failed: whoever waits for the store later asks it again.
 */
export function livingDocument<Value>(options: LivingDocumentOptions<Value>): LivingDocument<Value> {
  const { clock, freshForSeconds, staleForSeconds } = options
  const told = { ...options, notify: onChange(options.notify) }
  const state = unreadState<Value>()
  const isOverdue = () => clock.now() - state.askedAt > (freshForSeconds + staleForSeconds) * 1000
  let open: Question | undefined

  const ask = (isAwaited: boolean): Question => {
    const answer = refresh(state, told).finally(() => {
      open = undefined
    })
    open = { askedAt: clock.now(), isAwaited, answer }
    return open
  }

  /** Joins a question that is open, unless its answer is no answer to this caller. */
  const answered = async (calledAt: number): Promise<void> => {
    const oldest = calledAt - freshForSeconds * 1000
    if (open !== undefined && !(open.isAwaited && open.askedAt >= oldest)) {
      // A Lambda may have been frozen in the middle of this one, and its connection is gone.
      await settled(open.answer)
      if (state.askedAt >= oldest) return
    }
    await (open ?? ask(true)).answer
  }

  return {
    async current() {
      const now = clock.now()
      if (state.good === undefined || isOverdue() || now >= state.waitFrom)
        await answered(now).catch((cause: unknown) => {
          tellOnce(state, told, cause)
          if (state.good === undefined || isOverdue()) throw cause
        })
      else if (now >= state.renewFrom && open === undefined) void settled(ask(false).answer)
      if (state.good !== undefined) return state.good
      throw new DocumentInvalid(state.issues ?? [])
    },
  }
}

/** Told once an outage; the next one is news again, whether or not the document changed meanwhile. */
function tellOnce<Value>(
  state: DocumentState<Value>,
  { notify }: LivingDocumentOptions<Value>,
  cause: unknown,
): void {
  if (state.isOut) return
  state.isOut = true
  notify({ notice: 'document_unreachable', cause })
}

/** Never rejects. */
const settled = (answer: Promise<void>): Promise<void> => answer.catch(() => undefined)
