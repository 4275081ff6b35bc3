import { describe, expect, it } from 'vitest'
import { keptProofs, type KeptProof } from './kept-proofs.ts'
import type { PublishedKey } from './published-key.ts'

const key = {} as PublishedKey
const among: readonly PublishedKey[] = [key]
const proof: KeptProof = { header: {}, claims: {}, key, among, heard: [] }

describe('kept proofs', () => {
  it('are found under their text and their keys only', () => {
    const kept = keptProofs(2)
    kept.keep('a', proof)
    expect(kept.find('a', among)).toBe(proof)
    expect(kept.find('b', among)).toBeUndefined()
  })

  it('go where other keys are published, even if the old ones come back', () => {
    const kept = keptProofs(2)
    kept.keep('a', proof)
    expect(kept.find('a', [key])).toBeUndefined()
    expect(kept.find('a', among)).toBeUndefined()
    kept.keep('b', proof)
    kept.keep('c', { ...proof, among: [key] })
    expect(kept.find('b', among)).toBeUndefined()
  })

  it('are as many as was said, and the least recently used one goes first', () => {
    const kept = keptProofs(2)
    kept.keep('a', proof)
    kept.keep('b', proof)
    kept.find('a', among)
    kept.keep('c', proof)
    expect(['a', 'b', 'c'].map((text) => kept.find(text, among))).toEqual([proof, undefined, proof])
  })

  it('can be forgotten', () => {
    const kept = keptProofs(2)
    kept.keep('a', proof)
    kept.forget('a')
    expect(kept.find('a', among)).toBeUndefined()
  })
})
