import { DocumentInvalid } from '@sallyport/kernel'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apiArn, type Circumstances, decided, identityOf, now, prefix } from './gate.stage.ts'
import { methodArn } from './method-arn.ts'
import { denyAll, policyFor, type Statement } from './policy.ts'
import { isFault, routePattern } from './route-pattern.ts'
import { timestamp } from './timestamp.ts'

const end = timestamp(now + 3600)
const before = { DateLessThan: { 'aws:CurrentTime': end } }
const expired: Statement = {
  Effect: 'Deny',
  Action: 'execute-api:Invoke',
  Resource: [`${prefix}*`],
  Condition: { DateGreaterThanEquals: { 'aws:CurrentTime': end } },
}

const policyOf = (members: object, scope: string, given: Circumstances = {}) =>
  decided(members, scope, given).policy
const statements = (members: object, scope: string) => policyOf(members, scope).Statement
const at = (...resources: readonly string[]) => resources.map((resource) => `${prefix}${resource}`)
const allow = (resources: readonly string[], condition = {}): Statement => ({
  Effect: 'Allow',
  Action: 'execute-api:Invoke',
  Resource: resources,
  Condition: { ...condition, ...before },
})
const deny = (resources: readonly string[], condition?: Statement['Condition']): Statement => ({
  Effect: 'Deny',
  Action: 'execute-api:Invoke',
  Resource: resources,
  ...(condition === undefined ? {} : { Condition: condition }),
})

