import { describe, expect, it } from 'vitest'
import { nearestWord } from './nearest-word.ts'

const known = ['scopes', 'grants', 'deny', 'routes', 'tests']

describe('the nearest word', () => {
  it.each([
    ['scope', 'scopes'],
    ['grnats', 'grants'],
    ['ROUTES', 'routes'],
    ['dny', 'deny'],
    ['tets', 'tests'],
    ['deny', 'deny'],
  ])('of %s is %s', (written, meant) => {
    expect(nearestWord(written, known)).toBe(meant)
  })

  it.each(['permissions', 'x', '', 'zzzz'])('of %j is none, since nothing is near', (written) => {
    expect(nearestWord(written, known)).toBeUndefined()
  })

  it('is none when the words share no letter, however short they are', () => {
    expect(nearestWord('a', ['b'])).toBeUndefined()
    expect(nearestWord('', ['b'])).toBeUndefined()
  })

  it('is the first of several that are as near', () => {
    expect(nearestWord('cat', ['bat', 'hat'])).toBe('bat')
  })
})
