import { Buffer } from 'node:buffer'
import { type Entry, readDirectory } from './directory.ts'
import type { DirectoryPlace } from './end-record.ts'
import type { FileMark } from './file-mark.ts'

/** Where an entry's packed bytes are, to be read again. */
export interface Packed {
  /** Of its own header. */
  readonly offset: number
  readonly packed: number
  /** The next header, or the directory: it ends there at the latest. */
  readonly limit: number
  readonly crc: number
  readonly size: number
  readonly method: number
  /** As it is written. */
  readonly name: Buffer
}

/** The files of an archive, as one compares them. */
export interface FileTable {
  /** By path. */
  readonly files: ReadonlyMap<string, FileMark>
  /** Those whose content is to be read, and only while there is one of the name. */
  readonly packed: ReadonlyMap<string, Packed>
  /** Paths of which the directory does not tell whether they changed. */
  readonly hidden: ReadonlySet<string>
  /** What a reader of another make might take differently, in words, each once. */
  readonly oddities: readonly string[]
}

/** Reads a directory into a table; or why it cannot be read, in words. */
export function fileTable(
  bytes: Buffer,
  place: DirectoryPlace,
  isWatched: (path: string) => boolean,
): FileTable | string {
  const files = new Map<string, FileMark>()
  const watched = new Map<string, Entry>()
  const hidden = new Set<string>()
  const links = new Set<string>()
  const oddities = new Set(place.oddities)
  const offsets: number[] = []

  const add = (path: string, entry: Entry) => {
    if (path.endsWith('/')) {
      if (entry.size > 0) oddities.add('a directory with content')
      return
    }
    const before = files.get(path)
    if (before !== undefined) oddities.add('a name that is there twice')
    files.set(path, markOf(entry, before))
    if ((entry.mode & typeOfMode) === link) links.add(path)
    if (entry.isHidden) hidden.add(path)
    if (isWatched(path)) watched.set(path, entry)
  }
  const complaint = readDirectory(bytes, place, (entry) => {
    if (entry.oddity !== undefined) oddities.add(entry.oddity)
    offsets.push(entry.offset)
    add(entry.path, entry)
    for (const path of entry.otherPaths) add(path, entry)
  })
  if (complaint !== undefined) return complaint
  if (links.size > 0 && leadsThrough(links, files)) oddities.add('a path through a symbolic link')
  if (hidden.size > 0) oddities.add('an encrypted entry without a checksum')
  const packed = packedOf(watched, files, { bytes, offsets, end: place.start })
  return { files, hidden, packed, oddities: [...oddities] }
}

const typeOfMode = 0o170000
const link = 0o120000

const markOf = ({ crc, size, method, mode }: Entry, also: FileMark | undefined): FileMark => ({
  crc: crc | 0,
  size,
  method,
  mode,
  also,
})

const leadsThrough = (links: ReadonlySet<string>, files: ReadonlyMap<string, FileMark>) =>
  [...files.keys()].some((path) => parentsOf(path).some((parent) => links.has(parent)))

function parentsOf(path: string): readonly string[] {
  const parents: string[] = []
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) parents.push(path.slice(0, at))
  return parents
}

interface Surroundings {
  /** The directory. */
  readonly bytes: Buffer
  readonly offsets: number[]
  /** Where the directory begins. */
  readonly end: number
}

function packedOf(
  watched: ReadonlyMap<string, Entry>,
  files: ReadonlyMap<string, FileMark>,
  { bytes, offsets, end }: Surroundings,
): ReadonlyMap<string, Packed> {
  if (watched.size === 0) return new Map()
  const sorted = [...offsets.sort((one, other) => one - other), end]
  const places = [...watched].filter(([path]) => files.get(path)?.also === undefined)
  return new Map(
    places.map(([path, { offset, packed, crc, size, method, nameStart, nameEnd }]) => {
      const limit = firstBeyond(sorted, offset) ?? end
      // A copy, lest the whole directory be kept.
      return [
        path,
        { offset, packed, limit, crc, size, method, name: Buffer.from(bytes.subarray(nameStart, nameEnd)) },
      ]
    }),
  )
}

function firstBeyond(sorted: readonly number[], value: number): number | undefined {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) > value) high = middle
    else low = middle + 1
  }
  return sorted[low]
}
