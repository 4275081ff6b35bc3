/** How far a long task is, for whoever waits before a terminal. */
export interface Progress {
  readonly advance: () => void
  /** Takes the line away again. */
  readonly end: () => void
}

interface Screen {
  readonly isTTY?: boolean
  readonly write: (text: string) => unknown
}

export interface ProgressOptions {
  readonly total: number
  readonly noun: string
  /** Milliseconds, from wherever. */
  readonly now: () => number
}

/** Often enough to be seen moving, and too seldom to cost anything. */
const everyMilliseconds = 100

/** One line that is written over; nothing at all where no terminal is. */
export function progress(screen: Screen, { total, noun, now }: ProgressOptions): Progress {
  if (screen.isTTY !== true) return { advance: () => undefined, end: () => undefined }
  let done = 0
  let shownAt = now()
  let isShown = false
  return {
    advance() {
      done += 1
      if (now() - shownAt < everyMilliseconds) return
      shownAt = now()
      isShown = true
      screen.write(`\r${done.toLocaleString('en')} of ${total.toLocaleString('en')} ${noun}\u001b[K`)
    },
    end() {
      if (isShown) screen.write('\r\u001b[K')
      isShown = false
    },
  }
}