describe('a policy', () => {
  it('allows all that the caller may do in one statement, and ends with the token', () => {
    const scopes = { a: ['GET /pets', 'GET /pets/{id}'], b: ['POST /pets', 'GET /'], c: ['GET /other'] }
    expect(policyOf({ scopes }, 'a b')).toEqual({
      Version: '2012-10-17',
      Statement: [
        allow(at('GET/', 'GET/pets', 'GET/pets/', 'GET/pets/?*', 'POST/pets', 'POST/pets/')),
        expired,
      ],
    })
  })

  it('has no Condition and no end where nothing is to end it', () => {
    const members = { scopes: { a: ['GET /pets'] } }
    const policy = policyOf(members, 'a', { settings: { cacheSeconds: 300, expiry: 'none' } })
    expect(policy.Statement).toEqual([
      { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: at('GET/pets', 'GET/pets/') },
    ])
  })

  it('spells every verb out', () => {
    const [first] = statements({ scopes: { a: ['* /pets/{id}'] } }, 'a')
    expect(first?.Resource).toEqual(
      at(...['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'].map((verb) => `${verb}/pets/?*`)),
    )
  })

  it('has one Allow more for each distinct condition, whatever the number of grants', () => {
    const grant = (path: string, sourceIp: readonly string[]) => ({
      allow: [path],
      scopes: { any: ['a'] },
      when: { sourceIp },
    })
    const members = {
      scopes: { a: ['GET /free'] },
      grants: [
        grant('GET /one', ['192.0.2.1', '192.0.2.2']),
        grant('GET /two', ['192.0.2.2', '192.0.2.1']),
        grant('GET /three', ['192.0.2.3']),
      ],
    }
    expect(statements(members, 'a')).toEqual([
      allow(at('GET/free', 'GET/free/')),
      allow(at('GET/one', 'GET/one/', 'GET/two', 'GET/two/'), {
        IpAddress: { 'aws:SourceIp': ['192.0.2.1', '192.0.2.2'] },
      }),
      allow(at('GET/three', 'GET/three/'), { IpAddress: { 'aws:SourceIp': ['192.0.2.3'] } }),
      expired,
    ])
  })

  it('leaves resources out that another says already', () => {
    const grants = [
      {
        allow: ['GET /pets/7', 'GET /toys', 'GET /toys/{id}/x'],
        scopes: { any: ['a'] },
        when: { sourceIp: ['192.0.2.1'] },
      },
    ]
    const scopes = { a: ['GET /pets/{id}', 'GET /pets/7', 'GET /pets/{id}/toys', 'GET /pets', 'GET /toys'] }
    expect(statements({ scopes, grants }, 'a')).toEqual([
      allow(at('GET/pets', 'GET/pets/', 'GET/pets/?*', 'GET/toys', 'GET/toys/')),
      allow(at('GET/toys/?*/x', 'GET/toys/?*/x/'), { IpAddress: { 'aws:SourceIp': ['192.0.2.1'] } }),
      expired,
    ])
  })

  it('keeps the trailing slash of a path that only a deeper wildcard is granted beside', () => {
    expect(statements({ scopes: { a: ['GET /pets', 'GET /pets/**'] } }, 'a')[0]?.Resource).toEqual(
      at('GET/pets', 'GET/pets/', 'GET/pets/?*'),
    )
  })

  it('denies the deeper routes of the inventory that were not earned', () => {
    const routes = ['GET /pets', 'GET /pets/{id}', 'GET /pets/{id}/secrets', 'POST /pets/{id}/secrets']
    expect(
      statements({ scopes: { a: ['GET /pets/{id}'], b: ['GET /pets/{id}/secrets'] }, routes }, 'a'),
    ).toEqual([allow(at('GET/pets/?*')), deny(at('GET/pets/?*/secrets', 'GET/pets/?*/secrets/')), expired])
    expect(
      statements({ scopes: { a: ['GET /pets/{id}'], b: ['GET /pets/{id}/secrets'] }, routes }, 'a b'),
    ).toEqual([allow(at('GET/pets/?*')), expired])
  })

  it('denies a deeper route earned under a condition whenever the condition does not hold', () => {
    const members = {
      scopes: { a: ['GET /pets/{id}'] },
      grants: [
        {
          allow: ['GET /pets/{id}/secrets'],
          scopes: { any: ['a'] },
          when: { sourceIp: ['192.0.2.1'], userAgent: ['curl/*'] },
        },
      ],
      routes: ['GET /pets/{id}', 'GET /pets/{id}/secrets'],
    }
    expect(statements(members, 'a').filter(({ Effect }) => Effect === 'Deny')).toEqual([
      deny(at('GET/pets/?*/secrets', 'GET/pets/?*/secrets/'), {
        NotIpAddress: { 'aws:SourceIp': ['192.0.2.1'] },
      }),
      deny(at('GET/pets/?*/secrets', 'GET/pets/?*/secrets/'), {
        StringNotLike: { 'aws:UserAgent': ['curl/*'] },
      }),
      expired,
    ])
  })

  it('denies what the document denies, where an Allow would reach it', () => {
    const members = { scopes: { a: ['GET /**'], b: ['GET /pets'] }, deny: ['* /internal/**'] }
    expect(statements(members, 'a')[1]?.Resource).toContain(`${prefix}GET/internal/?*`)
    expect(statements(members, 'b')).toEqual([allow(at('GET/pets', 'GET/pets/')), expired])
  })

  it('denies the API and stage to a caller without any permission', () => {
    const policy = policyOf({ scopes: { a: ['GET /pets'] } }, 'other')
    expect(policy).toEqual({ Version: '2012-10-17', Statement: [deny([`${prefix}*`])] })
  })

  it.each(['aws', 'aws-cn', 'aws-us-gov'])('speaks of the partition that the event did: %s', (partition) => {
    const own = methodArn(`${apiArn.replace('arn:aws:', `arn:${partition}:`)}/prod/GET/`)
    expect(own && denyAll(own).Statement[0]?.Resource).toEqual([
      `arn:${partition}:execute-api:eu-west-1:111122223333:a1b2c3/prod/*`,
    ])
  })

  it('is never cut short: a resource past 512 characters fails by name', () => {
    const pattern = routePattern(`GET /${'x'.repeat(500)}`)
    const own = methodArn(`${prefix}GET/`)
    if (isFault(pattern) || own === undefined) throw new Error('the stage is not set')
    const entitlement = {
      allows: [],
      denies: [{ pattern, because: 'denied', condition: {} }],
      conflicts: [],
    } as const
    const grant = {
      api: { region: '*', accountId: '*', apiId: '*', stage: '*' },
      pattern,
      anyOf: ['a'],
      allOf: [],
      claims: {},
      when: {},
      path: [],
    }
    expect(() => policyFor({ ...entitlement, allows: [{ grant, condition: {} }] }, own, undefined)).toThrow(
      DocumentInvalid,
    )
  })
})

