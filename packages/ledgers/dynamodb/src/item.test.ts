import { assert, property, record, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bytesOf, entryIn, itemOf, keyOf, originIn } from './item.ts'

const name = () => string({ unit: 'binary' })
const key = () => record({ repository: name(), ref: name(), pipeline: name() })

describe('an item', () => {
  it('comes back as the entry and the origin it was made of', () => {
    assert(
      property(key(), (names) => {
        const entry = { key: { kind: 'github' as const, ...names }, edition: 1 }
        const { pipeline: _, ...origin } = entry.key
        const item = itemOf(entry, 'writer', 0)
        expect(entryIn(item, 'table')).toEqual(entry)
        expect(originIn(item, 'table')).toEqual(origin)
      }),
    )
  })

  it('has a key of its own for each name', () => {
    assert(
      property(key(), key(), (one, other) => {
        const isSame = JSON.stringify(one) === JSON.stringify(other)
        const [first, second] = [one, other].map((names) =>
          JSON.stringify(keyOf({ kind: 'git', ...names }, names.pipeline)),
        )
        expect(first === second).toBe(isSame)
      }),
    )
  })

  it('counts its bytes, names included', () => {
    expect(bytesOf({ ab: { S: '\u00e9' }, c: { N: '12' } })).toBe(7)
  })
})
