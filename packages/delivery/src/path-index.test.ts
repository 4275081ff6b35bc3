import * as fc from 'fast-check'
import picomatch from 'picomatch/posix.js'
import { describe, expect, it } from 'vitest'
import { pathIndex } from './path-index.ts'
import { isPathPatternFault, type PathPattern, pathPattern } from './path-pattern.ts'

/** picomatch itself, told nothing but the dialect. */
const reference = (glob: string) => {
  const matches = picomatch(glob.replace(/^(\.\/)+/, ''), { dot: true, flags: 's' })
  return (path: string) => path !== '' && matches(path)
}

const read = (texts: readonly string[]): readonly PathPattern[] =>
  texts.map(pathPattern).flatMap((pattern) => (isPathPatternFault(pattern) ? [] : [pattern]))

const tame = [
  'a',
  'b',
  'ab',
  'a.md',
  '.md',
  'b.a.md',
  '.git',
  'é',
  '日',
  '💥',
  'a b',
  'a-b',
  '@a',
  '#',
  '~',
  'a,b',
  "'",
  '...',
  '..a',
  '[a]',
  '{a,b}',
  'a(b)',
  'a+',
  '$a',
  'A',
  'a\nb',
  '&',
  '%',
  ':',
  ';',
  '=',
  '`',
]
const wild = [
  '*',
  '**',
  '***',
  '?',
  '*.md',
  '*.a.md',
  '*.',
  '*..',
  'a*',
  '*a',
  'a*.md',
  '{a,b}',
  '{a,b}.md',
  '[ab]',
  '[!a]',
  '[a]',
  '@(a|b)',
  '!(a)',
  '+(a)',
  '*(a|b)',
  '?(a)',
  'a?',
  '\\*',
  '\\[a\\]',
  '(a|b)',
  '{1..3}',
  '*.{md,a}',
  '**a',
  '.*',
  '*.*',
  '{a',
  'a}',
  '[a',
  'a]',
  'a|b',
  '(a',
  'a)',
  '|',
  '"a"',
  'a"',
  '!a',
  '{a/b,b}',
  '@(a/b|b)',
  '^a',
  'a+',
  '$',
  '\\',
  'b)',
]
const glob = fc
  .array(fc.oneof(fc.constantFrom(...tame), fc.constantFrom(...wild)), { minLength: 1, maxLength: 4 })
  .map((steps) => steps.join('/'))
const prefixed = fc.tuple(fc.constantFrom('', '', '', './', '././'), glob).map((parts) => parts.join(''))
const noise = fc.string({
  unit: fc.constantFrom(...'ab./*?[]{}()!+@|,\\"^$-é\n'.split('')),
  minLength: 1,
  maxLength: 12,
})
const path = fc
  .array(fc.constantFrom(...tame), { minLength: 1, maxLength: 4 })
  .map((steps) => steps.join('/'))
const oddPath = fc
  .array(fc.constantFrom('a', 'b', '.', '..', '', 'a.md'), { minLength: 1, maxLength: 5 })
  .map((steps) => steps.join('/'))

describe('an index of path patterns', () => {
  it('finds exactly what picomatch finds, pattern by pattern', () => {
    const texts = fc.array(fc.oneof(prefixed, noise), { minLength: 1, maxLength: 12 })
    const paths = fc.array(fc.oneof({ weight: 6, arbitrary: path }, oddPath, noise), {
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(texts, paths, (globs, tried) => {
        const patterns = read(globs)
        const index = pathIndex(patterns)
        // The texts themselves are paths too: picomatch takes what is spelled alike.
        for (const each of [...tried, ...globs]) {
          const numbers = [...index.find(each)]
          const expected = patterns.flatMap(({ text }, number) => (reference(text)(each) ? [number] : []))
          expect([each, ...numbers.toSorted((one, other) => one - other)]).toEqual([each, ...expected])
        }
      }),
      { numRuns: 1500 },
    )
  })
})
