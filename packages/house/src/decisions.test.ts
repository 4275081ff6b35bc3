import { describe, expect, it } from 'vitest'
import { decisionRecords, kernelGrowth } from './decisions.ts'
import { kernelRecord, kernelWords } from './kernel-words.ts'
import { smallRepository } from './small-repository.ts'

describe('a decision record', () => {
  it.each([
    ['without a day', 'docs/decisions/why.md', '# Why'],
    ['of a day that never was', 'docs/decisions/2026-02-30-why.md', '# Why'],
    ['without a title in its name', 'docs/decisions/2026-11-25.md', '# Why'],
    ['named with capitals', 'docs/decisions/2026-11-25-Why.md', '# Why'],
    ['without a title', 'docs/decisions/2026-11-25-why.md', 'Because.'],
    ['of two pages', 'docs/decisions/2026-11-25-why.md', `# Why\n${'because\n'.repeat(80)}`],
  ])('is not one %s', (_, path, text) => {
    expect(decisionRecords(smallRepository({ [path]: text }))).toEqual([
      expect.stringContaining(`${path}: expected`),
    ])
  })
})

describe('the kernel', () => {
  const door = 'packages/kernel/src/index.ts'
  const words = kernelWords.slice(0, 20)

  it('does not grow without a decision', () => {
    const text = `export { ${words.join(', ')}, type Extra } from './words.ts'`
    expect(kernelGrowth(smallRepository({ [door]: text }))).toEqual([
      `packages/kernel: expected a decision on Extra, found none in ${kernelRecord}`,
    ])
  })

  it('does not lose a word that was decided', () => {
    const text = `export { ${words.slice(1).join(', ')} } from './words.ts'`
    expect(kernelGrowth(smallRepository({ [door]: text }))).toEqual([
      `packages/kernel: expected ${words[0]} as decided, found no such export`,
    ])
  })

  it('has a record that names each word', () => {
    const complaints = kernelGrowth(smallRepository({ [kernelRecord]: '# Kernel' }))
    expect(complaints).toHaveLength(kernelWords.length)
  })
})
