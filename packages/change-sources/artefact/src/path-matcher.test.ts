import { describe, expect, it } from 'vitest'
import { pathMatcher } from './path-matcher.ts'

describe('a path to be read', () => {
  it.each([
    ['a.js', ['a.js'], ['aXjs', 'b/a.js']],
    ['app/[slug]/(x)/{y}.ts', ['app/[slug]/(x)/{y}.ts'], ['app/s/(x)/{y}.ts']],
    ['*.js', ['a.js', '.js'], ['b/a.js', 'a.jsx']],
    ['bin/**', ['bin/a', 'bin/a/b', 'bin/.a'], ['bin', 'a/bin/b']],
    ['**/run.sh', ['run.sh', 'a/b/run.sh'], ['a/xrun.sh']],
    ['lib/**/*.so', ['lib/a.so', 'lib/x/y/a.so'], ['lib/a.so.1']],
    ['a?c', ['abc', 'a\u{1f680}c'], ['a/c', 'ac']],
    ['**', ['a', 'a/\nb'], []],
  ])('fits %s', (pattern, those, others) => {
    const fits = pathMatcher([pattern])
    expect(those.filter((path) => !fits(path))).toEqual([])
    expect(others.filter(fits)).toEqual([])
  })

  it('fits any of several, and none of none', () => {
    expect(pathMatcher(['a', 'b*'])('bc')).toBe(true)
    expect(pathMatcher([])('a')).toBe(false)
  })
})
