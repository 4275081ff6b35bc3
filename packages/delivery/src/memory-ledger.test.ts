import { describe, expect, it } from 'vitest'
import { memoryLedger } from './memory-ledger.ts'
import { ledgerContract } from './ports/ledger.contract.ts'

const key = { kind: 'codecommit', repository: 'shop', ref: 'refs/heads/main', pipeline: 'web' } as const

describe('a ledger in memory', () => {
  for (const { promise, keep } of ledgerContract)
    it(promise, () => {
      const ledger = memoryLedger()
      return keep({ ledger, again: async () => ledger, now: () => 0 })
    })

  it('does not share what it keeps with who wrote it or read it', async () => {
    const ledger = memoryLedger()
    const entry = { key: { ...key }, edition: 1, baseline: 'a' }
    await ledger.write(entry)
    entry.baseline = 'b'
    const [found] = await ledger.read(key, ['web'])
    expect(found?.baseline).toBe('a')
    Object.assign(found ?? {}, { baseline: 'c' })
    expect((await ledger.read(key, ['web']))[0]?.baseline).toBe('a')
  })

  it('is of its own each time', async () => {
    await memoryLedger().write({ key, edition: 1 })
    expect(await memoryLedger().read(key, ['web'])).toEqual([])
  })
})
