import { Buffer } from 'node:buffer'

/** A run of bytes of an object, and where in the object it begins. */
export interface Stretch {
  readonly bytes: Buffer
  readonly start: number
}

/** Where a zip's directory is, and how many entries it says it has. */
export interface DirectoryPlace {
  readonly start: number
  readonly end: number
  readonly entries: number
  /** Bytes before the archive proper, by which every offset in it is to be moved. */
  readonly shift: number
  /** What a reader of another make might take differently, in words. */
  readonly oddities: readonly string[]
}

/** The place, or why there is none, in words. */
export type Located = DirectoryPlace | string

/** The shortest end of a zip that holds its end record for certain, with its longest comment and zip64. */
export const shortestTail = 68 * 1024

/**
 * Finds the directory by the end record, which a comment of up to 65,535 bytes may follow. A record counts
 * when its comment reaches exactly to the end of the object; two that do are taken by nobody, since readers
 * do not agree which of them is meant.
 *
 * Source: PKWARE APPNOTE 6.3.10, sections 4.3.14 to 4.3.16.
 */
export function locateDirectory(tail: Stretch): Located {
  const { bytes, start } = tail
  if (bytes.length < endLength) return 'no zip: too short for an end record'
  const oddities: string[] = []
  let found = -1
  const first = Math.max(0, bytes.length - endLength - 0xffff)
  for (let at = first; at <= bytes.length - 4; at += 1) {
    at = bytes.indexOf(endSignature, at)
    if (at === -1) break
    if (
      at + endLength + (at + endLength <= bytes.length ? bytes.readUInt16LE(at + 20) : 0) !==
      bytes.length
    ) {
      if (found !== -1) oddities.push('the signature of an end record in the comment')
      continue
    }
    if (found !== -1) return 'two end records that both reach to the end'
    found = at
  }
  if (found === -1) return 'no end record that reaches to the end of the object: no zip, or a part of one'
  const record = recordAt(tail, found)
  if (typeof record === 'string') return record
  const place = placeOf(record, start)
  return typeof place === 'string' ? place : { ...place, oddities }
}

interface EndRecord {
  /** Where the record begins in the stretch: the directory ends there. */
  readonly at: number
  readonly entries: number
  readonly size: number
  readonly offset: number
}

const endLength = 22
const endSignature = Buffer.from('PK\u0005\u0006', 'latin1')
const locatorSignature = 0x07064b50
const endSignature64 = 0x06064b50
const endLength64 = 56

function recordAt({ bytes, start }: Stretch, at: number): EndRecord | string {
  const disks = [bytes.readUInt16LE(at + 4), bytes.readUInt16LE(at + 6)]
  const entries = bytes.readUInt16LE(at + 10)
  const record = { at, entries, size: bytes.readUInt32LE(at + 12), offset: bytes.readUInt32LE(at + 16) }
  const isZip64 = at >= 20 && bytes.readUInt32LE(at - 20) === locatorSignature
  const isOverfull = record.size === 0xffffffff || record.offset === 0xffffffff
  if (!isZip64 && isOverfull) return 'an end record that needs zip64, and has none'
  if (disks.some((disk) => disk !== 0 && !(isZip64 && disk === 0xffff))) return 'an archive of several disks'
  if (bytes.readUInt16LE(at + 8) !== entries) return 'an archive of several disks'
  return isZip64 ? recordOf64({ bytes, start }, record) : record
}

/** Readers use zip64 always, or only where the old record is full: both must come to the same. */
function recordOf64({ bytes, start }: Stretch, old: EndRecord): EndRecord | string {
  const locator = old.at - 20
  if (bytes.readUInt32LE(locator + 4) !== 0 || bytes.readUInt32LE(locator + 16) > 1)
    return 'an archive of several disks'
  const at = positionOf64(bytes, locator, numberAt(bytes, locator + 8) - start)
  if (at === undefined) return 'a zip64 end record that is not where it should be'
  if (bytes.readUInt32LE(at + 16) !== 0 || bytes.readUInt32LE(at + 20) !== 0)
    return 'an archive of several disks'
  const entries = numberAt(bytes, at + 32)
  if (numberAt(bytes, at + 24) !== entries) return 'an archive of several disks'
  const record = { at, entries, size: numberAt(bytes, at + 40), offset: numberAt(bytes, at + 48) }
  const agrees =
    (old.entries === 0xffff || old.entries === entries) &&
    (old.size === 0xffffffff || old.size === record.size) &&
    (old.offset === 0xffffffff || old.offset === record.offset)
  return agrees ? record : 'two end records that do not agree'
}

/** Right before its locator, or, with data of its own between, where the locator says. */
function positionOf64(bytes: Buffer, locator: number, told: number): number | undefined {
  return [locator - endLength64, told].find(
    (at) =>
      Number.isSafeInteger(at) &&
      at >= 0 &&
      at + endLength64 <= locator &&
      bytes.readUInt32LE(at) === endSignature64 &&
      numberAt(bytes, at + 4) + 12 === locator - at,
  )
}

function placeOf({ at, entries, size, offset }: EndRecord, start: number): Located {
  const end = start + at
  const from = end - size
  const shift = from - offset
  if (!Number.isSafeInteger(from) || from < 0) return 'a directory longer than the object'
  if (shift < 0) return 'a directory that begins behind its own end'
  if (entries * shortestEntry > size) return 'a directory too short for its entries'
  return { start: from, end, entries, shift, oddities: [] }
}

/** The fixed part of an entry, without name, extra field and comment. */
const shortestEntry = 46

/** Beyond 2^53 it is no place in an object of S3 either; it then fits nowhere. */
export const numberAt = (bytes: Buffer, at: number): number => Number(bytes.readBigUInt64LE(at))
