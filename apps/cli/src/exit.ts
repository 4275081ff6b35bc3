/** What the shell is told. */
export const exit = {
  done: 0,
  unexpected: 1,
  usage: 2,
  invalidDocument: 3,
  denied: 4,
  remoteFailed: 5,
} as const

export type ExitCode = (typeof exit)[keyof typeof exit]

/** The command was called in a way that cannot work. */
export class UsageError extends Error {
  override readonly name = 'UsageError'

  /** @param found never a token */
  constructor(what: string, expected: string, found: string) {
    super(`${what}: expected ${expected}, found ${found}`)
  }
}

/** A Failure is told by its code, so that printing help need not load the kernel. */
const exitByCode: Readonly<Record<string, ExitCode>> = {
  CONFIGURATION_INVALID: exit.usage,
  DOCUMENT_INVALID: exit.invalidDocument,
  UPSTREAM_UNAVAILABLE: exit.remoteFailed,
}

/** The one line and the exit code that an error comes to. */
export function lastWords(error: unknown): { readonly line: string; readonly code: ExitCode } {
  const message = error instanceof Error ? error.message : `something thrown (${typeof error})`
  const line = message.replace(/\s*\n\s*/g, ' ')
  if (error instanceof UsageError) return { line, code: exit.usage }
  const code = error instanceof Error && 'code' in error ? exitByCode[String(error.code)] : undefined
  return code === undefined ? { line: `unexpected: ${line}`, code: exit.unexpected } : { line, code }
}
