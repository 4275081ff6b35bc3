import type { Ledger, LedgerEntry, Origin } from '@sallyport/delivery'

/** A ledger that is read and never written. */
export interface UntouchedLedger extends Ledger {
  /** What it knew of a pipeline before, as far as it was asked. */
  readonly known: (pipeline: string) => LedgerEntry | undefined
}

/** Reads a ledger; whatever is written goes to memory above it, and is read from there. */
export function untouched(ledger: Ledger): UntouchedLedger {
  const above = new Map<string, LedgerEntry>()
  const known = new Map<string, LedgerEntry>()
  const readBelow = async (origin: Origin, pipelines: readonly string[]) => {
    const entries = await ledger.read(origin, pipelines)
    for (const entry of entries) known.set(entry.key.pipeline, entry)
    return new Map(entries.map((entry) => [entry.key.pipeline, entry]))
  }
  return {
    known: (pipeline) => known.get(pipeline),
    async read(origin, pipelines) {
      const below = await readBelow(origin, pipelines)
      return [...new Set(pipelines)].flatMap((pipeline) => {
        const found = above.get(nameOf({ ...origin, pipeline })) ?? below.get(pipeline)
        return found === undefined ? [] : [structuredClone(found)]
      })
    },
    async write(entry) {
      const { pipeline } = entry.key
      const below = await readBelow(entry.key, [pipeline])
      // From here on nobody comes between: of several who write at once, one is the first.
      const before = above.get(nameOf(entry.key)) ?? below.get(pipeline)
      if (entry.edition !== (before?.edition ?? 0) + 1) return 'conflict'
      above.set(nameOf(entry.key), structuredClone(entry))
      return 'written'
    },
    origins: () => ledger.origins(),
  }
}

const nameOf = ({ kind, repository, ref, pipeline }: LedgerEntry['key']) =>
  JSON.stringify([kind, repository, ref, pipeline])
