import * as fc from 'fast-check'
import { brotliCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { FileMark } from './file-mark.ts'
import type { FileTable } from './file-table.ts'
import { snapshotOf, tableIn } from './snapshot.ts'

const tableOf = (files: Readonly<Record<string, FileMark>>): FileTable => ({
  files: new Map(Object.entries(files)),
  hidden: new Set(['secret']),
  packed: new Map(),
  oddities: ['odd'],
})
const one: FileMark = { crc: -559038737, size: 1024, method: 8, mode: 0o100644, also: undefined }
const number = fc.record({
  crc: fc.integer(),
  size: fc.maxSafeNat(),
  method: fc.nat(99),
  mode: fc.nat(0xffff),
})
const mark: fc.Arbitrary<FileMark> = fc
  .array(number, { minLength: 1, maxLength: 3 })
  .map((marks) => marks.reduceRight<FileMark>((also, own) => ({ ...own, also }), one))
const packed = (value: unknown) => `files-1:${brotliCompressSync(JSON.stringify(value)).toString('base64')}`

describe('a snapshot', () => {
  it('gives back every table', () => {
    const files = fc.dictionary(fc.string({ unit: 'binary' }), mark, { maxKeys: 20 })
    fc.assert(
      fc.property(files, (some) => {
        const table = tableOf(some)
        expect(tableIn(snapshotOf(table) ?? '')).toEqual(table)
      }),
    )
  })

  it('is the same text for the same files in another order', () => {
    const files = { b: one, a: { ...one, size: 7 }, c: one }
    const turned = Object.fromEntries(Object.entries(files).toReversed())
    expect(snapshotOf(tableOf(files))).toBe(snapshotOf(tableOf(turned)))
  })

  it('of 5,000 files fits an entry of the ledger, and of too many is none', () => {
    const many = (count: number) =>
      tableOf(
        Object.fromEntries(
          Array.from({ length: count }, (_, at) => {
            const crc = Math.imul(at + 1, 0x9e3779b1)
            return [`services/part-${at % 97}/src/file-${at}.ts`, { ...one, crc, size: at }]
          }),
        ),
      )
    expect(snapshotOf(many(5000))?.length).toBeLessThan(100_000)
    expect(snapshotOf(many(50_000))).toBeUndefined()
  })

  it.each([
    ['nothing', ''],
    ['another form', 'files-2:AAAA'],
    ['no base64', 'files-1:\u0000\u0001'],
    ['nothing that unpacks', 'files-1:AAAA'],
    ['no object', packed(7)],
    ['half of it', packed({ paths: ['a'], marks: [], hidden: [], oddities: [] })],
    ['other members', packed({ paths: 'a', marks: '1.1.1.1', hidden: [], oddities: [] })],
    ['a number for a path', packed({ paths: [1], marks: ['1.1.1.1'], hidden: [], oddities: [] })],
  ])('that is garbled is none: %s', (_, snapshot) => {
    expect(tableIn(snapshot)).toBeUndefined()
  })

  it('cut off or changed anywhere never raises an error', () => {
    const whole = snapshotOf(tableOf({ a: one, b: one })) ?? ''
    for (let at = 0; at < whole.length; at += 1)
      expect(() => tableIn(`${whole.slice(0, at)}/${whole.slice(at + 1)}`)).not.toThrow()
    // Without the signs of its end base64 is still the same.
    for (let at = 0; at < whole.length - 2; at += 1) expect(tableIn(whole.slice(0, at))).toBeUndefined()
  })
})
