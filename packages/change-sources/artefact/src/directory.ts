import type { Buffer } from 'node:buffer'
import type { DirectoryPlace } from './end-record.ts'
import { entryName, isPlain } from './entry-name.ts'

/** One file or directory, as the archive's directory has it. */
export interface Entry {
  readonly path: string
  /** Paths that some other reader writes it to. */
  readonly otherPaths: readonly string[]
  readonly oddity: string | undefined
  readonly crc: number
  /** Bytes, unpacked and packed. */
  readonly size: number
  readonly packed: number
  readonly method: number
  /** Of Unix, its type included; 0 when it was made elsewhere. */
  readonly mode: number
  /** Whether the CRC says nothing: AE-2 leaves it out, lest it tell of what is encrypted. */
  readonly isHidden: boolean
  /** Where its own header is in the object. */
  readonly offset: number
  /** Where its name is in the directory, as it is written. */
  readonly nameStart: number
  readonly nameEnd: number
}

/** A directory, as bytes and as numbers: a view reads these faster than a Buffer while nothing is compiled. */
interface Directory {
  readonly bytes: Buffer
  readonly view: DataView
}

/**
 * Reads a directory, entry by entry.
 *
 * Source: PKWARE APPNOTE 6.3.10, section 4.3.12.
 *
 * @param bytes the directory and nothing else
 * @returns why it cannot be read, in words; nothing when every entry was visited
 */
export function readDirectory(
  bytes: Buffer,
  place: DirectoryPlace,
  visit: (entry: Entry) => void,
): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const directory = { bytes, view }
  let at = 0
  for (let count = 0; count < place.entries; count += 1) {
    if (at + fixed > bytes.length) return 'a directory that ends within an entry'
    if (view.getUint32(at, true) !== signature) return 'a directory with something else in it'
    const next = at + fixed + lengthOf(view, at)
    if (next > bytes.length) return 'a directory that ends within an entry'
    // Masked by the encryption of the directory itself (section 7.3.4).
    if ((view.getUint16(at + 8, true) & flags.masked) !== 0) return 'an encrypted directory'
    const entry = entryAt(directory, at, place.shift)
    if (typeof entry === 'string') return entry
    visit(entry)
    at = next
  }
  return at === bytes.length ? undefined : 'a directory with more in it than its entries'
}

/** Without name, extra field and comment. */
const fixed = 46
const signature = 0x02014b50
const flags = { utf8: 1 << 11, masked: 1 << 13 }
const unknown = 0xffffffff
const encryptedByAes = 99

const lengthOf = (view: DataView, at: number) =>
  view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)

function entryAt(directory: Directory, at: number, shift: number): Entry | string {
  const { view } = directory
  const numbers = numbersAt(directory, at)
  if (numbers === undefined) return 'an entry whose zip64 numbers are missing'
  if (numbers.disk !== 0) return 'an archive of several disks'
  const system = view.getUint8(at + 5)
  const method = view.getUint16(at + 10, true)
  const crc = view.getUint32(at + 16, true)
  const name = nameAt(directory, at, system)
  return {
    path: name.path,
    otherPaths: name.otherPaths,
    oddity: name.oddity,
    crc,
    size: numbers.size,
    packed: numbers.packed,
    method,
    mode: isOfUnix(system) ? view.getUint16(at + 40, true) : 0,
    isHidden: method === encryptedByAes && crc === 0,
    offset: numbers.offset + shift,
    nameStart: at + fixed,
    nameEnd: at + fixed + view.getUint16(at + 28, true),
  }
}

/** 3 is Unix and 19 is macOS (section 4.4.2). */
const isOfUnix = (system: number) => system === 3 || system === 19
/** MS-DOS, OS/2, NTFS and VFAT. */
const isOfDos = (system: number) =>
  system === 0 || system === 6 || system === 10 || system === 11 || system === 14

type Name = Pick<Entry, 'path' | 'otherPaths' | 'oddity'>

const none: readonly string[] = []

/** Nearly every name is plain, and there may be a hundred thousand: those are read without more ado. */
function nameAt(directory: Directory, at: number, system: number): Name {
  const { bytes, view } = directory
  const start = at + fixed
  const end = start + view.getUint16(at + 28, true)
  const unicodePath = extraAt(directory, at, 0x7075)
  if (unicodePath === undefined && isPlain(bytes, start, end))
    return { path: bytes.toString('latin1', start, end), otherPaths: none, oddity: undefined }
  const { paths, oddity } = entryName({
    raw: bytes.subarray(start, end),
    isUtf8: (view.getUint16(at + 8, true) & flags.utf8) !== 0,
    isOfDos: isOfDos(system),
    ...(unicodePath !== undefined && { unicodePath }),
  })
  const [path, ...otherPaths] = paths
  return { path, otherPaths, oddity }
}

interface Numbers {
  readonly size: number
  readonly packed: number
  readonly offset: number
  readonly disk: number
}

function numbersAt(directory: Directory, at: number): Numbers | undefined {
  const { view } = directory
  const packed = view.getUint32(at + 20, true)
  const size = view.getUint32(at + 24, true)
  const disk = view.getUint16(at + 34, true)
  const offset = view.getUint32(at + 42, true)
  const numbers = { size, packed, offset, disk }
  const isWhole = packed !== unknown && size !== unknown && offset !== unknown && disk !== 0xffff
  return isWhole ? numbers : wideNumbers(numbers, extraAt(directory, at, 0x0001))
}

/** A number that is full is in the zip64 field instead, which has those that are, in this order. */
function wideNumbers({ disk, ...near }: Numbers, field: Buffer | undefined): Numbers | undefined {
  if (field === undefined) return undefined
  let at = 0
  const wide = (value: number) => {
    if (value !== unknown) return value
    at += 8
    return at > field.length ? Number.NaN : Number(field.readBigUInt64LE(at - 8))
  }
  const found = { size: wide(near.size), packed: wide(near.packed), offset: wide(near.offset) }
  if (!Object.values(found).every(Number.isSafeInteger)) return undefined
  if (disk !== 0xffff) return { ...found, disk }
  return at + 4 > field.length ? undefined : { ...found, disk: field.readUInt32LE(at) }
}

function extraAt({ bytes, view }: Directory, at: number, wanted: number): Buffer | undefined {
  const length = view.getUint16(at + 30, true)
  let field = at + fixed + view.getUint16(at + 28, true)
  const end = field + length
  while (field + 4 <= end) {
    const next = field + 4 + view.getUint16(field + 2, true)
    if (next > end) return undefined
    if (view.getUint16(field, true) === wanted) return bytes.subarray(field + 4, next)
    field = next
  }
  return undefined
}
