import { describe, expect, it } from 'vitest'
import { SimulatorUnsupported } from '../unsupported.ts'
import { parsePolicy } from './policy-document.ts'

const statement = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*' }
const document = (changes: Readonly<Record<string, unknown>> = {}) => ({
  Version: '2012-10-17',
  Statement: [{ ...statement, ...changes }],
})
const without = (member: string) => ({
  Statement: [Object.fromEntries(Object.entries(statement).filter(([name]) => name !== member))],
})

describe('a policy document', () => {
  it('is read with lists and single texts alike', () => {
    expect(parsePolicy(document({ Action: ['a:b', 'a:c'] }))).toEqual({
      outcome: 'parsed',
      value: {
        version: '2012-10-17',
        readAs: [],
        statements: [
          {
            effect: 'Allow',
            actions: { mode: 'only', patterns: ['a:b', 'a:c'] },
            resources: { mode: 'only', patterns: ['*'] },
            conditions: [],
          },
        ],
      },
    })
  })

  it('is of 2008 when it does not say [policy-default-version]', () => {
    expect(parsePolicy({ Statement: [statement] })).toMatchObject({
      value: { version: '2008-10-17', readAs: ['policy-default-version'] },
    })
  })

  it('may have one statement without a list [policy-one-statement]', () => {
    expect(parsePolicy({ Statement: statement })).toMatchObject({
      value: { statements: [{ effect: 'Allow' }] },
    })
  })

  it('may hold a resource of 512 characters and not of 513 [policy-resource-512]', () => {
    expect(parsePolicy(document({ Resource: 'x'.repeat(512) })).outcome).toBe('parsed')
    expect(parsePolicy(document({ Resource: ['*', 'x'.repeat(513)] })).outcome).toBe('malformed')
  })

  it.each([
    [{ version: '2012-10-17', statement: [statement] }, 'policyDocument.version'],
    [{ Statement: [{ effect: 'Allow', action: '*', resource: '*' }] }, 'Statement[0].effect'],
  ])('is malformed in lower case [policy-pascal-case]: %j', (written, place) => {
    expect(parsePolicy(written)).toMatchObject({
      outcome: 'malformed',
      complaint: expect.stringContaining(place),
    })
  })

  it('is malformed with a null Condition [policy-null-condition]', () => {
    expect(parsePolicy(document({ Condition: null }))).toEqual({
      outcome: 'malformed',
      behaviour: 'policy-null-condition',
      complaint: 'Statement[0].Condition: expected an object, found null',
    })
  })

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['text', '{}'],
    ['a list', []],
    ['no statements', {}],
    ['another version', { Version: '2024-01-01', Statement: [] }],
    ['a statement that is text', { Statement: ['Allow'] }],
    ['another effect', document({ Effect: 'allow' })],
    ['a number for a Sid', document({ Sid: 7 })],
    ['an unknown member', document({ Comment: 'x' })],
    ['no effect', without('Effect')],
    ['no action', without('Action')],
    ['no resource', without('Resource')],
    ['both kinds of action', document({ NotAction: 'x' })],
    ['both kinds of resource', document({ NotResource: 'x' })],
    ['a number for an action', document({ Action: 7 })],
    ['a null among resources', document({ Resource: ['*', null] })],
    ['a Condition that is a list', document({ Condition: [] })],
    ['an operator without an object', document({ Condition: { StringEquals: 'x' } })],
    ['a null value', document({ Condition: { StringEquals: { 'aws:Referer': null } } })],
    ['an object for a value', document({ Condition: { StringEquals: { 'aws:Referer': {} } } })],
    ['text for an address', document({ Condition: { IpAddress: { 'aws:SourceIp': 'office' } } })],
    ['text for a date', document({ Condition: { DateLessThan: { 'aws:CurrentTime': 'noon' } } })],
    ['text for a number', document({ Condition: { NumericEquals: { 'aws:EpochTime': 'many' } } })],
    ['text for a truth', document({ Condition: { Bool: { 'aws:SecureTransport': 'yes' } } })],
    ['text for Null', document({ Condition: { Null: { 'aws:Referer': 'maybe' } } })],
  ])('is malformed with %s [policy-strict]', (_, written) => {
    expect(parsePolicy(written)).toMatchObject({
      outcome: 'malformed',
      complaint: expect.stringContaining('expected'),
    })
  })

  it('does not repeat what stood in it', () => {
    const secret = 'eyJhbGciOi'
    for (const changes of [
      { Effect: secret },
      { Condition: { DateLessThan: { 'aws:CurrentTime': secret } } },
    ])
      expect(JSON.stringify(parsePolicy(document(changes)))).not.toContain(secret)
  })

  it.each([
    ['a Principal', document({ Principal: '*' })],
    ['a policy variable in a resource', document({ Resource: 'arn:${aws:username}' })],
    [
      'a policy variable in a condition',
      document({ Condition: { StringEquals: { 'aws:Referer': '${aws:userid}' } } }),
    ],
    ['an empty list of resources', document({ Resource: [] })],
    ['an empty list of actions', document({ Action: [] })],
    ['an empty Condition', document({ Condition: {} })],
    ['an empty operator', document({ Condition: { StringEquals: {} } })],
    ['an empty list of values', document({ Condition: { StringEquals: { 'aws:Referer': [] } } })],
  ])('is not guessed at with %s', (_, written) => {
    expect(() => parsePolicy(written)).toThrow(SimulatorUnsupported)
  })

  it('of 2008 has no variables, only text', () => {
    expect(parsePolicy({ Statement: [{ ...statement, Resource: '${aws:username}' }] }).outcome).toBe('parsed')
  })
})
