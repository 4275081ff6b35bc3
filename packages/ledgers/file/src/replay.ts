import type { LedgerKey, Origin } from '@sallyport/delivery'
import type { Line, Seal, Written } from './line.ts'

/** `void` stands behind a seal: as if it had not been written. */
export type Outcome = 'written' | 'conflict' | 'void'

/** What the lines of a file say, as far as they were read. Everybody who reads them agrees. */
export interface Replay {
  readonly generation: string
  readonly apply: (line: Line) => Outcome | undefined
  readonly latest: (key: LedgerKey) => Written | undefined
  readonly origins: () => readonly Origin[]
  readonly kept: () => readonly Written[]
  readonly seal: () => Seal | undefined
  /** How many lines a smaller file would do without. */
  readonly waste: () => number
}

export function replay(generation: string): Replay {
  const shelves = new Map<string, { readonly origin: Origin; readonly latest: Map<string, Written> }>()
  let seal: Seal | undefined
  let lines = 0
  let entries = 0

  function put(line: Written): Outcome {
    if (seal !== undefined) return 'void'
    const { key, edition } = line.entry
    const { kind, repository, ref, pipeline } = key
    const shelf = shelves.get(nameOf(key)) ?? { origin: { kind, repository, ref }, latest: new Map() }
    const before = shelf.latest.get(pipeline)?.entry.edition
    if (line.kept !== true && edition !== (before ?? 0) + 1) return 'conflict'
    if (before === undefined) entries += 1
    shelf.latest.set(pipeline, line)
    shelves.set(nameOf(key), shelf)
    return 'written'
  }

  return {
    generation,
    apply(line) {
      lines += 1
      if ('entry' in line) return put(line)
      if ('seal' in line && line.over === seal?.seal) seal = line
      if ('unseal' in line && line.unseal === seal?.seal) seal = undefined
      return undefined
    },
    latest: (key) => shelves.get(nameOf(key))?.latest.get(key.pipeline),
    origins: () => [...shelves.values()].map(({ origin }) => origin),
    kept: () => [...shelves.values()].flatMap(({ latest }) => [...latest.values()]),
    seal: () => seal,
    waste: () => lines - entries,
  }
}

const nameOf = ({ kind, repository, ref }: Origin) => JSON.stringify([kind, repository, ref])
