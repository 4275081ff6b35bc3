import { Buffer } from 'node:buffer'
import { crc32, deflateRawSync } from 'node:zlib'

/** A file or directory as it is written into a zip; what is left out is as Info-ZIP on Linux does it. */
export interface ZipEntry {
  readonly name: string | Buffer
  readonly content?: string | Buffer
  readonly mode?: number
  /** Who made it: 3 is Unix, 0 is DOS. */
  readonly system?: number
  readonly method?: 'stored' | 'deflated'
  /** How hard to pack; 1 if left out. */
  readonly level?: number
  /** General purpose flags; 0x800 says that the name is UTF-8. */
  readonly flags?: number
  /** Extra field of the directory. */
  readonly extra?: Buffer
  /** Other than the truth. */
  readonly crc?: number
  readonly methodNumber?: number
  readonly localName?: string
  readonly zip64?: boolean
}

export interface ZipOptions {
  readonly comment?: string | Buffer
  readonly zip64?: boolean
  /** Bytes before the archive that its offsets do not count. */
  readonly prefix?: Buffer
  readonly disk?: number
}

/** A zip of exactly these, in memory. */
export function zipOf(entries: readonly ZipEntry[], options: ZipOptions = {}): Buffer {
  const locals: Buffer[] = []
  const records: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const written = writtenOf(entry)
    records.push(recordOf(entry, written, offset))
    const local = Buffer.concat([localOf(entry, written), written.data])
    locals.push(local)
    offset += local.length
  }
  const directory = Buffer.concat(records)
  const end = endOf({ entries: entries.length, size: directory.length, offset }, options)
  return Buffer.concat([options.prefix ?? Buffer.alloc(0), ...locals, directory, end])
}

interface Written {
  readonly name: Buffer
  readonly data: Buffer
  readonly crc: number
  readonly size: number
  readonly method: number
  readonly flags: number
}

function writtenOf(entry: ZipEntry): Written {
  const { content = '', method = 'deflated', level = 1, methodNumber } = entry
  const bytes = Buffer.from(content)
  const isStored = method === 'stored' || bytes.length === 0
  return {
    name: Buffer.from(entry.name),
    data: isStored ? bytes : deflateRawSync(bytes, { level }),
    crc: entry.crc ?? crc32(bytes),
    size: bytes.length,
    method: methodNumber ?? (isStored ? 0 : 8),
    flags: entry.flags ?? (typeof entry.name === 'string' ? 0x800 : 0),
  }
}

const numbers = (...list: readonly (readonly [value: number, bytes: number])[]) => {
  const bytes = Buffer.alloc(list.reduce((sum, [, length]) => sum + length, 0))
  let at = 0
  for (const [value, length] of list) {
    if (length === 8) bytes.writeBigUInt64LE(BigInt(value), at)
    else bytes.writeUIntLE(value, at, length)
    at += length
  }
  return bytes
}

const full = 0xffffffff

function localOf({ zip64 = false, localName }: ZipEntry, written: Written): Buffer {
  const { data, crc, size, method, flags } = written
  const name = localName === undefined ? written.name : Buffer.from(localName)
  const extra = zip64 ? numbers([1, 2], [16, 2], [size, 8], [data.length, 8]) : Buffer.alloc(0)
  const [wideSize, widePacked] = zip64 ? [full, full] : [size, data.length]
  return Buffer.concat([
    numbers(
      [0x04034b50, 4],
      [20, 2],
      [flags, 2],
      [method, 2],
      [0, 4],
      [crc, 4],
      [widePacked, 4],
      [wideSize, 4],
    ),
    numbers([name.length, 2], [extra.length, 2]),
    name,
    extra,
  ])
}

function recordOf(entry: ZipEntry, written: Written, offset: number): Buffer {
  const { mode = 0o100644, system = 3, zip64 = false, extra: given = Buffer.alloc(0) } = entry
  const { name, data, crc, size, method, flags } = written
  const wide = numbers([1, 2], [24, 2], [size, 8], [data.length, 8], [offset, 8])
  const extra = zip64 ? Buffer.concat([wide, given]) : given
  const told = zip64 ? [full, full, full] : [size, data.length, offset]
  const [wideSize = 0, widePacked = 0, wideOffset = 0] = told
  return Buffer.concat([
    numbers([0x02014b50, 4], [20, 1], [system, 1], [20, 2], [flags, 2], [method, 2], [0, 4], [crc, 4]),
    numbers([widePacked, 4], [wideSize, 4], [name.length, 2], [extra.length, 2], [0, 2], [0, 2], [0, 2]),
    numbers([0, 2], [mode, 2], [wideOffset, 4]),
    name,
    extra,
  ])
}

interface Directory {
  readonly entries: number
  readonly size: number
  readonly offset: number
}

function endOf({ entries, size, offset }: Directory, options: ZipOptions): Buffer {
  const { zip64 = false, disk = 0 } = options
  const comment = Buffer.from(options.comment ?? '')
  const [few, short, near] = zip64 ? [0xffff, full, full] : [entries, size, offset]
  const end = Buffer.concat([
    numbers([0x06054b50, 4], [disk, 2], [disk, 2], [few, 2], [few, 2], [short, 4], [near, 4]),
    numbers([comment.length, 2]),
    comment,
  ])
  if (!zip64) return end
  const record = numbers([0x06064b50, 4], [44, 8], [45, 2], [45, 2], [disk, 4], [disk, 4], [entries, 8])
  const rest = numbers([entries, 8], [size, 8], [offset, 8])
  const locator = numbers([0x07064b50, 4], [disk, 4], [offset + size, 8], [1, 4])
  return Buffer.concat([record, rest, locator, end])
}
