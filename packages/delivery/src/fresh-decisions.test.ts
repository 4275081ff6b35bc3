import { describe, expect, it } from 'vitest'
import type { Asked } from './attempt.ts'
import { deliveryStage, digest, settledStage, shop } from './delivery.stage.ts'
import { freshDecisions, repeated, sameForAll } from './fresh-decisions.ts'
import type { LedgerEntry } from './ports/ledger.ts'
import type { Revision } from './revision.ts'

const stage = deliveryStage()
const event: Revision = { ...shop, happened: 'updated', from: 'c1', to: 'c2' }

async function askedAbout(revision: Revision): Promise<Asked> {
  return { revision, rules: (await stage.gate.rules.current()).value, source: stage.repository.source }
}

const entry = (members: Partial<LedgerEntry> = {}): LedgerEntry => ({
  key: { ...shop, pipeline: 'web' },
  edition: 3,
  baseline: 'c2',
  ...members,
})

describe('a decision that is told again', () => {
  const last = {
    decisionId: 'd',
    source: 'codecommit:shop',
    ref: shop.ref,
    from: 'c1',
    to: 'c2',
    pipeline: 'web',
    verdict: 'start',
    reason: 'matched',
    because: { path: 'web/a' },
    execution: 'e',
  } as const

  it('is a duplicate with the name, the span and the execution of the first', async () => {
    expect(repeated(await askedAbout(event), 'c2', entry({ last }))).toEqual({
      ...last,
      verdict: 'skip',
      reason: 'duplicate',
      because: {},
    })
  })

  it('is stale when the event tells of another revision', async () => {
    const late = await askedAbout({ ...event, to: 'c1' })
    expect(repeated(late, 'c2', entry({ last })).reason).toBe('stale')
    const { to: _, ...sweep } = event
    expect(repeated(await askedAbout(sweep), 'c2', entry({ last })).reason).toBe('duplicate')
  })

  it('says nothing of a decision about another revision', async () => {
    const other = { ...last, to: 'c3' }
    const told = repeated(await askedAbout(event), 'c2', entry({ last: other }))
    expect(told).toStrictEqual({
      decisionId: 'c2',
      source: 'codecommit:shop',
      ref: shop.ref,
      to: 'c2',
      pipeline: 'web',
      verdict: 'skip',
      reason: 'duplicate',
      because: {},
    })
  })
})

describe('the name of a decision', () => {
  it('is the same for the same step from the same edition, and for no other', async () => {
    const { gate, repository, push } = await settledStage()
    const revision = push({ 'web/a': '2' })
    const { value: rules } = await gate.rules.current()
    const nameOf = async (before?: LedgerEntry, tip = 'c2', ref = shop.ref) => {
      const asked = { revision: { ...revision, ref }, rules, source: repository.source }
      const desk = { asked, entryOf: () => before, gate: { digest } }
      const [web] = await freshDecisions(desk, tip, rules.all.slice(0, 1))
      return web?.decision.decisionId
    }
    const first = await nameOf()
    expect(await nameOf()).toBe(first)
    const others = [
      await nameOf(entry({ baseline: 'c1', edition: 3 })),
      await nameOf(entry({ baseline: 'c1', edition: 4 })),
      await nameOf(undefined, 'c1'),
      await nameOf(undefined, 'c2', 'refs/heads/other'),
    ]
    expect(new Set([first, ...others, undefined]).size).toBe(6)
  })
})

describe('one decision for all', () => {
  it('has the baseline of each pipeline, and never the old commit of the event', async () => {
    const asked = await askedAbout(event)
    const desk = {
      asked,
      entryOf: (name: string) => (name === 'web' ? entry() : undefined),
      gate: { digest },
    }
    const ruling = { verdict: 'fail', reason: 'incomplete_diff', note: 'why' } as const
    const found = sameForAll(desk, asked.rules.all, ruling).map(({ decision }) => decision)
    expect(found[0]).toMatchObject({ pipeline: 'web', from: 'c2', to: 'c2', because: { note: 'why' } })
    expect(found[1]).toMatchObject({ pipeline: 'api', verdict: 'fail', reason: 'incomplete_diff' })
    expect(found[1]).not.toHaveProperty('from')
  })
})
