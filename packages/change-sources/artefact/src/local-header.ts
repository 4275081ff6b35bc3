import type { Buffer } from 'node:buffer'
import { numberAt } from './end-record.ts'
import type { Packed } from './file-table.ts'

/** With a name and an extra field as long as they can be. */
export const longestHeader = 30 + 2 * 0xffff

const signature = 0x04034b50
const unknown = 0xffffffff
/** CRC and sizes follow the data. */
const follows = 1 << 3

/**
 * Where the packed bytes begin behind an entry's own header; nothing when that says anything else than the
 * directory, since who unpacks a stream goes by it.
 *
 * Source: PKWARE APPNOTE 6.3.10, section 4.3.7.
 *
 * @param bytes begin with the header
 */
export function dataStart(bytes: Buffer, place: Packed): number | undefined {
  if (bytes.length < 30 || bytes.readUInt32LE(0) !== signature) return undefined
  const nameEnd = 30 + bytes.readUInt16LE(26)
  const start = nameEnd + bytes.readUInt16LE(28)
  if (start > bytes.length || !bytes.subarray(30, nameEnd).equals(place.name)) return undefined
  if (bytes.readUInt16LE(8) !== place.method) return undefined
  return agrees(bytes, place, { nameEnd, start }) ? start : undefined
}

function agrees(
  bytes: Buffer,
  place: Packed,
  { nameEnd, start }: { readonly nameEnd: number; readonly start: number },
): boolean {
  const packed = bytes.readUInt32LE(18)
  const size = bytes.readUInt32LE(22)
  const isEmpty = bytes.readUInt32LE(14) === 0 && packed === 0 && size === 0
  if ((bytes.readUInt16LE(6) & follows) !== 0 && (isEmpty || packed === unknown)) return true
  const [wideSize, widePacked] = wideNumbers(bytes.subarray(nameEnd, start))
  return (
    bytes.readUInt32LE(14) === place.crc &&
    (size === unknown ? wideSize : size) === place.size &&
    (packed === unknown ? widePacked : packed) === place.packed
  )
}

/** Both are in the local zip64 field whenever there is one (section 4.5.3). */
function wideNumbers(extra: Buffer): readonly [number?, number?] {
  let at = 0
  while (at + 4 <= extra.length) {
    const length = extra.readUInt16LE(at + 2)
    if (extra.readUInt16LE(at) === 0x0001 && length >= 16 && at + 20 <= extra.length)
      return [numberAt(extra, at + 4), numberAt(extra, at + 12)]
    at += 4 + length
  }
  return []
}
