import { describe, expect, it } from 'vitest'
import type { ApiStage } from './method-arn.ts'
import { type ApiSelector, type Grant, isEarned, selects } from './permission.ts'
import { isFault, routePattern } from './route-pattern.ts'

const api: ApiStage = {
  partition: 'aws',
  region: 'eu-west-1',
  accountId: '111122223333',
  apiId: 'a1b2c3',
  stage: 'prod',
}
const { partition: _, ...exactly } = api
const pattern = routePattern('GET /pets')
if (isFault(pattern)) throw new Error('no pattern')

const grant = (changes: Partial<Grant>): Grant => ({
  api: exactly,
  pattern,
  anyOf: [],
  allOf: [],
  claims: {},
  when: {},
  path: [],
  ...changes,
})
const earns = (changes: Partial<Grant>, scopes: string, claims: Readonly<Record<string, unknown>> = {}) =>
  isEarned(grant(changes), new Set(scopes.split(' ')), claims)

describe('a selector', () => {
  it.each(['region', 'accountId', 'apiId', 'stage'] as const)('selects by %s, or leaves it open', (name) => {
    expect(selects(exactly, api)).toBe(true)
    expect(selects({ ...exactly, [name]: '*' }, api)).toBe(true)
    expect(selects({ ...exactly, [name]: 'other' }, api)).toBe(false)
  })

  it('takes the partition from the event', () => {
    const selector: ApiSelector = exactly
    expect(selects(selector, { ...api, partition: 'aws-cn' })).toBe(true)
  })
})

describe('a grant', () => {
  it.each([
    [{ anyOf: ['a', 'b'] }, 'b', true],
    [{ anyOf: ['a', 'b'] }, 'c', false],
    [{ allOf: ['a', 'b'] }, 'a b c', true],
    [{ allOf: ['a', 'b'] }, 'a', false],
    [{ allOf: ['a'], anyOf: ['b', 'c'] }, 'a c', true],
    [{ allOf: ['a'], anyOf: ['b', 'c'] }, 'a', false],
    [{ allOf: ['a'], anyOf: ['b', 'c'] }, 'b', false],
    [{ anyOf: ['a'] }, 'A', false],
  ])('of %j is earned by the scopes %j: %s', (changes, scopes, answer) => {
    expect(earns(changes, scopes)).toBe(answer)
  })

  it.each([
    [{ org: ['acme'] }, { org: 'acme' }, true],
    [{ org: ['acme', 'other'] }, { org: 'other' }, true],
    [{ org: ['acme'] }, { org: ['x', 'acme'] }, true],
    [{ org: ['acme'] }, { org: 'Acme' }, false],
    [{ org: ['acme'] }, { org: ['acme2'] }, false],
    [{ org: ['acme'] }, {}, false],
    [{ org: ['acme'] }, { org: null }, false],
    [{ org: ['acme'] }, { org: { acme: true } }, false],
    [{ level: [2] }, { level: 2 }, true],
    [{ level: [2] }, { level: '2' }, false],
    [{ staff: [true] }, { staff: true }, true],
    [{ staff: [true] }, { staff: 'true' }, false],
    [{ staff: [false] }, { staff: 0 }, false],
    [{ org: ['acme'], level: [2] }, { org: 'acme' }, false],
  ] as const)('that demands %j is earned with %j: %s', (claims, found, answer) => {
    expect(earns({ anyOf: ['a'], claims }, 'a', found)).toBe(answer)
  })

  it("does not find what every object has among a token's claims", () => {
    const inherited = Object.create({ org: 'acme' }) as Readonly<Record<string, unknown>>
    expect(earns({ anyOf: ['a'], claims: { org: ['acme'] } }, 'a', inherited)).toBe(false)
  })
})
