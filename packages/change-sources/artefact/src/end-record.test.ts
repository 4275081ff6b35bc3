import { Buffer } from 'node:buffer'
import { describe, expect, it } from 'vitest'
import { opened } from './directory.stage.ts'
import { locateDirectory } from './end-record.ts'
import { zipOf } from './zip.stage.ts'

const files = [
  { name: 'a', content: 'one' },
  { name: 'b/c', content: 'two' },
]
const located = (bytes: Buffer) => locateDirectory({ bytes, start: 0 })

describe('a directory', () => {
  it.each([
    ['of a plain zip', zipOf(files)],
    ['before the comment that git archive writes', zipOf(files, { comment: '0123456789abcdef'.repeat(2) })],
    ['before the longest comment', zipOf(files, { comment: Buffer.alloc(0xffff, 'x') })],
    ['by zip64', zipOf(files, { zip64: true })],
    ['by zip64 before a comment', zipOf(files, { zip64: true, comment: 'x'.repeat(70) })],
  ])('is found %s', (_, zip) => {
    const place = located(zip)
    expect(place).toMatchObject({ entries: 2, shift: 0, oddities: [] })
    expect([...opened(zip).files.keys()]).toEqual(['a', 'b/c'])
  })

  it('is found in an archive without entries', () => {
    expect(located(zipOf([]))).toMatchObject({ start: 0, end: 0, entries: 0 })
  })

  it('is found behind what makes an archive open itself', () => {
    const zip = zipOf(files, { prefix: Buffer.from('#!/bin/sh\n') })
    expect(located(zip)).toMatchObject({ entries: 2, shift: 10 })
  })

  it.each([
    ['nothing', Buffer.alloc(0), /no zip/],
    ['a text', Buffer.from('no zip at all, but long enough for one'), /no end record/],
    ['a zip that is cut off', zipOf(files).subarray(0, -1), /no end record/],
    ['a zip with bytes behind it', Buffer.concat([zipOf(files), Buffer.from('x')]), /no end record/],
    ['one of several disks', zipOf(files, { disk: 1 }), /several disks/],
    ['one of several disks by zip64', zipOf(files, { disk: 1, zip64: true }), /several disks/],
  ])('is not found in %s', (_, bytes, found) => {
    expect(located(bytes)).toMatch(found)
  })

  it.each([
    ['its size goes beyond the object', { field: 12, value: 0x7fffffff }, /longer than the object/],
    ['its offset is behind it', { field: 16, value: 0x7fffffff }, /begins behind/],
    ['it needs zip64', { field: 16, value: 0xffffffff }, /needs zip64/],
    ['it has no room for its entries', { field: 8, value: 0x00ff00ff }, /too short for its entries/],
  ])('is not found when %s', (_, { field, value }, found) => {
    const zip = zipOf(files)
    zip.writeUInt32LE(value, zip.length - 22 + field)
    expect(located(zip)).toMatch(found)
  })

  it('is not found when some of its entries are on another disk', () => {
    const zip = zipOf(files)
    zip.writeUInt16LE(1, zip.length - 22 + 8)
    expect(located(zip)).toMatch(/several disks/)
  })

  it('is not found when its two end records do not agree', () => {
    const zip = zipOf(files, { zip64: true })
    zip.writeUInt16LE(1, zip.length - 22 + 8)
    zip.writeUInt16LE(1, zip.length - 22 + 10)
    expect(located(zip)).toMatch(/do not agree/)
  })

  it('is not found when its zip64 record is not where it should be', () => {
    const zip = zipOf(files, { zip64: true })
    zip.writeUInt32LE(7, zip.length - 22 - 20 + 8)
    zip.writeUInt32LE(0, zip.length - 22 - 20 - 56)
    expect(located(zip)).toMatch(/not where it should be/)
  })
})

describe('an end record in the comment', () => {
  const other = zipOf([{ name: 'other', content: 'x' }])
  const end = other.subarray(-22)

  it('does not win over the true one, and is told', () => {
    const zip = zipOf(files, { comment: Buffer.concat([end, Buffer.from('!')]) })
    expect(located(zip)).toMatchObject({ entries: 2, oddities: [expect.stringMatching(/in the comment/)] })
  })

  it('makes the archive opaque when it reaches to the end as well', () => {
    expect(located(zipOf(files, { comment: end }))).toMatch(/two end records/)
    expect(located(zipOf(files, { comment: other }))).toMatch(/two end records/)
  })

  it('is none when it is in a file that is not packed', () => {
    const zip = zipOf([{ name: 'inner.zip', content: other, method: 'stored' }])
    expect(located(zip)).toMatchObject({ entries: 1, oddities: [] })
  })
})
