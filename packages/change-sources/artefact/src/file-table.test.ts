import { Buffer } from 'node:buffer'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import yauzl from 'yauzl'
import { opened, readZip, told } from './directory.stage.ts'
import { markText } from './file-mark.ts'
import { type ZipEntry, zipOf } from './zip.stage.ts'

const change = (before: readonly ZipEntry[], after: readonly ZipEntry[]) =>
  told(opened(zipOf(before)), opened(zipOf(after)))
const one = { name: 'a', content: 'one' }

describe('two directories', () => {
  it.each([
    ['content', { ...one, content: 'two' }],
    ['size alone', { ...one, content: 'one and more', crc: 0x7a6c86f1 }],
    ['method', { ...one, method: 'stored' }],
    ['mode', { ...one, mode: 0o100755 }],
    ['what made them, and so the mode', { ...one, system: 0 }],
  ] as const)('differ by %s', (_, other) => {
    expect(change([one], [other])).toEqual(['modified a'])
    expect(change([other], [one])).toEqual(['modified a'])
  })

  it('are the same when they were written in another order, or by zip64', () => {
    const two = { name: 'b', content: 'two' }
    expect(change([one, two], [two, one])).toEqual([])
    expect(change([one, two], [two, { ...one, zip64: true }])).toEqual([])
  })

  it('tell of files and not of directories', () => {
    expect(change([one], [one, { name: 'dir/', mode: 0o40755 }])).toEqual([])
  })

  it('tell a file under each path that it may be written to', () => {
    expect(change([], [{ name: 'x/../web/a' }])).toEqual(['added web/a', 'added x/web/a'])
  })
})

describe('an oddity', () => {
  it.each([
    ['a name that is there twice', [one, one]],
    ['a name that is there twice', [one, { ...one, name: './a' }]],
    ['a path through a symbolic link', [{ name: 'l', mode: 0o120777 }, { name: 'l/a' }]],
    ['a directory with content', [{ name: 'd/', content: 'x' }]],
    ['a name with .. in it', [{ name: '../a' }]],
    ['an encrypted entry without a checksum', [{ name: 'a', content: 'x', crc: 0, methodNumber: 99 }]],
  ])('is told: %s', (oddity, entries) => {
    expect(opened(zipOf(entries)).oddities).toContain(oddity)
  })

  it('is none of a plain archive with links', () => {
    expect(opened(zipOf([{ name: 'l', mode: 0o120777 }, { name: 'la' }])).oddities).toEqual([])
  })
})

describe('a name that is there twice', () => {
  it('is modified when either of the two differs', () => {
    const twice = [one, { ...one, content: 'two' }]
    expect(change(twice, twice)).toEqual([])
    expect(change(twice, twice.toReversed())).toEqual(['modified a'])
    expect(change(twice, [one])).toEqual(['modified a'])
    expect(change([one], [one, one])).toEqual(['modified a'])
  })
})

describe('an encrypted entry that hides its checksum', () => {
  it('is modified whenever it is asked', () => {
    const hidden = { name: 'a', content: 'x', crc: 0, methodNumber: 99 }
    expect(change([hidden], [hidden])).toEqual(['modified a'])
  })

  it('is compared like any other when it does not hide it', () => {
    const telling = { name: 'a', content: 'x', methodNumber: 99 }
    expect(change([telling], [telling])).toEqual([])
  })
})

describe('a directory that cannot be read', () => {
  const zip = zipOf([one, { name: 'b', content: 'two' }])
  const start = zip.readUInt32LE(zip.length - 6)

  it.each([
    ['something else in it', { at: 0, value: 0 }, /something else/],
    ['a name that is longer', { at: 28, value: 60_000 }, /ends within an entry/],
    ['a name that is shorter', { at: 28, value: 0 }, /something else/],
    ['a mask over it', { at: 8, value: 1 << 13 }, /encrypted directory/],
    ['an entry on another disk', { at: 34, value: 1 }, /several disks/],
  ])('says so of one with %s', (_, { at, value }, found) => {
    const bytes = Buffer.from(zip)
    bytes.writeUInt16LE(value, start + at)
    expect(readZip(bytes)).toMatch(found)
  })

  it('says so of one with more entries than are told of', () => {
    const bytes = Buffer.from(zip)
    bytes.writeUInt16LE(1, zip.length - 14)
    bytes.writeUInt16LE(1, zip.length - 12)
    expect(readZip(bytes)).toMatch(/more in it/)
  })

  it('says so of one with a size that is elsewhere, and is not', () => {
    const bytes = Buffer.from(zip)
    bytes.writeUInt32LE(0xffffffff, start + 24)
    expect(readZip(bytes)).toMatch(/zip64 numbers are missing/)
  })
})

