import type { Buffer } from 'node:buffer'
import { differences } from './comparison.ts'
import { locateDirectory } from './end-record.ts'
import { type FileTable, fileTable } from './file-table.ts'

/** Reads a zip that is all in memory. */
export function readZip(bytes: Buffer): FileTable | string {
  const place = locateDirectory({ bytes, start: 0 })
  if (typeof place === 'string') return place
  return fileTable(bytes.subarray(place.start, place.end), place, () => true)
}

/** The table of a zip that must have one. */
export function opened(bytes: Buffer): FileTable {
  const table = readZip(bytes)
  if (typeof table === 'string') throw new Error(`expected a directory, found ${table}`)
  return table
}

/** `modified a`, in order. */
export function told(before: FileTable, after: FileTable): readonly string[] {
  return differences(before, after, () => undefined)
    .map(({ change, path }) => `${change} ${path}`)
    .sort()
}
