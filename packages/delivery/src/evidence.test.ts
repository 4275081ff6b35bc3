import { describe, expect, it } from 'vitest'
import type { Change, Completeness } from './change-set.ts'
import { digest, three } from './delivery.stage.ts'
import { type Compared, evidenceIn } from './evidence.ts'
import { type Rules, rules } from './rules.ts'

const self = 'gates/rules.json'

function readRules(): Rules {
  const read = rules({ ...three, self }, { digest })
  if (read.outcome === 'bad') throw new Error('the stage has no such rules')
  return read.value
}

/** A comparison that tells how far it was read. */
function comparing(paths: readonly string[], completeness: Completeness = 'exact') {
  const read: string[] = []
  async function* changes(): AsyncGenerator<Change> {
    try {
      for (const path of paths) {
        read.push(path)
        yield { path, change: 'modified' }
      }
    } finally {
      read.push('left')
    }
  }
  const compared: Compared = { outcome: 'compared', changes: changes(), completeness: () => completeness }
  return { compared, read }
}

const document = readRules()

async function evidence(...comparisons: readonly Compared[]) {
  const found = await evidenceIn(comparisons, document, document.all)
  if (found.evidence !== 'compared') throw new Error('expected a comparison')
  return { ...found, outcomes: document.all.map((rule) => found.groundsOf(rule).outcome) }
}

describe('evidence', () => {
  it('is read until every rule is settled, and no further', async () => {
    const { compared, read } = comparing(['web/a', 'other', 'docs/a', 'api/a', 'web/b', 'web/c'])
    const { outcomes, completeness } = await evidence(compared)
    expect(outcomes).toEqual(['matched', 'matched', 'matched'])
    expect(completeness).toBe('superset')
    expect(read.at(-2)).toBe('api/a')
    expect(read.at(-1)).toBe('left')
  })

  it.each(['exact', 'superset', 'unknown'] as const)(
    'read to its end is %s if the source says so',
    async (word) => {
      const { completeness } = await evidence(comparing(['web/a'], word).compared)
      expect(completeness).toBe(word)
    },
  )

  it.each([
    ['exact', 'exact', 'superset'],
    ['exact', 'unknown', 'unknown'],
    ['unknown', 'exact', 'unknown'],
    ['superset', 'exact', 'superset'],
  ] as const)('of two comparisons, %s and %s, is %s', async (one, other, whole) => {
    const { outcomes, completeness } = await evidence(
      comparing(['web/a'], one).compared,
      comparing(['docs/a'], other).compared,
    )
    expect(outcomes).toEqual(['matched', 'unmapped', 'matched'])
    expect(completeness).toBe(whole)
  })

  it('of a second comparison is not read when the first settled everything', async () => {
    const second = comparing(['other'], 'unknown')
    const { completeness } = await evidence(comparing(['web/a', 'api/a', 'docs/a']).compared, second.compared)
    expect({ completeness, read: second.read }).toEqual({ completeness: 'superset', read: [] })
  })

  it("of nothing is nobody's", async () => {
    expect((await evidence(comparing([]).compared)).outcomes).toEqual(['no_change', 'no_change', 'no_change'])
    expect((await evidence()).completeness).toBe('unknown')
  })

  it('tells whether the rules are among the changes', async () => {
    expect((await evidence(comparing(['web/a', self, 'web/b']).compared)).touchesRules).toBe(true)
    expect((await evidence(comparing(['web/a', `${self}.old`]).compared)).touchesRules).toBe(false)
  })
})
