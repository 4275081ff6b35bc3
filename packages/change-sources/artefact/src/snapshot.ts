import { Buffer } from 'node:buffer'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'
import { markIn, markText } from './file-mark.ts'
import type { FileTable } from './file-table.ts'

/** An item of DynamoDB holds 400 KB, and a ledger's entry may carry two of these. */
const mostCharacters = 128 * 1024
/** Unpacked, of what is not trusted to be ours. */
const mostBytes = 64 * 1024 * 1024

const form = 'files-1:'

/** A table as text for the ledger; nothing when it is too long. What only reading content needs is left out. */
export function snapshotOf({ files, hidden, oddities }: FileTable): string | undefined {
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : 1))
  const [paths, marks] = [sorted.map(([path]) => path), sorted.map(([, mark]) => markText(mark))]
  const written = { paths, marks, hidden: [...hidden], oddities }
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 22 }
  const packed = brotliCompressSync(JSON.stringify(written), { params }).toString('base64')
  return form.length + packed.length > mostCharacters ? undefined : `${form}${packed}`
}

/** The table that a snapshot was made of; nothing when it is garbled, or of another form. */
export function tableIn(snapshot: string): FileTable | undefined {
  if (!snapshot.startsWith(form)) return undefined
  try {
    const packed = Buffer.from(snapshot.slice(form.length), 'base64')
    return tableOf(JSON.parse(brotliDecompressSync(packed, { maxOutputLength: mostBytes }).toString()))
  } catch {
    return undefined
  }
}

function tableOf(written: unknown): FileTable | undefined {
  const { paths, marks, hidden, oddities }: Record<string, unknown> = { ...Object(written) }
  if (!isTexts(paths) || !isTexts(marks) || !isTexts(hidden) || !isTexts(oddities)) return undefined
  const files = paths.flatMap((path, at) => {
    const mark = markIn(marks[at] ?? '')
    return mark === undefined ? [] : [[path, mark] as const]
  })
  if (files.length !== paths.length || files.length !== marks.length) return undefined
  return {
    files: new Map(files),
    hidden: new Set(hidden),
    packed: new Map(),
    oddities,
  }
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')
