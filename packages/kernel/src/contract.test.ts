import { describe, expect, it } from 'vitest'
import { demand } from './contract.ts'

describe('a demand', () => {
  it('ends a clause with its sentence when the promise is broken', () => {
    expect(() => demand(false, 'let it pass')).toThrow(new Error('let it pass'))
  })

  it('is silent when the promise is kept', () => {
    expect(demand(true, 'let it pass')).toBeUndefined()
  })
})