const step = fc.stringMatching(/^[a-z\u00e9 ]{1,4}$/)
const path = fc.array(step, { minLength: 1, maxLength: 3 }).map((steps) => steps.join('/'))
const tree = fc.dictionary(path, fc.constantFrom('', 'x', 'content', 'content'.repeat(50)), { maxKeys: 12 })
const entriesOf = (files: Readonly<Record<string, string>>): readonly ZipEntry[] =>
  Object.entries(files).map(([name, content]) => ({ name, content }))

describe('any two archives', () => {
  it('differ in exactly the files that differ', () => {
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        const expected = [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
          if (!Object.hasOwn(before, name)) return `added ${name}`
          if (!Object.hasOwn(after, name)) return `deleted ${name}`
          return before[name] === after[name] ? [] : `modified ${name}`
        })
        expect(change(entriesOf(before), entriesOf(after).toReversed())).toEqual(expected.sort())
      }),
    )
  })

  it('never seem the same when a file differs, whichever bit of the directory is wrong', () => {
    const before = zipOf([one, { name: 'b', content: 'b' }])
    const after = zipOf([
      { ...one, content: 'two' },
      { name: 'b', content: 'b' },
    ])
    const start = after.readUInt32LE(after.length - 6)
    for (let bit = start * 8; bit < after.length * 8; bit += 1) {
      // The checksum itself: by chance it is right one time in four thousand million.
      if (bit >= (start + 16) * 8 && bit < (start + 20) * 8) continue
      const bytes = Buffer.from(after)
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      const table = readZip(bytes)
      const found = typeof table === 'string' ? [table] : told(opened(before), table)
      expect(found, `bit ${bit}`).not.toEqual([])
    }
  })
})

describe('any bytes', () => {
  it('are a table or a reason, and never an error', () => {
    const zip = zipOf([one, { name: 'b', content: 'b', zip64: true }], { zip64: true, comment: 'c' })
    const overlay = fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(overlay, (changes) => {
        const bytes = Buffer.from(zip)
        for (const [at, value] of changes) bytes[at] = value
        expect(['string', 'object']).toContain(typeof readZip(bytes))
      }),
      { numRuns: 2000 },
    )
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        (bytes) => typeof readZip(Buffer.from(bytes)) === 'string',
      ),
    )
  })

  it('of a zip that is cut off anywhere are none', () => {
    const zip = zipOf([one, { name: 'b', content: 'b'.repeat(300) }], { comment: 'comment' })
    for (let length = 0; length < zip.length; length += 1)
      expect(typeof readZip(zip.subarray(0, length))).toBe('string')
  })
})

describe('beside another reader', () => {
  it('finds the same files with the same checksums and sizes', async () => {
    const entry = fc.record({
      content: fc.string({ maxLength: 40 }),
      mode: fc.constantFrom(0o100644, 0o100755),
      method: fc.constantFrom('stored', 'deflated'),
      zip64: fc.boolean(),
    })
    const archive = fc.record({
      entries: fc.dictionary(path, entry, { maxKeys: 8 }),
      zip64: fc.boolean(),
      comment: fc.string({ maxLength: 100 }),
    })
    await fc.assert(
      fc.asyncProperty(archive, async ({ entries, ...options }) => {
        const zip = zipOf(
          Object.entries(entries).map(([name, each]) => ({ name, ...each })),
          options,
        )
        const { files } = opened(zip)
        expect(Object.fromEntries([...files].map(([name, mark]) => [name, markText(mark)]))).toEqual(
          await listedByYauzl(zip),
        )
      }),
    )
  })
})

async function listedByYauzl(zip: Buffer): Promise<Readonly<Record<string, string>>> {
  const { promise, resolve, reject } = Promise.withResolvers<Record<string, string>>()
  const found: Record<string, string> = {}
  yauzl.fromBuffer(zip, { lazyEntries: true }, (error, file) => {
    if (error) return reject(error)
    file.on('entry', (entry: yauzl.Entry) => {
      const { fileName, crc32, uncompressedSize, compressionMethod, externalFileAttributes } = entry
      const mode = externalFileAttributes >>> 16
      found[fileName] = `${crc32 | 0}.${uncompressedSize}.${compressionMethod}.${mode}`
      file.readEntry()
    })
    file.on('end', () => resolve(found)).on('error', reject)
    file.readEntry()
  })
  return promise
}
