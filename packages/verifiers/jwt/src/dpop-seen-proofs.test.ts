import { UpstreamUnavailable } from '@sallyport/kernel'
import { assert, asyncProperty, nat } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { proofsInMemory } from './dpop-seen-proofs.ts'

function stage(capacity?: number) {
  let now = 1000
  const proofs = proofsInMemory({ now: () => now }, capacity)
  return { see: (proof: string) => proofs.see(proof, now + 60), pass: (time: number) => (now += time) }
}

describe('the proofs in memory', () => {
  it('are seen for the first time once, until the end of their time', async () => {
    const { see, pass } = stage()
    expect(await see('a')).toBe('first')
    expect(await see('a')).toBe('again')
    expect(await see('b')).toBe('first')
    pass(60)
    expect(await see('a')).toBe('again')
    pass(1)
    expect(await see('a')).toBe('first')
  })

  it('are seen for the first time once by many who ask together', async () => {
    const { see } = stage()
    const answers = await Promise.all(Array.from({ length: 50 }, () => see('a')))
    expect(answers.filter((answer) => answer === 'first')).toHaveLength(1)
  })

  it('take no more than there is room for, and forget none for it', async () => {
    const { see, pass } = stage(2)
    await see('a')
    await see('b')
    await expect(see('c')).rejects.toThrow(UpstreamUnavailable)
    expect(await see('a')).toBe('again')
    pass(61)
    expect(await see('c')).toBe('first')
  })

  it('never count a proof twice within its time, whatever came between', async () => {
    await assert(
      asyncProperty(nat(30), nat(30), async (before, after) => {
        const { see, pass } = stage()
        await see('proof')
        for (let other = 0; other < before + after; other += 1) {
          await see(`other-${other}`)
          pass(other < before ? 1 : 0)
        }
        expect(await see('proof')).toBe('again')
      }),
    )
  })
})
