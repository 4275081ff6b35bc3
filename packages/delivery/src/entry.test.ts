import { describe, expect, it } from 'vitest'
import { begun, concluded, ended, leased, parked } from './entry.ts'
import type { Intent, LedgerEntry, LedgerKey } from './ports/ledger.ts'
import type { Decision, Verdict, VerdictReason } from './verdict.ts'

const key: LedgerKey = { kind: 'codecommit', repository: 'shop', ref: 'refs/heads/main', pipeline: 'web' }

const decided = (verdict: Verdict, reason: VerdictReason, span: Partial<Decision> = {}): Decision => ({
  decisionId: 'd',
  source: 'codecommit:shop',
  ref: key.ref,
  from: 'b',
  to: 'c',
  pipeline: 'web',
  verdict,
  reason,
  because: {},
  ...span,
})

const start = decided('start', 'matched')
const intent: Intent = { from: 'b', to: 'c', token: 't', leaseUntil: 60_000, decision: start }
const settled: LedgerEntry = { key, edition: 4, baseline: 'a', ruleDigest: 'r1', last: start }
const underway: LedgerEntry = { ...settled, intent }
const gone: LedgerEntry = { key, edition: 4, last: decided('skip', 'ref_deleted'), forgetAfter: 7 }

describe('an entry', () => {
  it('with a start begun keeps the baseline until the start is confirmed', () => {
    expect(begun(key, settled, intent)).toEqual({
      ...settled,
      edition: 5,
      intent,
      last: start,
    })
  })

  it('that is the first has edition 1, and for a baseline what it was compared with', () => {
    expect(begun(key, undefined, intent)).toEqual({
      key,
      edition: 1,
      baseline: 'b',
      intent,
      last: start,
    })
  })

  it('compared with nothing has no baseline, not an empty one, and remembers its first revision', () => {
    const { from: _, ...unknown } = decided('hold', 'unknown_base')
    const first = parked(key, undefined, unknown)
    expect(first).toStrictEqual({ key, edition: 1, undecided: 'c', last: unknown })
    const next = { ...unknown, to: 'd' }
    expect(parked(key, first, next)).toStrictEqual({ key, edition: 2, undecided: 'c', last: next })
    expect(concluded(key, first, { decision: start })).not.toHaveProperty('undecided')
  })

  it('that is leased changes nothing but the lease', () => {
    expect(leased(underway, intent, 90_000)).toEqual({
      ...underway,
      edition: 5,
      intent: { ...intent, leaseUntil: 90_000 },
    })
  })

  it('that is concluded has the revision for a baseline, and nothing under way', () => {
    const decision = { ...start, execution: 'e' }
    expect(concluded(key, underway, { decision, ruleDigest: 'r2' })).toStrictEqual({
      key,
      edition: 5,
      baseline: 'c',
      ruleDigest: 'r2',
      last: decision,
    })
  })

  it('keeps the digest of the rule when it is concluded for a rule that is no more', () => {
    expect(concluded(key, underway, { decision: start, ruleDigest: undefined })).toMatchObject({
      ruleDigest: 'r1',
    })
    expect(concluded(key, undefined, { decision: start, ruleDigest: undefined })).not.toHaveProperty(
      'ruleDigest',
    )
  })

  it('that is parked keeps its baseline and its rule, and has nothing under way', () => {
    const decision = decided('fail', 'pipeline_missing')
    expect(parked(key, underway, decision)).toStrictEqual({
      key,
      edition: 5,
      baseline: 'a',
      ruleDigest: 'r1',
      last: decision,
    })
  })

  it('that is ended has neither baseline nor rule, and may be forgotten after 30 days', () => {
    const decision = decided('skip', 'ref_deleted')
    expect(ended(key, underway, { decision, now: 1000 })).toStrictEqual({
      key,
      edition: 5,
      last: decision,
      forgetAfter: 1000 + 30 * 24 * 60 * 60 * 1000,
    })
  })

  it.each([
    ['begun', begun(key, gone, intent)],
    ['concluded', concluded(key, gone, { decision: start, ruleDigest: 'r1' })],
    ['parked', parked(key, gone, start)],
  ])('of a ref that is there again is not to be forgotten: %s', (_, entry) => {
    expect(entry).not.toHaveProperty('forgetAfter')
    expect(entry.edition).toBe(5)
  })
})
