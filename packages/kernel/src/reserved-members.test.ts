import { describe, expect, it } from 'vitest'
import { reservedMembers } from './reserved-members.ts'

describe('reserved members', () => {
  it('are found however deep, own members of JSON among them', () => {
    const value: unknown = JSON.parse('{"a":[{"constructor":1,"b":{"__proto__":{"prototype":2}}}]}')
    expect(reservedMembers(value).map(({ path }) => path)).toEqual([
      ['a', 0, 'constructor'],
      ['a', 0, 'b', '__proto__'],
      ['a', 0, 'b', '__proto__', 'prototype'],
    ])
  })

  it.each([[null], ['constructor'], [{ a: 'constructor' }], [[]]])('are none in %j', (value) => {
    expect(reservedMembers(value)).toEqual([])
  })
})
