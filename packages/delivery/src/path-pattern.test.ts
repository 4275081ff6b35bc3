import { describe, expect, it } from 'vitest'
import { caselessPath, isPathPatternFault, pathPattern } from './path-pattern.ts'

function matches(glob: string, path: string): boolean {
  const pattern = pathPattern(glob)
  if (isPathPatternFault(pattern)) throw new Error(`${pattern.expected}, ${pattern.found}`)
  return pattern.matches(path)
}

describe('a path pattern', () => {
  it.each([
    ['docs/**', 'docs/.hidden/x', true],
    ['docs/**', 'docs', true],
    ['docs/**', 'docsx', false],
    ['*.md', 'a.md', true],
    ['*.md', 'docs/a.md', false],
    ['**/*.md', 'a.md', true],
    ['**', '.github/x.yml', true],
    ['packages/*', 'packages/a/src/x', false],
    ['apps/[slug]/page.tsx', 'apps/s/page.tsx', true],
    ['apps/[slug]/page.tsx', 'apps/[slug]/page.tsx', true],
    ['apps/\\[slug\\]/page.tsx', 'apps/s/page.tsx', false],
    ['./src/**', 'src/a', true],
    ['Src/**', 'src/a', false],
    ['**/x', 'a\nb/x', true],
  ])('%s with the path %j: %s', (glob, path, expected) => {
    expect(matches(glob, path)).toBe(expected)
  })

  it.each([
    ['!a', 'without "!"'],
    ['./!a', 'without "!"'],
    ['/a', 'without a slash first'],
    ['a/', 'such as "a/**"'],
    ['a//b', 'without empty'],
    ['a/../b', 'without empty'],
    ['', 'a glob'],
    ['  ', 'a glob'],
    ['a{b,c', 'closed'],
    ['a[\\\\\\\\', 'three backslashes'],
    ['a'.repeat(5000), 'at most 4096'],
  ])('is not %j', (text, expected) => {
    expect(pathPattern(text)).toMatchObject({ expected: expect.stringContaining(expected) })
  })

  it('may be a path to the letter but for case', () => {
    const { matches: matching } = caselessPath('ReadMe*.md')
    expect([matching('README*.MD'), matching('readme1.md')]).toEqual([true, false])
  })
})
