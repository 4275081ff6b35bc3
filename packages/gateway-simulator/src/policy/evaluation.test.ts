import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PolicyMalformed, evaluatePolicy } from './evaluation.ts'

const arn = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod/GET/pets/7'
const request = { action: 'execute-api:Invoke', resource: arn, context: { 'aws:UserAgent': 'curl' } }
const allow = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: arn }

const decide = (...statements: readonly unknown[]) =>
  evaluatePolicy({ Version: '2012-10-17', Statement: statements }, request).decision

describe('a policy', () => {
  it('allows what an Allow matches and is silent on the rest', () => {
    expect(decide(allow)).toBe('allow')
    expect(decide({ ...allow, Resource: arn.replace('GET', 'POST') })).toBe('silent')
  })

  it('denies whatever else it allows [policy-deny-first]', () => {
    expect(decide(allow, { ...allow, Effect: 'Deny', Resource: '*' })).toBe('explicit_deny')
  })

  it('does not deny where the Deny has a condition that is not met', () => {
    const condition = { StringEquals: { 'aws:UserAgent': 'wget' } }
    expect(decide(allow, { ...allow, Effect: 'Deny', Condition: condition })).toBe('allow')
  })

  it.each([
    ['execute-api:Invoke', 'allow'],
    ['EXECUTE-API:invoke', 'allow'],
    ['execute-api:*', 'allow'],
    ['*', 'allow'],
    ['execute-api:Inv?ke', 'allow'],
    ['execute-api:ManageConnections', 'silent'],
    ['s3:*', 'silent'],
  ])('with the action %s says %s [policy-action-case]', (action, expected) => {
    expect(decide({ ...allow, Action: action })).toBe(expected)
  })

  it('compares resources with case [policy-action-case]', () => {
    expect(decide({ ...allow, Resource: arn.replace('pets', 'Pets') })).toBe('silent')
  })

  it('denies all but a list with NotResource [policy-not-members]', () => {
    const deny = (resources: readonly string[]) => ({ Effect: 'Deny', Action: '*', NotResource: resources })
    expect(decide({ ...allow, Resource: '*' }, deny([arn]))).toBe('allow')
    expect(decide({ ...allow, Resource: '*' }, deny([`${arn}/x`]))).toBe('explicit_deny')
  })

  it('allows all but an action with NotAction [policy-not-members]', () => {
    expect(decide({ Effect: 'Allow', NotAction: 's3:*', Resource: '*' })).toBe('allow')
    expect(decide({ Effect: 'Allow', NotAction: 'execute-api:*', Resource: '*' })).toBe('silent')
  })

  it('without statements is silent [policy-no-statement]', () => {
    expect(decide()).toBe('silent')
  })

  it('tells how each statement came to its word, and no value of the request', () => {
    const condition = { StringEquals: { 'aws:UserAgent': 'curl' }, Null: { 'aws:Referer': 'false' } }
    const { statements } = evaluatePolicy(
      { Statement: { ...allow, Sid: 'Pets', Condition: condition } },
      request,
    )
    expect(statements).toEqual([
      {
        sid: 'Pets',
        effect: 'Allow',
        action: 'matched',
        resource: 'matched',
        conditions: [
          { operator: 'StringEquals', key: 'aws:UserAgent', found: 'present', outcome: 'met' },
          { operator: 'Null', key: 'aws:Referer', found: 'absent', outcome: 'not_met' },
        ],
        outcome: 'does_not_apply',
      },
    ])
  })

  it('that cannot be read is no policy', () => {
    expect(() => evaluatePolicy({ statement: [] }, request)).toThrow(PolicyMalformed)
  })
})

describe('an explicit Deny', () => {
  const resource = fc.constantFrom('*', arn, `${arn}/x`, 'arn:aws:execute-api:*/GET/*', 'arn:*/POST/*')
  const statement = fc.record({
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: fc.constant('*'),
    Resource: resource,
  })

  it('always wins, wherever it stands among any others', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 6 }), fc.nat(6), (others, position) => {
        const statements: unknown[] = [...others]
        statements.splice(position, 0, { Effect: 'Deny', Action: '*', Resource: arn })
        return decide(...statements) === 'explicit_deny'
      }),
    )
  })

  it('or an Allow is what a decision needs, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 6 }), (statements) => {
        const applying = statements.filter(({ Resource }) => decide({ ...allow, Resource }) === 'allow')
        const denied = applying.some(({ Effect }) => Effect === 'Deny')
        const expected = denied ? 'explicit_deny' : applying.length > 0 ? 'allow' : 'silent'
        return decide(...statements) === expected && decide(...statements.toReversed()) === expected
      }),
    )
  })
})
