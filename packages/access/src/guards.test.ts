import { ConfigurationInvalid } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import type { Call } from './call.ts'
import { checkGuards, factsOf, withholding } from './guards.ts'
import type { Identity } from './identity.ts'
import type { Grant } from './permission.ts'
import type { Facts, Guard, GuardInput } from './ports/guard.ts'

const identity: Identity = {
  issuer: 'https://idp.example.com/',
  subject: 'ada',
  scopes: new Set(['a']),
  claims: { org: 'acme' },
}
const call: Call = {
  methodArn: {
    partition: 'aws',
    region: 'eu-west-1',
    accountId: '111122223333',
    apiId: 'a1b2c3',
    stage: 'prod',
    verb: 'GET',
    path: '/pets',
  },
  kind: 'request',
  sourceIp: '192.0.2.1',
  headers: { 'x-tenant': ['one'] },
}
const facts = factsOf(identity, call, 5000)
const grant: Grant = {
  api: { region: '*', accountId: '*', apiId: '*', stage: '*' },
  pattern: { text: 'GET /pets', verbs: ['GET'], segments: [], resources: [] },
  anyOf: ['a'],
  allOf: [],
  claims: {},
  when: {},
  path: [],
}
const guard = (name: string, inputs: readonly GuardInput[], judge: Guard['judge']): Guard => ({
  name,
  inputs,
  judge,
})

describe('the facts', () => {
  it('are what the event and the token say, and nothing is made up', () => {
    expect(facts).toEqual({
      claims: { org: 'acme' },
      sourceIp: '192.0.2.1',
      userAgent: undefined,
      time: 5000,
      headers: { 'x-tenant': ['one'] },
    })
  })
})

describe('guards', () => {
  const keeps = guard('keeps', [], () => 'keep')

  it('keep a grant when all do, and when there is none', () => {
    expect(withholding([], facts, grant)).toBeUndefined()
    expect(withholding([keeps, keeps], facts, grant)).toBeUndefined()
  })

  it('withhold a grant when one does, and name the first', () => {
    const first = guard('first', ['claims'], ({ claims }) => (claims['org'] === 'acme' ? 'withhold' : 'keep'))
    const second = guard('second', [], () => 'withhold')
    expect(withholding([keeps, first, second], facts, grant)).toBe('first')
  })

  it('withhold a grant when one answers something else than the two words', () => {
    expect(withholding([guard('odd', [], () => undefined as never)], facts, grant)).toBe('odd')
  })

  it('read what they declared', () => {
    const seen: unknown[] = []
    const reader = guard('reader', ['sourceIp', 'time', 'userAgent'], ({ sourceIp, time, userAgent }) => {
      seen.push(sourceIp, time, userAgent)
      return 'keep'
    })
    withholding([reader], facts, grant)
    expect(seen).toEqual(['192.0.2.1', 5000, undefined])
  })

  it.each<[string, (given: Facts) => unknown]>([
    ['by name', (given) => given.time],
    ['by taking it apart', ({ time }) => time],
    ['by reflection', (given) => Reflect.get(given, 'time')],
    ['as text', (given) => JSON.stringify(given)],
  ])('throw when they read what they did not declare, %s', (_, read) => {
    const nosy = guard('nosy', ['claims'], (given) => (read(given) === undefined ? 'keep' : 'keep'))
    expect(() => withholding([nosy], facts, grant)).toThrow(ConfigurationInvalid)
    expect(() => withholding([nosy], facts, grant)).toThrow(
      /^guards\.nosy: expected only its declared inputs \(claims\)/,
    )
  })

  it.each<[string, (given: object) => unknown]>([
    ['a copy', (given) => ({ ...given })],
    ['its own descriptors', (given) => Object.getOwnPropertyDescriptors(given)],
  ])('do not get at what they did not declare through %s', (_, read) => {
    let seen: unknown
    const nosy = guard('nosy', ['claims'], (given) => {
      seen = read(given)
      return 'keep'
    })
    withholding([nosy], facts, grant)
    expect(seen).not.toHaveProperty('time')
    expect(JSON.stringify(seen)).not.toContain('5000')
  })
})

describe('the check of guards', () => {
  const all: readonly GuardInput[] = ['claims', 'sourceIp', 'userAgent', 'time', 'headers']
  const nosy = guard('nosy', all, () => 'keep')

  it('accepts any input when nothing is cached', () => {
    expect(() => checkGuards([nosy], 0, [])).not.toThrow()
  })

  it('accepts claims, and what is part of the cache key', () => {
    const safe = guard('safe', ['claims', 'sourceIp'], () => 'keep')
    expect(() => checkGuards([safe], 300, ['sourceIp'])).not.toThrow()
  })

  it('refuses every other input of every guard at once, the time always', () => {
    const late = guard('late', ['time'], () => 'keep')
    expect(() => checkGuards([nosy, late], 300, ['sourceIp'])).toThrow(
      new ConfigurationInvalid(
        [
          ['nosy', 'userAgent'],
          ['nosy', 'time'],
          ['nosy', 'headers'],
          ['late', 'time'],
        ].map(([name = '', input]) => ({
          severity: 'fault',
          path: ['guards', name],
          expected: 'inputs that are part of the cache key, or cacheSeconds 0',
          found: `${input}, with a cache of 300 s`,
        })),
      ),
    )
  })
})
