import { resolve } from 'node:path'
import type { Ledger, LedgerEntry } from '@sallyport/delivery'
import { type Clock, ConfigurationInvalid } from '@sallyport/kernel'
import { journal } from './journal.ts'
import { reader } from './reader.ts'

export interface FileOptions {
  /** Where the ledger is; a relative path starts at the working directory. The file is made if missing. */
  readonly path: string
  /** How many lines that no longer count are left in the file before it is rewritten. Defaults to 1,000. */
  readonly mostWastedLines?: number
  /** Defaults to the clock of the machine. */
  readonly clock?: Clock
}

/**
 * Remembers decisions in one file, for several processes of one machine. Each write is a line at its
 * end, on the disk before it is answered; the order of the lines decides who wrote first.
 *
 * Rejects with `UpstreamUnavailable` when the file cannot be read or written, its folder is missing,
 * or a line of it is none of a ledger (the message has its number); such a file is left as it is.
 *
 * @throws ConfigurationInvalid when an option cannot work
 */
export function file(options: FileOptions): Ledger {
  const { mostWastedLines = 1000, clock = { now: Date.now } } = options
  refuseUnusable(options.path, mostWastedLines)
  const path = resolve(options.path)
  const book = journal({ path, reader: reader(path), mostWastedLines, now: () => clock.now() })

  return {
    async read(origin, pipelines) {
      const state = await book.look()
      return [...new Set(pipelines)].flatMap((pipeline): LedgerEntry[] => {
        const found = state?.latest({ ...origin, pipeline })
        return found === undefined ? [] : [structuredClone(found.entry)]
      })
    },
    write: (entry) => book.write(entry),
    async *origins() {
      const state = await book.look()
      for (const origin of state?.origins() ?? []) yield { ...origin }
    },
  }
}

function refuseUnusable(path: unknown, mostWastedLines: number): void {
  const fault = (name: string, expected: string, found: string) =>
    new ConfigurationInvalid([{ severity: 'fault', path: [name], expected, found }])
  if (typeof path !== 'string' || path.trim() === '')
    throw fault('path', 'the path of a file', path === undefined ? 'nothing' : 'an empty one')
  if (path.includes('\0')) throw fault('path', 'the path of a file', 'one with a NUL in it')
  if (!Number.isSafeInteger(mostWastedLines) || mostWastedLines < 1)
    throw fault('mostWastedLines', 'a positive whole number', String(mostWastedLines))
}
