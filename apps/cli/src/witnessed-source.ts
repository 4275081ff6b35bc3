import type { ChangeSource, Comparison, Completeness } from '@sallyport/delivery'

/** What a source was asked to compare, and what came of it. */
export interface SeenComparison {
  /** Nothing stands for the empty tree. */
  readonly from?: string
  readonly to: string
  readonly outcome: Comparison['outcome']
  /** How many changes were read. */
  readonly changes: number
  /** Whether they were read to the end; they are not, once every pipeline is settled. */
  readonly isWhole: boolean
  /** Of what was read to the end. */
  readonly completeness?: Completeness
}

export interface WitnessedSource {
  readonly source: ChangeSource
  readonly comparisons: () => readonly SeenComparison[]
  /** Where the ref points now; null when it is gone, and nothing when nobody asked. */
  readonly tip: () => string | null | undefined
}

/** A source as it is, with what it was asked written down. */
export function witnessed(source: ChangeSource): WitnessedSource {
  const seen: (() => SeenComparison)[] = []
  let tip: string | null | undefined
  return {
    comparisons: () => seen.map((comparison) => comparison()),
    tip: () => tip,
    source: {
      ...source,
      async tip(origin) {
        const found = await source.tip(origin)
        tip = found ?? null
        return found
      },
      async changes(span) {
        const { from, to } = span
        const asked = { ...(from === undefined ? {} : { from }), to }
        const found = await source.changes(span)
        let [changes, isWhole] = [0, false]
        const { outcome } = found
        seen.push(() => ({
          ...asked,
          outcome,
          changes,
          isWhole,
          ...(isWhole && found.outcome === 'compared' ? { completeness: found.completeness() } : {}),
        }))
        if (found.outcome !== 'compared') return found
        const told = async function* () {
          for await (const change of found.changes) {
            changes += 1
            yield change
          }
          isWhole = true
        }
        return { ...found, changes: { [Symbol.asyncIterator]: told } }
      },
    },
  }
}
