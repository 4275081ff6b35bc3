import { describe, expect, it } from 'vitest'
import { layered } from './response-headers.ts'

describe('layered headers', () => {
  it('keep one of each name, the last, whatever its case', () => {
    expect(layered({ 'Content-Type': 'a', Vary: 'x' }, { 'content-type': 'b' })).toEqual({
      'content-type': 'b',
      Vary: 'x',
    })
  })
})
