import { array, assert, integer, property, string, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pageOf, pagesBefore } from './page.ts'

const question = { repositoryName: 'shop' }

describe('pages', () => {
  it('are together the whole list, and each knows how many came before', () => {
    assert(
      property(array(integer()), integer({ min: 1, max: 7 }), (all, size) => {
        const told: number[] = []
        let token: string | undefined
        for (let before = 0; before === 0 || token !== undefined; before++) {
          const input = token === undefined ? question : { ...question, nextToken: token }
          const page = pageOf(all, { input, size })
          if (page === 'invalid_token') throw new Error('expected a page, found an invalid token')
          expect(pagesBefore(input)).toBe(before)
          expect(page.items.length).toBeLessThanOrEqual(size)
          told.push(...page.items)
          token = page.next
        }
        expect(told).toEqual(all)
      }),
    )
  })

  it('are not continued by what nobody gave out', () => {
    assert(
      property(string(), (nextToken) => {
        expect(pageOf([1, 2, 3], { input: { ...question, nextToken }, size: 1 })).toBe('invalid_token')
      }),
    )
    assert(
      property(uint8Array(), (bytes) => {
        const nextToken = Buffer.from(bytes).toString('base64url')
        expect(pageOf([1, 2, 3], { input: { ...question, nextToken }, size: 1 })).toBe('invalid_token')
      }),
    )
  })
})
