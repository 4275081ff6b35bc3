import { type LedgerEntry, memoryLedger } from '@sallyport/delivery'
import { ledgerContract } from '@sallyport/delivery/contracts'
import { describe, expect, it } from 'vitest'
import { untouched } from './untouched-ledger.ts'

const main = { kind: 'git', repository: 'shop', ref: 'refs/heads/main' } as const
const entry = (edition: number): LedgerEntry => ({ key: { ...main, pipeline: 'web' }, edition })

describe('a ledger that is left untouched', () => {
  // What it remembers of origins is the ledger's below it: it is for one change, and no sweep asks.
  const clauses = ledgerContract.filter(({ promise }) => !/origin/.test(promise))
  for (const { promise, keep } of clauses)
    it(promise, () => {
      const ledger = untouched(memoryLedger())
      return keep({ ledger, again: () => Promise.resolve(ledger), now: () => 0 })
    })

  it('reads on from what is there, and writes none of it', async () => {
    const below = memoryLedger()
    await below.write(entry(1))
    const above = untouched(below)
    expect(await above.write(entry(1))).toBe('conflict')
    expect(await above.write(entry(2))).toBe('written')
    expect(await above.read(main, ['web'])).toEqual([entry(2)])
    expect(await below.read(main, ['web'])).toEqual([entry(1)])
    expect(above.known('web')).toEqual(entry(1))
  })
})
