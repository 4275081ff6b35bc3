import { describe, expect, it } from 'vitest'
import { SimulatorUnsupported } from '../unsupported.ts'
import { evaluatePolicy } from './evaluation.ts'

const context = {
  'aws:CurrentTime': '2026-11-25T09:00:00Z',
  'aws:EpochTime': '1795597200',
  'aws:SourceIp': '203.0.113.7',
  'aws:UserAgent': 'curl/8.5',
  'aws:SecureTransport': 'true',
}

function decision(condition: unknown, keys: Readonly<Record<string, string>> = context) {
  const statement = { Effect: 'Allow', Action: '*', Resource: '*', Condition: condition }
  const request = { action: 'execute-api:Invoke', resource: 'arn:aws:execute-api:::a/b/GET/', context: keys }
  return evaluatePolicy({ Version: '2012-10-17', Statement: [statement] }, request).decision
}

const holds = (condition: unknown) => decision(condition) === 'allow'

describe('a condition operator', () => {
  it.each([
    [{ StringEquals: { 'aws:UserAgent': 'curl/8.5' } }, true],
    [{ StringEquals: { 'aws:UserAgent': 'CURL/8.5' } }, false],
    [{ StringNotEquals: { 'aws:UserAgent': 'curl/8.5' } }, false],
    [{ StringNotEquals: { 'aws:UserAgent': 'wget' } }, true],
    [{ StringEqualsIgnoreCase: { 'aws:UserAgent': 'CURL/8.5' } }, true],
    [{ StringNotEqualsIgnoreCase: { 'aws:UserAgent': 'CURL/8.5' } }, false],
    [{ StringLike: { 'aws:UserAgent': 'curl/*' } }, true],
    [{ StringLike: { 'aws:UserAgent': 'curl/?' } }, false],
    [{ StringNotLike: { 'aws:UserAgent': 'wget*' } }, true],
    [{ NumericEquals: { 'aws:EpochTime': '1795597200' } }, true],
    [{ NumericNotEquals: { 'aws:EpochTime': 1795597200 } }, false],
    [{ NumericLessThan: { 'aws:EpochTime': '1795597200' } }, false],
    [{ NumericLessThanEquals: { 'aws:EpochTime': '1795597200' } }, true],
    [{ NumericGreaterThan: { 'aws:EpochTime': '1795597199' } }, true],
    [{ NumericGreaterThanEquals: { 'aws:EpochTime': '1795597201' } }, false],
    [{ NumericEquals: { 'aws:UserAgent': '8' } }, false],
    [{ DateEquals: { 'aws:CurrentTime': '2026-11-25T10:00:00+01:00' } }, true],
    [{ DateNotEquals: { 'aws:CurrentTime': '2026-11-25T09:00:00Z' } }, false],
    [{ DateLessThan: { 'aws:CurrentTime': '2026-11-25T09:00:00Z' } }, false],
    [{ DateLessThan: { 'aws:CurrentTime': '2026-11-25T09:00:01Z' } }, true],
    [{ DateLessThanEquals: { 'aws:CurrentTime': '1795597200' } }, true],
    [{ DateGreaterThan: { 'aws:CurrentTime': '2026-11-25' } }, true],
    [{ DateGreaterThanEquals: { 'aws:CurrentTime': '2026-11-25T09:00:00Z' } }, true],
    [{ DateLessThan: { 'aws:EpochTime': '2026-11-25T09:00:01Z' } }, true],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, true],
    [{ Bool: { 'aws:SecureTransport': false } }, false],
    [{ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, true],
    [{ IpAddress: { 'aws:SourceIp': '2001:db8::/32' } }, false],
    [{ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, false],
    [{ NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } }, true],
    [{ Null: { 'aws:Referer': 'true' } }, true],
    [{ Null: { 'aws:UserAgent': true } }, false],
    [{ Null: { 'aws:UserAgent': 'false' } }, true],
  ])('%j holds: %s', (condition, expected) => {
    expect(holds(condition)).toBe(expected)
  })

  it.each([
    ['ArnEquals', 'arn:aws:iam::*:role/web*', true],
    ['ArnLike', 'arn:aws:iam::1111*:role/?eb', true],
    ['ArnLike', 'arn:aws:*', false],
    ['ArnNotEquals', 'arn:aws:iam::1111:role/web', false],
    ['ArnNotLike', 'arn:aws:iam::*:user/*', true],
  ])('%s compares the parts of an ARN one by one: %s gives %s', (operator, value, expected) => {
    const keys = { 'aws:PrincipalArn': 'arn:aws:iam::1111:role/web' }
    expect(decision({ [operator]: { 'aws:PrincipalArn': value } }, keys)).toBe(expected ? 'allow' : 'silent')
  })

  it('takes any of several values, and none of them when negated [conditions-combine]', () => {
    expect(holds({ StringEquals: { 'aws:UserAgent': ['wget', 'curl/8.5'] } })).toBe(true)
    expect(holds({ StringNotEquals: { 'aws:UserAgent': ['wget', 'curl/8.5'] } })).toBe(false)
  })

  it('needs every key and every operator to hold [conditions-combine]', () => {
    const ip = { 'aws:SourceIp': '203.0.113.7/32' }
    expect(holds({ IpAddress: ip, StringLike: { 'aws:UserAgent': 'curl*' } })).toBe(true)
    expect(holds({ IpAddress: ip, StringLike: { 'aws:UserAgent': 'wget*' } })).toBe(false)
    expect(holds({ StringLike: { 'aws:UserAgent': '*', 'aws:Referer': '*' } })).toBe(false)
  })

  it('finds its key whatever the case', () => {
    expect(holds({ IpAddress: { 'AWS:sourceIP': '203.0.113.7' } })).toBe(true)
  })
})

