import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  both,
  type Condition,
  conditionBlock,
  conditionsOf,
  isUnconditional,
  negations,
} from './condition.ts'

interface Circumstance {
  readonly sourceIp: string
  readonly userAgent: string | undefined
  readonly seconds: number
}

/** What IAM does, for whole addresses and plain names: members AND, values OR, negated operators NOR. */
function holds(condition: Condition, { sourceIp, userAgent, seconds }: Circumstance): boolean {
  const isIn = (list: readonly string[], found: string | undefined) =>
    found !== undefined && list.includes(found)
  return (
    (condition.sourceIp === undefined || isIn(condition.sourceIp, sourceIp)) &&
    (condition.notSourceIp === undefined || !isIn(condition.notSourceIp, sourceIp)) &&
    (condition.userAgent === undefined || isIn(condition.userAgent, userAgent)) &&
    (condition.notUserAgent === undefined || !isIn(condition.notUserAgent, userAgent)) &&
    (condition.fromSeconds === undefined || seconds >= condition.fromSeconds) &&
    (condition.untilSeconds === undefined || seconds < condition.untilSeconds)
  )
}

const ips = ['192.0.2.1', '192.0.2.2', '192.0.2.3']
const agents = ['one', 'two']
const conditions: fc.Arbitrary<Condition> = fc.record(
  {
    sourceIp: fc.subarray(ips, { minLength: 1 }),
    userAgent: fc.subarray(agents, { minLength: 1 }),
    fromSeconds: fc.integer({ min: 0, max: 5 }),
    untilSeconds: fc.integer({ min: 0, max: 5 }),
  },
  { requiredKeys: [] },
)
const circumstances: fc.Arbitrary<Circumstance> = fc.record({
  sourceIp: fc.constantFrom(...ips),
  userAgent: fc.constantFrom(...agents, undefined),
  seconds: fc.integer({ min: 0, max: 6 }),
})

describe('the negation of a condition', () => {
  it('holds exactly when the condition does not', () => {
    fc.assert(
      fc.property(conditions, circumstances, (condition, circumstance) => {
        const denied = negations(condition).some((each) => holds(each, circumstance))
        expect(denied).toBe(!holds(condition, circumstance))
      }),
      { numRuns: 500 },
    )
  })

  it('of none at all is nothing', () => {
    expect(negations({})).toEqual([])
  })

  it('combined with another holds exactly when neither condition does', () => {
    fc.assert(
      fc.property(conditions, conditions, circumstances, (one, other, circumstance) => {
        const neither = negations(one).flatMap((left) =>
          negations(other).flatMap((right) => both(left, right) ?? []),
        )
        expect(neither.some((each) => holds(each, circumstance))).toBe(
          !holds(one, circumstance) && !holds(other, circumstance),
        )
      }),
      { numRuns: 500 },
    )
  })
})

describe("a grant's circumstances", () => {
  const horizon = { nowSeconds: 0, untilSeconds: 300 }

  it('are unconditional when there are none', () => {
    expect(conditionsOf({}, horizon)).toEqual([{}])
    expect(isUnconditional({})).toBe(true)
    expect(isUnconditional({ fromSeconds: 0 })).toBe(false)
  })

  it('are one condition in whatever order their values were written', () => {
    const one = conditionsOf({ sourceIp: ['b', 'a', 'b'], userAgent: ['y', 'x'] }, horizon)
    expect(one).toEqual([{ sourceIp: ['a', 'b'], userAgent: ['x', 'y'] }])
  })

  it('are one condition for each window of their hours, or none when it never opens in time', () => {
    const hours = { timeZone: 'UTC', open: [{ weekdays: [3], fromMinute: 0, untilMinute: 60 }] }
    expect(conditionsOf({ hours, sourceIp: ['a'] }, horizon)).toEqual([
      { sourceIp: ['a'], fromSeconds: 0, untilSeconds: 3600 },
    ])
    expect(conditionsOf({ hours }, { nowSeconds: 3600, untilSeconds: 3900 })).toEqual([])
  })
})

describe('a condition block', () => {
  it('is not written when it would be empty, since API Gateway answers 500 to that', () => {
    expect(conditionBlock({})).toBeUndefined()
  })

  it('is spelled as IAM takes it', () => {
    const all: Required<Condition> = {
      sourceIp: ['203.0.113.0/24'],
      notSourceIp: ['203.0.113.7'],
      userAgent: ['curl/*'],
      notUserAgent: ['curl/1*'],
      fromSeconds: 0,
      untilSeconds: 60,
    }
    expect(conditionBlock(all)).toEqual({
      IpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] },
      NotIpAddress: { 'aws:SourceIp': ['203.0.113.7'] },
      StringLike: { 'aws:UserAgent': ['curl/*'] },
      StringNotLike: { 'aws:UserAgent': ['curl/1*'] },
      DateGreaterThanEquals: { 'aws:CurrentTime': '1970-01-01T00:00:00Z' },
      DateLessThan: { 'aws:CurrentTime': '1970-01-01T00:01:00Z' },
    })
  })
})
