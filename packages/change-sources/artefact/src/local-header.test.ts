import { Buffer } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { opened } from './directory.stage.ts'
import { dataStart } from './local-header.ts'
import { type ZipEntry, zipOf } from './zip.stage.ts'

const entry = { name: 'bin/a', content: 'content' } as const

/** The header of the only entry, some of its bytes written over, judged by the directory. */
function judged(written: ZipEntry, changes: Readonly<Record<number, number>> = {}) {
  const zip = zipOf([written])
  const place = opened(zip).packed.get('bin/a')
  if (place === undefined) throw new Error('expected an entry to read, found none')
  const bytes = Buffer.from(zip)
  for (const [at, value] of Object.entries(changes)) bytes[Number(at)] = value
  return dataStart(bytes.subarray(0, place.limit), place)
}

describe('the header before the packed bytes', () => {
  it('ends where they begin', () => {
    expect(judged(entry)).toBe(30 + 5)
    expect(judged({ ...entry, zip64: true })).toBe(30 + 5 + 20)
  })

  it.each([
    ['signature', 0],
    ['method', 8],
    ['checksum', 14],
    ['packed size', 18],
    ['size', 22],
    ['name', 31],
    ['length of the name', 26],
  ])('is not believed when it has another %s than the directory', (_, at) => {
    expect(judged(entry, { [at]: 99 })).toBeUndefined()
  })

  it('is not believed when its extra field goes beyond what there is', () => {
    expect(judged(entry, { 29: 1 })).toBeUndefined()
  })

  it.each([
    ['size', 39],
    ['packed size', 47],
  ])('is not believed when its zip64 field has another %s', (_, at) => {
    expect(judged({ ...entry, zip64: true }, { [at]: 99 })).toBeUndefined()
  })

  it('may leave the checksum and sizes to what follows, but not say others', () => {
    const zeros = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [14 + at, 0]))
    expect(judged(entry, { 6: 8, ...zeros })).toBe(35)
    expect(judged(entry, zeros)).toBeUndefined()
    expect(judged(entry, { 6: 8, 14: 7 })).toBeUndefined()
  })
})
