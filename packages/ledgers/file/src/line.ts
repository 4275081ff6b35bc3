import type { LedgerEntry } from '@sallyport/delivery'

/** One line of the file. The order of lines decides who wrote first. */
export type Line = Head | Written | Seal | Unseal

/** The first line. A file that takes the place of another has another generation. */
export interface Head {
  readonly generation: string
}

export interface Written {
  /** Says whose write it was, of several alike. */
  readonly writer: string
  /** When, in milliseconds since the Unix epoch. */
  readonly at: number
  readonly entry: LedgerEntry
  /** Taken over from the file before, so it may be of any edition. */
  readonly kept?: true
}

/** From here on nothing counts: a process is about to put a smaller file in this one's place. */
export interface Seal {
  readonly seal: string
  readonly pid: number
  /** Tells the process from a later one with the same number, where the system says when it began. */
  readonly began?: string
  /** The seal of a process that died over it. */
  readonly over?: string
}

/** The seal is lifted: the smaller file could not be written. */
export interface Unseal {
  readonly unseal: string
}

/** How every line begins. Inside JSON texts its quotes are escaped, so it stands nowhere else. */
const mark = '{"sallyport":"ledger",'

export const spelt = (line: Line): string => `${mark}${JSON.stringify(line).slice(1)}\n`

/**
 * Reads a line without its end. A process that died while it wrote leaves the beginning of a line,
 * and the next line stands right behind it: what is in front of the last mark was never answered.
 */
export function lineIn(text: string): Line | undefined {
  const start = text.lastIndexOf(mark)
  if (start < 0) return undefined
  try {
    const { sallyport: _, ...line } = JSON.parse(text.slice(start)) as Record<string, unknown>
    return isLine(line) ? line : undefined
  } catch {
    return undefined
  }
}

function isLine(line: Readonly<Record<string, unknown>>): line is Readonly<Record<string, unknown>> & Line {
  const { generation, writer, at, entry, seal, pid, unseal } = line
  if (typeof writer === 'string') return typeof at === 'number' && isEntry(entry)
  if (typeof seal === 'string') return typeof pid === 'number'
  return typeof generation === 'string' || typeof unseal === 'string'
}

function isEntry(entry: unknown): boolean {
  const { key, edition } = membersOf(entry)
  const { kind, repository, ref, pipeline } = membersOf(key)
  return (
    typeof edition === 'number' && [kind, repository, ref, pipeline].every((name) => typeof name === 'string')
  )
}

const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {}
