import { ConfigurationInvalid } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { made } from './adapter.ts'
import { documentStores } from './document-stores.ts'
import { knowing } from './known-members.ts'

interface DoorOptions {
  readonly color: string
}

function door({ color }: DoorOptions) {
  if (color !== '') return { color }
  throw new ConfigurationInvalid([{ severity: 'fault', path: ['color'], expected: 'one', found: 'none' }])
}

const place = { path: ['doors', 0], surroundings: {} }
const shelf = { door: async () => knowing(['color'], door) }

describe('an adapter with known members', () => {
  it('is made of those', async () => {
    const tried = await made({ use: 'door', color: 'red' }, shelf, place)
    expect(tried).toEqual({ outcome: 'made', adapter: { color: 'red' } })
  })

  it('refuses others, with the word that was meant, beside its own faults', async () => {
    const tried = await made({ use: 'door', color: '', colr: 'red' }, shelf, place)
    expect(tried).toEqual({
      outcome: 'faulty',
      issues: [
        {
          severity: 'fault',
          path: ['doors', 0, 'colr'],
          expected: 'a member that is known',
          found: 'an unknown one',
          didYouMean: 'color',
        },
        { severity: 'fault', path: ['doors', 0, 'color'], expected: 'one', found: 'none' },
      ],
    })
  })

  it.each(['dynamodb', 'file', 'inline', 's3'])('is where a document lives: %s', async (use) => {
    const tried = await made({ use, nonsense: 1 }, documentStores, { path: ['rules'], surroundings: {} })
    expect(tried).toMatchObject({ outcome: 'faulty' })
    expect(tried.outcome === 'faulty' && tried.issues.map(({ path }) => path)).toContainEqual([
      'rules',
      'nonsense',
    ])
  })
})
