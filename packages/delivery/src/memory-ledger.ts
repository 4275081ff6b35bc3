import type { Ledger, LedgerEntry } from './ports/ledger.ts'
import type { Origin } from './revision.ts'

interface Shelf {
  readonly origin: Origin
  /** By pipeline, as JSON: what a caller does to an entry afterwards is not written. */
  readonly entries: Map<string, { readonly edition: number; readonly text: string }>
}

/**
 * A ledger in memory, for tests and for one process that may forget everything when it ends. It
 * always answers, and forgets nothing before.
 */
export function memoryLedger(): Ledger {
  const shelves = new Map<string, Shelf>()

  return {
    async read(origin, pipelines) {
      const entries = shelves.get(nameOf(origin))?.entries
      return [...new Set(pipelines)].flatMap((pipeline): LedgerEntry[] => {
        const found = entries?.get(pipeline)
        return found === undefined ? [] : [JSON.parse(found.text)]
      })
    },
    async write(entry) {
      const { pipeline, kind, repository, ref } = entry.key
      const name = nameOf(entry.key)
      const shelf = shelves.get(name) ?? { origin: { kind, repository, ref }, entries: new Map() }
      if (entry.edition !== (shelf.entries.get(pipeline)?.edition ?? 0) + 1) return 'conflict'
      shelf.entries.set(pipeline, { edition: entry.edition, text: JSON.stringify(entry) })
      shelves.set(name, shelf)
      return 'written'
    },
    async *origins() {
      for (const { origin } of shelves.values()) yield { ...origin }
    },
  }
}

/** One text for each origin, whatever is in its names. */
const nameOf = ({ kind, repository, ref }: Origin) => JSON.stringify([kind, repository, ref])
