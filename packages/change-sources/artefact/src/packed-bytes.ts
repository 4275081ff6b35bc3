import type { Buffer } from 'node:buffer'
import { createHash, type Hash } from 'node:crypto'
import { UpstreamUnavailable } from '@sallyport/kernel'
import type { ObjectState } from './archive.ts'
import type { Packed } from './file-table.ts'
import { dataStart, longestHeader } from './local-header.ts'
import type { Ask } from './question.ts'

/** How many bytes one request is for, and are held, at most. */
export const longestPiece = 4 * 1024 * 1024
/** Cheaper to read than another request. */
const smallestGap = 64 * 1024

/** The end of the bytes of an entry with its own header; what is behind it is another's. */
export const endOf = ({ offset, packed, limit }: Packed): number =>
  Math.min(limit, offset + longestHeader + packed)

/**
 * SHA-256 of the packed bytes of entries, in one state of an object.
 *
 * @param places by where they are; together no longer than one piece, or a single one
 * @returns one for each; nothing for an entry that its own header says something else of
 */
export async function digestsOf(
  ask: Ask,
  state: ObjectState,
  places: readonly Packed[],
): Promise<readonly (string | undefined)[]> {
  const [only] = places
  if (only !== undefined && places.length === 1 && endOf(only) - only.offset > longestPiece)
    return [await digestOfLong(ask, state, only)]
  const digests = new Map<Packed, string | undefined>()
  for (const run of runsOf(places)) {
    const bytes = await read(ask, state, run)
    for (const place of run.places) {
      const own = bytes.subarray(place.offset - run.start, endOf(place) - run.start)
      const start = dataStart(own, place)
      const data = start === undefined ? undefined : own.subarray(start, start + place.packed)
      digests.set(
        place,
        data?.length === place.packed ? createHash('sha256').update(data).digest('hex') : undefined,
      )
    }
  }
  return places.map((place) => digests.get(place))
}

async function digestOfLong(ask: Ask, state: ObjectState, place: Packed): Promise<string | undefined> {
  const hash = createHash('sha256')
  const first = await read(ask, state, { start: place.offset, end: place.offset + longestPiece })
  const start = dataStart(first, place)
  if (start === undefined || place.offset + start + place.packed > place.limit) return undefined
  const end = place.offset + start + place.packed
  hash.update(first.subarray(start, Math.min(first.length, end - place.offset)))
  return digestOfRest(hash, { start: place.offset + first.length, end }, (range) => read(ask, state, range))
}

async function digestOfRest(
  hash: Hash,
  { start, end }: Range,
  readRange: (range: Range) => Promise<Buffer>,
): Promise<string> {
  for (let at = start; at < end; at += longestPiece)
    hash.update(await readRange({ start: at, end: Math.min(end, at + longestPiece) }))
  return hash.digest('hex')
}

interface Range {
  readonly start: number
  readonly end: number
}

async function read(ask: Ask, state: ObjectState, { start, end }: Range): Promise<Buffer> {
  const found = await ask(state.bucket, (s3) => s3.bytes({ ...state, range: { start, end } }))
  // The directory was there a moment ago; the event that comes again finds what is there now.
  if (typeof found === 'string')
    throw new UpstreamUnavailable(`s3:${state.bucket}`, { found: `an object that is ${found} meanwhile` })
  return found.bytes
}

type Run = Range & { readonly places: readonly Packed[] }

function runsOf(places: readonly Packed[]): readonly Run[] {
  const runs: Run[] = []
  for (const place of places.toSorted((one, other) => one.offset - other.offset)) {
    const last = runs.at(-1)
    const end = endOf(place)
    const isNear = last !== undefined && place.offset - last.end <= smallestGap
    if (isNear && Math.max(end, last.end) - last.start <= longestPiece + smallestGap)
      runs[runs.length - 1] = { ...last, end: Math.max(end, last.end), places: [...last.places, place] }
    else runs.push({ start: place.offset, end, places: [place] })
  }
  return runs
}