describe('a condition on a missing key', () => {
  it.each([
    ['StringEquals', 'x', false],
    ['StringNotEquals', 'x', true],
    ['StringLike', '*', false],
    ['StringNotLike', '*', true],
    ['StringEqualsIfExists', 'x', true],
    ['StringNotEqualsIfExists', 'x', true],
  ])('of %s holds: %j %s [conditions-missing-key]', (operator, value, expected) => {
    expect(holds({ [operator]: { 'aws:Referer': value } })).toBe(expected)
  })

  it('with IfExists is judged as usual when the key is there after all', () => {
    expect(holds({ StringEqualsIfExists: { 'aws:UserAgent': 'wget' } })).toBe(false)
  })

  it.each([
    'aws:PrincipalArn',
    'aws:PrincipalOrgID',
    'aws:PrincipalTag/team',
    'aws:TokenIssueTime',
    'aws:MultiFactorAuthAge',
    'aws:MultiFactorAuthPresent',
    'aws:userid',
    'aws:username',
    'aws:SourceVpc',
    'aws:SourceVpce',
    'aws:VpcSourceIp',
  ])('finds %s always missing [conditions-absent-keys]', (key) => {
    expect(holds({ Null: { [key]: 'true' } })).toBe(true)
    expect(holds({ StringLike: { [key]: '*' } })).toBe(false)
  })
})

describe('a condition the simulator does not know', () => {
  it.each([
    [{ BinaryEquals: { 'aws:UserAgent': 'eA==' } }, 'condition operator "BinaryEquals"'],
    [
      { 'ForAnyValue:StringEquals': { 'aws:UserAgent': 'x' } },
      'condition operator "ForAnyValue:StringEquals"',
    ],
    [{ StringMatches: { 'aws:UserAgent': 'x' } }, 'condition operator "StringMatches"'],
    [{ NullIfExists: { 'aws:UserAgent': 'true' } }, 'condition operator "NullIfExists"'],
    [{ StringEquals: { 'aws:Colour': 'red' } }, 'condition key "aws:Colour"'],
    [{ StringEquals: { 'execute-api:viaDomainArn': 'x' } }, 'condition key "execute-api:viaDomainArn"'],
  ])('is refused by name: %j', (condition, feature) => {
    expect(() => decision(condition)).toThrow(SimulatorUnsupported)
    expect(() => decision(condition)).toThrow(feature)
  })

  it('is refused even where another statement has already denied', () => {
    const statements = [
      { Effect: 'Deny', Action: '*', Resource: '*' },
      { Effect: 'Allow', Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:Colour': 'red' } } },
    ]
    const request = { action: 'execute-api:Invoke', resource: 'arn', context }
    expect(() => evaluatePolicy({ Statement: statements }, request)).toThrow(SimulatorUnsupported)
  })
})