describe('the policy of a caller', () => {
  const patterns = fc.constantFrom('GET /a', 'GET /a/{x}', 'GET /a/{x}/b', '* /b/**', 'GET /**', 'POST /a/b')
  const when = fc.constantFrom(
    {},
    { sourceIp: ['192.0.2.1'] },
    { sourceIp: ['192.0.2.2', '192.0.2.1'] },
    { userAgent: ['x'] },
  )
  const entries = fc.array(fc.tuple(patterns, when), { minLength: 1, maxLength: 6 })
  const membersOf = (
    list: readonly (readonly [string, object])[],
    routes: readonly string[],
    denied: readonly string[],
  ) => ({
    grants: list.map(([pattern, circumstances]) => ({
      allow: [pattern],
      scopes: { any: ['a'] },
      when: circumstances,
    })),
    routes,
    deny: denied,
  })
  const lists = fc.array(patterns, { maxLength: 4 })

  it('is the same to the letter however the document is ordered', () => {
    fc.assert(
      fc.property(entries, lists, lists, (list, routes, denied) => {
        const one = policyOf(membersOf(list, routes, denied), 'a')
        const other = policyOf(membersOf(list.toReversed(), routes.toReversed(), denied.toReversed()), 'a')
        expect(JSON.stringify(other)).toBe(JSON.stringify(one))
      }),
    )
  })

  it('has no null and no empty member, and one Allow a condition', () => {
    fc.assert(
      fc.property(entries, lists, lists, (list, routes, denied) => {
        const { Statement: all } = policyOf(membersOf(list, routes, denied), 'a')
        expect(JSON.stringify(all)).not.toMatch(/null|\[\]|\{\}|""/)
        const kinds = all.map(({ Effect, Condition }) => JSON.stringify([Effect, Condition]))
        expect(new Set(kinds).size).toBe(kinds.length)
        for (const { Resource } of all) expect(new Set(Resource).size).toBe(Resource.length)
      }),
    )
  })

  it('is the same whatever path was requested', () => {
    const path = fc.string({
      unit: fc.constantFrom('a', '/', '*', '?', ':', '$', '{', '}', '%', ' ', '"', '\n'),
    })
    fc.assert(
      fc.property(entries, lists, path, (list, routes, requested) => {
        const members = membersOf(list, routes, ['GET /a/b'])
        const call = (verb: string, each: string) => {
          const own = methodArn(`${prefix}${verb}/${each}`)
          if (own === undefined) throw new Error('the stage has no such method')
          return { kind: 'token', methodArn: own } as const
        }
        const one = policyOf(members, 'a', { call: call('GET', '') })
        const other = policyOf(members, 'a', { call: call('POST', requested) })
        expect(JSON.stringify(other)).toBe(JSON.stringify(one))
      }),
    )
  })

  it('ends with the token in every Allow, though its hours are open for longer', () => {
    const hours = { open: ['mon-sun 00:00-24:00'], timeZone: 'UTC' }
    const grants = [{ allow: ['GET /a'], scopes: { any: ['a'] }, when: { hours } }]
    const [first] = policyOf({ grants }, 'a').Statement
    expect(first).toMatchObject({ Effect: 'Allow', Condition: before })
  })

  it('ends at the second in which the token ends, never later', () => {
    const policy = policyOf({ scopes: { a: ['GET /a'] } }, 'a', {
      identity: identityOf('a', { expiresAtSeconds: now + 10.9 }),
    })
    expect(JSON.stringify(policy)).toContain(timestamp(now + 10))
    expect(JSON.stringify(policy)).not.toContain(timestamp(now + 11))
  })
})
