import { describe, expect, it } from 'vitest'
import { recent } from './recent.ts'

describe('what is remembered', () => {
  const lately = () => recent<string>({ most: 10, weigh: ({ length }) => length })

  it('is what was used last, as much as is allowed', () => {
    const { get, put } = lately()
    put('a', 'four')
    put('b', 'four')
    expect(get('a')).toBe('four')
    put('c', 'four')
    expect([get('a'), get('b'), get('c')]).toEqual(['four', undefined, 'four'])
  })

  it('counts what was put again once', () => {
    const { get, put } = lately()
    for (let count = 0; count < 5; count += 1) put('a', 'four')
    put('b', 'sixsix')
    expect([get('a'), get('b')]).toEqual(['four', 'sixsix'])
  })

  it('is not what is heavier than everything may be, nor what it was before', () => {
    const { get, put } = lately()
    put('a', 'four')
    put('a', 'more than ten')
    expect(get('a')).toBeUndefined()
  })
})
