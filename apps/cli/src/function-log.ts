/** The parts of a Powertools line that a person at a terminal wants to see. */
interface LogLine {
  readonly level?: unknown
  readonly message?: unknown
  readonly issues?: unknown
  readonly reason?: unknown
  readonly cause?: unknown
}

/**
 * What a Lambda wrote, as lines for stderr: its errors in a sentence each, or everything as it came.
 * Chunks may end within a line; only whole lines are told.
 */
export function functionLog(
  tell: (line: string) => void,
  shows: 'errors' | 'everything',
): (text: string) => void {
  let rest = ''
  return (text) => {
    const lines = `${rest}${text}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (shows === 'everything') tell(line)
      else for (const sentence of errorsIn(line)) tell(sentence)
    }
  }
}

function errorsIn(line: string): readonly string[] {
  const entry = parsed(line)
  if (entry === undefined) return line.trim() === '' ? [] : [line]
  const { level, message, issues, reason, cause } = entry
  if (level !== 'ERROR' && level !== 'WARN' && level !== 'CRITICAL') return []
  const details: readonly unknown[] = Array.isArray(issues) ? issues : [cause ?? reason]
  const known = details.filter((detail) => typeof detail === 'string')
  return [`authorizer: ${String(message)}`, ...known.map((detail) => `  ${detail}`)]
}

function parsed(line: string): LogLine | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
