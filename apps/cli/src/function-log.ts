/** The parts of a Powertools line that a person at a terminal wants to see. */
interface LogLine {
  readonly level?: unknown
  /** Which gate's function wrote it. */
  readonly service?: unknown
  readonly message?: unknown
  readonly issues?: unknown
  readonly reason?: unknown
  readonly cause?: unknown
  readonly pipeline?: unknown
  readonly found?: unknown
}

/** By the service that each function's logger is named after. */
const functions: Readonly<Record<string, string>> = {
  'sallyport-access': 'authorizer',
  'sallyport-delivery': 'trigger',
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
  const { level, service, message, issues, reason, cause, pipeline, found } = entry
  if (level !== 'ERROR' && level !== 'WARN' && level !== 'CRITICAL') return []
  const details: readonly unknown[] = Array.isArray(issues) ? issues : [cause ?? found ?? reason]
  const known = details.filter((detail) => typeof detail === 'string')
  const about = typeof pipeline === 'string' ? ` (${pipeline})` : ''
  const name = functions[String(service)] ?? 'function'
  return [`${name}: ${String(message)}${about}`, ...known.map((detail) => `  ${detail}`)]
}

function parsed(line: string): LogLine | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}
