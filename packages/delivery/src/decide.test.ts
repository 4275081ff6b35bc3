import { describe, expect, it } from 'vitest'
import { type DeliveryCase, decide, type Evidence } from './decide.ts'
import { digest, shop } from './delivery.stage.ts'
import type { Grounds } from './path-judgement.ts'
import type { LedgerEntry } from './ports/ledger.ts'
import type { Rule } from './rule.ts'
import { rules } from './rules.ts'

const calendars = { hours: { timeZone: 'Europe/Berlin', open: ['mon-fri 08:00-16:00'] } }

function ruleOf(members: object): Rule {
  const read = rules({ calendars, pipelines: { web: { paths: ['web/**'], ...members } } }, { digest })
  const [rule] = read.outcome === 'good' ? read.value.all : []
  if (rule === undefined) throw new Error('the stage has no such rule')
  return rule
}

const web = ruleOf({})

interface Known {
  readonly outcome?: Grounds['outcome']
  readonly completeness?: 'exact' | 'superset' | 'unknown'
  readonly touchesRules?: boolean
}

const compared = ({
  outcome = 'matched',
  completeness = 'exact',
  touchesRules = false,
}: Known): Evidence => ({
  evidence: 'compared',
  completeness,
  groundsOf: () => ({ outcome, because: outcome === 'no_change' ? {} : { path: 'web/a', rule: 'web/**' } }),
  touchesRules,
})

const unknown: Evidence = { evidence: 'unknown_base' }
const before = (ruleDigest?: string): LedgerEntry => ({
  key: { ...shop, pipeline: 'web' },
  edition: 1,
  ...(ruleDigest === undefined ? {} : { ruleDigest }),
})

function judged(evidence: Evidence, given: Partial<DeliveryCase> = {}) {
  const [found] = decide({
    origin: shop,
    from: 'c1',
    to: 'c2',
    rules: [web],
    evidence,
    onUnknownBase: 'start',
    entryOf: () => undefined,
    identify: (...parts) => parts.join(' '),
    ...given,
  })
  if (found === undefined) throw new Error('the stage has no such rule')
  return found
}

const said = (...given: Parameters<typeof judged>) => {
  const { verdict, reason } = judged(...given).decision
  return `${verdict} ${reason}`
}

describe('a judgement', () => {
  it.each([
    ['a path that the rule watches', { outcome: 'matched' }, 'start matched'],
    ['paths that nobody watches', { outcome: 'unmapped' }, 'skip unmapped'],
    ['paths that are ignored', { outcome: 'ignored' }, 'skip ignored'],
    ['nothing at all', { outcome: 'no_change' }, 'skip no_change'],
    ['a path among more than there is', { outcome: 'matched', completeness: 'superset' }, 'start matched'],
    [
      'other paths, and more than there is',
      { outcome: 'unmapped', completeness: 'superset' },
      'skip unmapped',
    ],
    ['a path, and maybe not all', { outcome: 'matched', completeness: 'unknown' }, 'start matched'],
    [
      'other paths, and maybe not all',
      { outcome: 'unmapped', completeness: 'unknown' },
      'start incomplete_diff',
    ],
    [
      'ignored paths, and maybe not all',
      { outcome: 'ignored', completeness: 'unknown' },
      'start incomplete_diff',
    ],
    [
      'nothing, and maybe not all',
      { outcome: 'no_change', completeness: 'unknown' },
      'start incomplete_diff',
    ],
  ] as const)('of %s', (_, known, verdict) => {
    expect(said(compared(known))).toBe(verdict)
  })

  it.each(['start', 'hold', 'skip'] as const)(
    'without a base is to %s, as the rules have it',
    (onUnknownBase) => {
      expect(said(unknown, { onUnknownBase })).toBe(`${onUnknownBase} unknown_base`)
    },
  )

  it.each([
    ['changed', 'another', 'start rule_changed'],
    ['is what it was', web.digest, 'skip unmapped'],
    ['was never decided by', undefined, 'skip unmapped'],
  ])('of a rule that %s, where the document was touched', (_, ruleDigest, verdict) => {
    const entryOf = () => before(ruleDigest)
    expect(said(compared({ outcome: 'unmapped', touchesRules: true }), { entryOf })).toBe(verdict)
  })

  it('takes no notice of a rule that changed where the document was not touched', () => {
    expect(said(compared({ outcome: 'unmapped' }), { entryOf: () => before('another') })).toBe(
      'skip unmapped',
    )
  })

  it('names the path rather than the rule that changed', () => {
    const entryOf = () => before('another')
    expect(said(compared({ touchesRules: true }), { entryOf })).toBe('start matched')
  })

  it('holds what would start when the rule has a calendar, and says which', () => {
    const rule = ruleOf({ calendar: 'hours' })
    const { decision } = judged(compared({}), { rules: [rule] })
    expect(decision).toMatchObject({ verdict: 'hold', reason: 'calendar_unreadable' })
    expect(decision.because).toEqual({
      path: 'web/a',
      rule: 'web/**',
      note: 'hours: this deployment reads no calendars',
    })
    expect(said(unknown, { rules: [rule] })).toBe('hold calendar_unreadable')
    expect(said(compared({ outcome: 'ignored' }), { rules: [rule] })).toBe('skip ignored')
    expect(said(unknown, { rules: [rule], onUnknownBase: 'skip' })).toBe('skip unknown_base')
  })

  it('says what was decided on, and names it', () => {
    expect(judged(compared({})).decision).toEqual({
      decisionId: 'web c1 c2',
      source: 'codecommit:shop',
      ref: 'refs/heads/main',
      from: 'c1',
      to: 'c2',
      pipeline: 'web',
      verdict: 'start',
      reason: 'matched',
      because: { path: 'web/a', rule: 'web/**' },
    })
    expect(judged(unknown, { from: undefined }).decision).not.toHaveProperty('from')
  })

  it('is one for each rule, in their order', () => {
    const given = [ruleOf({}), ruleOf({ calendar: 'hours' })]
    expect(
      decide({
        origin: shop,
        from: undefined,
        to: 'c2',
        rules: given,
        evidence: unknown,
        onUnknownBase: 'start',
        entryOf: () => undefined,
        identify: () => 'd',
      }).map(({ rule, decision }) => [rule, decision.verdict]),
    ).toEqual([
      [given[0], 'start'],
      [given[1], 'hold'],
    ])
  })

  it('explains itself by baseline, changes and paths', () => {
    expect(
      judged(compared({})).explanation.checks.map(({ check, outcome, found }) => [check, outcome, found]),
    ).toEqual([
      ['baseline', 'passed', 'c1'],
      ['changes', 'passed', 'exact'],
      ['paths', 'passed', '"web/a", by web/**'],
    ])
    const { checks } = judged(unknown, { from: undefined, onUnknownBase: 'skip' }).explanation
    expect(checks.map(({ outcome, found }) => [outcome, found])).toEqual([
      ['failed', 'none'],
      ['failed', 'no base to compare with'],
      ['failed', 'unknown_base'],
    ])
  })
})
