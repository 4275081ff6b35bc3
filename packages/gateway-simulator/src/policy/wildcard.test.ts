import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchesWildcard } from './wildcard.ts'

const symbols = fc.constantFrom('a', 'b', '/', '*', '?', '.', ':', '\n', '😀')
const texts = fc.array(symbols, { maxLength: 12 }).map((parts) => parts.join(''))

/** Slow, but plainly right. */
function oracle(pattern: string, text: string): boolean {
  const source = Array.from(pattern, (symbol) => {
    if (symbol === '*') return '.*'
    return symbol === '?' ? '.' : symbol.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
  })
  return new RegExp(`^${source.join('')}$`, 'su').test(text)
}

describe('an IAM wildcard', () => {
  it('matches exactly what a regular expression of the same meaning does', () => {
    fc.assert(
      fc.property(texts, texts, (pattern, text) => matchesWildcard(pattern, text) === oracle(pattern, text)),
      {
        numRuns: 3000,
      },
    )
  })

  it.each([
    ['GET/users/*', 'GET/users/1/admin', true],
    ['GET/users/*', 'GET/users/', true],
    ['GET/users/*', 'GET/users', false],
    ['GET/user?', 'GET/users', true],
    ['GET/user?', 'GET/user', false],
    ['GET/a?b', 'GET/a/b', true],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['a', 'A', false],
  ])('takes %j for %j: %s [policy-wildcards]', (pattern, text, expected) => {
    expect(matchesWildcard(pattern, text)).toBe(expected)
  })

  it('ends on hostile patterns, where backtracking would not', () => {
    expect(matchesWildcard(`${'*a'.repeat(200)}b`, 'a'.repeat(5000))).toBe(false)
  })
})
