import { Buffer } from 'node:buffer'
import * as fc from 'fast-check'
import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { entryName, isPlain } from './entry-name.ts'

const named = (
  name: string | Buffer,
  more: { isUtf8?: boolean; isOfDos?: boolean; unicodePath?: Buffer } = {},
) => entryName({ raw: Buffer.from(name), isUtf8: true, isOfDos: false, ...more })

const unicodePath = (raw: Buffer, path: string, version = 1) => {
  const head = Buffer.alloc(5)
  head[0] = version
  head.writeUInt32LE(crc32(raw), 1)
  return Buffer.concat([head, Buffer.from(path)])
}

describe('a name', () => {
  it.each([
    'a',
    'a/b',
    '..hidden',
    'a..b',
    'dots/.../three',
    'back\\slash',
    ':colon',
    'dir/',
    '\u65e5\u672c',
    'a\nb',
  ])('is left as it is: %j', (name) => {
    expect(named(name)).toEqual({ paths: [name] })
  })

  it.each([
    ['/etc/passwd', ['etc/passwd'], /root/],
    ['//a', ['a'], /root/],
    ['../a', ['a'], /\.\./],
    ['../../a/b', ['a/b'], /\.\./],
    ['a/../b', ['a/b', 'b'], /\.\./],
    ['a/../../b', ['a/b', 'b'], /\.\./],
    ['a/..', ['a'], /\.\./],
    ['..', ['..'], /\.\./],
    ['./a', ['a'], /empty steps/],
    ['a//b', ['a/b'], /empty steps/],
    ['a/./b/', ['a/b/'], /empty steps/],
    ['c:/a', ['a', 'c:/a'], /root/],
    ['c:a', ['a', 'c:a'], /root/],
    ['', ['.'], /empty name/],
    ['/', ['/'], /root/],
    ['a\0.txt', ['a', 'a\0.txt'], /NUL/],
  ])('is told as each path that an extractor writes: %j', (name, paths, oddity) => {
    expect(named(name)).toEqual({ paths, oddity: expect.stringMatching(oddity) })
  })

  it('of DOS has directories between backslashes, to some', () => {
    expect(named('a\\b', { isOfDos: true })).toEqual({
      paths: ['a/b', 'a\\b'],
      oddity: expect.stringMatching(/backslashes/),
    })
    expect(named('..\\..\\a', { isOfDos: true })).toMatchObject({
      paths: ['a', '..\\..\\a'],
      oddity: expect.stringMatching(/\.\./),
    })
  })

  it('is UTF-8 when it can be, whether or not it says so', () => {
    expect(named('caf\u00e9', { isUtf8: false })).toEqual({ paths: ['caf\u00e9'] })
    expect(named(Buffer.from('ef bb bf 61'.replaceAll(' ', ''), 'hex'))).toEqual({ paths: ['\ufeffa'] })
  })

  it('is told by its bytes when it is not UTF-8, and as odd when it says it is', () => {
    const raw = Buffer.from([0x63, 0x82, 0x2e])
    expect(named(raw, { isUtf8: false })).toEqual({ paths: ['c\u0082.'] })
    expect(named(raw)).toEqual({ paths: ['c\u0082.'], oddity: expect.stringMatching(/UTF-8/) })
  })

  it('in the letters of some country has its true spelling beside it', () => {
    const raw = Buffer.from([0x63, 0x82])
    expect(named(raw, { isUtf8: false, unicodePath: unicodePath(raw, 'c\u00e9') })).toEqual({
      paths: ['c\u00e9'],
    })
  })

  it('with another spelling beside it that it does not need is told as both', () => {
    const raw = Buffer.from('docs/a')
    expect(named(raw, { unicodePath: unicodePath(raw, 'web/a') })).toEqual({
      paths: ['web/a', 'docs/a'],
      oddity: expect.stringMatching(/two spellings/),
    })
    expect(named(raw, { unicodePath: unicodePath(raw, 'docs/a') })).toEqual({ paths: ['docs/a'] })
  })

  it.each([
    ['in UTF-8', 'web/caf\u00e9', { isUtf8: true, other: 'docs/a' }],
    ['in UTF-8 that does not say so', 'web/caf\u00e9', { isUtf8: false, other: 'docs/a' }],
    [
      'in letters of some country, in another directory',
      Buffer.from('7765622f82', 'hex'),
      { isUtf8: false, other: 'docs/a' },
    ],
    [
      'of as many letters in no directory at all',
      Buffer.from('7765622f82', 'hex'),
      { isUtf8: false, other: 'web-x' },
    ],
  ] as const)('that is read by many as it is written is told as both: %s', (_, name, { isUtf8, other }) => {
    const raw = Buffer.from(name)
    const { paths, oddity } = named(raw, { isUtf8, unicodePath: unicodePath(raw, other) })
    expect(paths).toEqual([other, expect.stringMatching(/^web\//)])
    expect(oddity).toMatch(/two spellings/)
  })

  it.each([
    ['of another name', unicodePath(Buffer.from('other'), 'web/a')],
    ['of another version', unicodePath(Buffer.from('docs/a'), 'web/a', 2)],
    ['that is too short', Buffer.from([1, 2])],
  ])('ignores a spelling beside it %s', (_, field) => {
    expect(named('docs/a', { unicodePath: field })).toEqual({ paths: ['docs/a'] })
  })

  it('that is plain at first sight is only that, wherever it was made', () => {
    const letter = fc.constantFrom('a', 'C', '.', '/', ':', '\\', ' ', '\0', '\u00e9', '~', '\n')
    fc.assert(
      fc.property(fc.array(letter, { maxLength: 8 }), fc.boolean(), (letters, isOfDos) => {
        const name = letters.join('')
        const raw = Buffer.from(`<${name}>`)
        fc.pre(isPlain(raw, 1, raw.length - 1))
        expect(named(name, { isOfDos })).toEqual({ paths: [name] })
      }),
    )
    expect(isPlain(Buffer.from('services/shop/cart-2.test.ts'), 0, 28)).toBe(true)
  })

  it('never leads out of the archive, whatever it is, unless nothing else is left of it', () => {
    const step = fc.constantFrom('..', '.', '', 'a', 'b', '/', '\\', 'c:', '\0')
    const steps = fc.array(step, { maxLength: 8 }).filter((some) => some.includes('a'))
    fc.assert(
      fc.property(steps, fc.boolean(), (some, isOfDos) => {
        const { paths, oddity } = named(some.join('/'), { isOfDos })
        const isOut = (path: string) => path.startsWith('/') || path.split('/').includes('..')
        expect(paths.filter(isOut)).toEqual([])
        expect(paths.length === 1 || oddity !== undefined).toBe(true)
      }),
    )
  })
})
