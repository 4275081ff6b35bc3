import { Buffer } from 'node:buffer'
import type { ArtefactSettings } from './artefact-options.ts'
import { type DirectoryPlace, locateDirectory, shortestTail, type Stretch } from './end-record.ts'
import { type FileTable, fileTable } from './file-table.ts'
import { entityTag, isEntity, type ObjectAddress } from './object-address.ts'
import type { Ask } from './question.ts'
import type { Found, Wanted } from './s3-client.ts'

/** One state of an object, that every request for bytes names. */
export type ObjectState = Pick<Wanted, 'bucket' | 'key' | 'version' | 'etag'>

/** An archive by its directory. Opaque: it is there, and shows no files. */
export type Archive =
  | {
      readonly outcome: 'opened'
      readonly table: FileTable
      readonly state: ObjectState
      readonly size: number
    }
  | {
      readonly outcome: 'opaque'
      /** In words. */
      readonly found: string
      /** Known when any of it could be read. */
      readonly etag?: string
      readonly size?: number
      /** More than we are willing to read, which is not what archives of ours are like. */
      readonly isTooLarge?: true
    }
  | { readonly outcome: 'missing' }
  | { readonly outcome: 'archived' }

/** How many bytes of an object's end to ask for first. */
export interface TailGuess {
  readonly bytes: number
  /** Told how long the directory was, so that the next guess is better. */
  readonly learn: (directoryBytes: number) => void
}

/**
 * The state of an object that a revision names.
 *
 * @param side of `before`, an object without versions may still be there as the version `null`
 */
export function stateOf(address: ObjectAddress, revision: string, side: 'before' | 'after'): ObjectState {
  if (!isEntity(revision)) return { ...address, version: revision }
  return { ...address, etag: entityTag(revision), ...(side === 'before' && { version: 'null' }) }
}

/** How archives are read, whichever it is. */
export interface Reading {
  readonly ask: Ask
  readonly settings: ArtefactSettings
}

/**
 * Reads an archive's directory: one request for the end of the object, and one more for what of the
 * directory was before that. Both are of the same bytes, by version and entity tag.
 */
export async function openArchive(
  { ask, settings }: Reading,
  wanted: ObjectState,
  guess: TailGuess,
): Promise<Archive> {
  const tail = await ask(wanted.bucket, (s3) => s3.bytes({ ...wanted, range: { last: guess.bytes } }))
  if (tail === 'empty') return { outcome: 'opaque', found: 'an empty object' }
  if (typeof tail === 'string') return tail === 'archived' ? { outcome: tail } : { outcome: 'missing' }
  const { etag, size } = tail
  const state = { ...wanted, etag }
  const opaque = (found: string) => ({ outcome: 'opaque', found, etag, size }) as const

  const place = locateDirectory(tail)
  if (typeof place === 'string') return opaque(place)
  const excess = excessOf(place, settings)
  if (excess !== undefined) return { ...opaque(excess), isTooLarge: true }
  if (place.shift > longestPrefix) return opaque('a directory that is not where its end record says')
  guess.learn(size - place.start)
  const stretch = await completed(ask, state, { tail, start: place.start - place.shift })
  if (stretch === 'missing') return { outcome: stretch }
  const table = tableOf(stretch, place, settings)
  return typeof table === 'string' ? opaque(table) : { outcome: 'opened', table, state, size }
}

/** What makes an archive open itself is shorter than that, and is read with the directory. */
const longestPrefix = 1024 * 1024

function excessOf({ entries, start, end }: DirectoryPlace, settings: ArtefactSettings): string | undefined {
  const { mostEntries, mostDirectoryBytes } = settings
  if (entries > mostEntries) return `an archive of ${entries} entries, where ${mostEntries} are the most`
  const bytes = end - start
  return bytes > mostDirectoryBytes
    ? `a directory of ${bytes} bytes, where ${mostDirectoryBytes} are the most`
    : undefined
}

async function completed(
  ask: Ask,
  state: ObjectState,
  { tail, start }: { readonly tail: Found; readonly start: number },
): Promise<Stretch | 'missing'> {
  if (start >= tail.start) return tail
  const range = { start, end: tail.start }
  const rest = await ask(state.bucket, (s3) => s3.bytes({ ...state, range }))
  if (typeof rest === 'string') return 'missing'
  return { bytes: Buffer.concat([rest.bytes, tail.bytes]), start }
}

const entrySignature = 0x02014b50

/** Some readers take the offset as it is written, and some count back from the end. */
function tableOf(
  { bytes, start }: Stretch,
  place: DirectoryPlace,
  { isVerified }: ArtefactSettings,
): FileTable | string {
  const directory = bytes.subarray(place.start - start, place.end - start)
  if (place.shift === 0) return fileTable(directory, place, isVerified)
  const written = place.start - place.shift - start
  if (written + 4 <= bytes.length && bytes.readUInt32LE(written) === entrySignature)
    return 'two directories, one where its end record says and one before that record'
  const oddities = [...place.oddities, 'bytes before the archive']
  return fileTable(directory, { ...place, oddities }, isVerified)
}

/** In bytes. A round trip takes as long as this many. */
const longestGuess = 1024 * 1024
/** The directory of some 6,000 entries, which is more than most archives have. */
const firstGuess = 512 * 1024

/** A tenth more than last time, within bounds. */
export const guessOf = (directoryBytes: number | undefined): number =>
  directoryBytes === undefined
    ? firstGuess
    : Math.min(longestGuess, Math.max(shortestTail, Math.ceil(directoryBytes * 1.1)))
