import type { ObjectState } from './archive.ts'
import type { FileTable, Packed } from './file-table.ts'
import { digestsOf, endOf, longestPiece } from './packed-bytes.ts'
import type { Ask } from './question.ts'

/** One side of a comparison whose entries can be read. */
export interface ReadableSide {
  readonly table: FileTable
  readonly state: ObjectState
}

export interface Doubts {
  /** Files that seem to be the same on both sides. */
  readonly paths: readonly string[]
  readonly before: ReadableSide
  readonly after: ReadableSide
  /** Bytes of both sides together. */
  readonly mostBytes: number
}

interface Doubt {
  readonly path: string
  readonly before: Packed
  readonly after: Packed
}

/** A file that is not the same, or of which nobody knows. */
export interface Unlike {
  readonly path: string
  readonly certainty: 'certain' | 'unread'
}

/**
 * The files among those that seem the same whose packed bytes are not, by SHA-256. What was packed anew, is
 * there twice, or is beyond the limit of bytes, is among them too: there is nothing to show it is the same.
 */
export async function* unlike(ask: Ask, doubts: Doubts): AsyncGenerator<Unlike> {
  const { readable, others } = sorted(doubts)
  for (const path of others) yield { path, certainty: 'unread' }
  for (const batch of batchesOf(readable)) {
    const [before, after] = await Promise.all([
      digestsOf(
        ask,
        doubts.before.state,
        batch.map((doubt) => doubt.before),
      ),
      digestsOf(
        ask,
        doubts.after.state,
        batch.map((doubt) => doubt.after),
      ),
    ])
    for (const [at, { path }] of batch.entries()) {
      if (before[at] === undefined || after[at] === undefined) yield { path, certainty: 'unread' }
      else if (before[at] !== after[at]) yield { path, certainty: 'certain' }
    }
  }
}

function sorted({ paths, before, after, mostBytes }: Doubts) {
  const readable: Doubt[] = []
  const others: string[] = []
  let bytes = 0
  for (const path of paths) {
    const pair = { before: before.table.packed.get(path), after: after.table.packed.get(path) }
    const cost = pair.before && pair.after && lengthOf(pair.before) + lengthOf(pair.after)
    const isAlike = pair.before?.packed === pair.after?.packed
    if (cost === undefined || !isAlike || bytes + cost > mostBytes) others.push(path)
    else if (pair.before && pair.after) {
      bytes += cost
      readable.push({ path, before: pair.before, after: pair.after })
    }
  }
  return { readable: readable.sort((one, other) => one.after.offset - other.after.offset), others }
}

const lengthOf = (place: Packed) => endOf(place) - place.offset

/** As many as fit one piece of either side, or a single one. */
function batchesOf(doubts: readonly Doubt[]): readonly (readonly Doubt[])[] {
  const batches: Doubt[][] = []
  let length = 0
  for (const doubt of doubts) {
    const own = Math.max(lengthOf(doubt.before), lengthOf(doubt.after))
    const last = batches.at(-1)
    if (last === undefined || length + own > longestPiece) {
      batches.push([doubt])
      length = own
    } else {
      last.push(doubt)
      length += own
    }
  }
  return batches
}
