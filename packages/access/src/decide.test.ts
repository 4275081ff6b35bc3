import { describe, expect, it } from 'vitest'
import { callFor, decided, decisionOn, documentOf, identityOf, now, settings } from './gate.stage.ts'
import { decide } from './decide.ts'
import type { Guard } from './ports/guard.ts'

const members = {
  scopes: { 'pets:read': ['GET /pets', 'GET /pets/{id}'], admin: ['* /**'] },
  grants: [{ allow: ['GET /org'], scopes: { any: ['pets:read'] }, when: { claims: { org: 'acme' } } }],
  deny: ['* /internal/**'],
  routes: ['GET /pets', 'GET /pets/{id}', 'GET /pets/{id}/secrets'],
}

const guard = (changes: Partial<Guard>): Guard => ({
  name: 'guard',
  inputs: ['claims'],
  judge: () => 'keep',
  ...changes,
})
const textsOf = (grants: readonly { readonly pattern: { readonly text: string } }[]) =>
  grants.map(({ pattern }) => pattern.text)

describe('a decision', () => {
  it.each([
    ['pets:read', 'GET', '/pets', 'allow', ['GET /pets']],
    ['pets:read', 'GET', '/pets/7/', 'allow', ['GET /pets/{id}']],
    ['pets:read', 'GET', '/pets/7/secrets', 'explicit_deny', ['GET /pets/{id}']],
    ['pets:read', 'POST', '/pets', 'silent', []],
    ['admin', 'POST', '/internal/x', 'explicit_deny', ['* /**']],
    ['nobody', 'GET', '/pets', 'explicit_deny', []],
  ])('for %s on %s %s is %s', (...given) => {
    const [scope, verb, path, verdict, matched] = given
    const { explanation } = decided(members, scope, { call: callFor(verb, path) })
    expect(explanation.verdict).toBe(verdict)
    expect(textsOf(explanation.matched)).toEqual(matched)
  })

  it('says whether anything at all was granted', () => {
    expect(decided(members, 'pets:read').granted).toBe('some')
    expect(decided(members, 'nobody').granted).toBe('none')
  })

  it('explains itself: the lifetime, then the permission', () => {
    expect(decided(members, 'pets:read').explanation.checks).toEqual([
      {
        check: 'lifetime',
        outcome: 'passed',
        expected: 'a policy that ends with the token',
        found: '3600 s left',
      },
      {
        check: 'permission',
        outcome: 'passed',
        expected: 'a grant for this call',
        found: '2 earned of 3 with a scope of the token; the policy answers allow',
      },
    ])
  })

  it("refuses, before anything is judged, a token that does not live as long as its policy's cache", () => {
    const identity = identityOf('pets:read', { expiresAtSeconds: now + 299 })
    const judge = () => {
      throw new Error('was asked')
    }
    const decision = decisionOn(members, 'pets:read', {
      identity,
      settings: { cacheSeconds: 300, expiry: 'refuse' },
      guards: [guard({ judge })],
    })
    expect(decision).toMatchObject({
      outcome: 'refused',
      reason: 'lifetime_too_short',
      explanation: { checks: [{ check: 'lifetime', outcome: 'failed' }] },
    })
  })

  it('never repeats a claim', () => {
    const identity = identityOf('pets:read', { claims: { org: 'secret-org', email: 'ada@example.com' } })
    expect(JSON.stringify(decided(members, 'pets:read', { identity }))).not.toMatch(/secret-org|ada@/)
  })
})

describe('a guard', () => {
  it('takes a grant away and is named for it', () => {
    const judge: Guard['judge'] = (_, { pattern }) => (pattern.text === 'GET /pets' ? 'withhold' : 'keep')
    const { explanation, policy } = decided(members, 'pets:read', {
      guards: [guard({ name: 'closed', judge })],
    })
    expect(explanation.withheld.map((each) => [each.grant.pattern.text, each.guard])).toEqual([
      ['GET /pets', 'closed'],
    ])
    expect(explanation.verdict).toBe('silent')
    expect(JSON.stringify(policy)).not.toContain('GET/pets/"')
  })

  it('is asked about earned grants only', () => {
    const asked: string[] = []
    const judge: Guard['judge'] = (_, { pattern }) => {
      asked.push(pattern.text)
      return 'keep'
    }
    decided(members, 'pets:read', { guards: [guard({ judge })] })
    expect(asked).toEqual(['GET /pets', 'GET /pets/{id}'])
  })

  it('cannot earn the caller anything, not even by writing into the claims', () => {
    const judge: Guard['judge'] = ({ claims }) => {
      Object.assign(claims, { org: 'acme' })
      return 'keep'
    }
    const { policy } = decided(members, 'pets:read', {
      identity: identityOf('pets:read', { claims: {} }),
      guards: [guard({ judge })],
    })
    expect(JSON.stringify(policy)).not.toContain('GET/org')
  })

  it('that takes all away leaves an explicit denial', () => {
    const { granted, policy } = decided(members, 'pets:read', {
      guards: [guard({ judge: () => 'withhold' })],
    })
    expect(granted).toBe('none')
    expect(policy.Statement.map(({ Effect }) => Effect)).toEqual(['Deny'])
  })
})

describe('a decision by hours', () => {
  it('names a grant once, though its hours have several windows in the time of the cache', () => {
    const open = ['mon-sun 09:00-10:02', 'mon-sun 10:03-12:00']
    const hours = { open, timeZone: 'UTC' }
    const grants = [{ allow: ['GET /pets'], scopes: { any: ['a'] }, when: { hours } }]
    const { explanation, policy } = decided({ grants }, 'a', { settings: { ...settings, cacheSeconds: 300 } })
    expect(textsOf(explanation.matched)).toEqual(['GET /pets'])
    expect(policy.Statement.filter(({ Effect }) => Effect === 'Allow')).toHaveLength(2)
  })

  it('grants nothing where the hours do not begin before the policy is cached out', () => {
    const hours = { open: ['mon-sun 20:00-21:00'], timeZone: 'UTC' }
    const grants = [{ allow: ['GET /pets'], scopes: { any: ['a'] }, when: { hours } }]
    expect(decided({ grants }, 'a').granted).toBe('none')
  })

  it('is the same for the same case at the same time', () => {
    const identity = identityOf('pets:read')
    const { index } = documentOf(members)
    const call = callFor()
    const given = {
      identity,
      call,
      settings,
      guards: [],
      grants: index.lookUp(identity.scopes, call.methodArn),
    }
    expect(decide(given, now * 1000)).toEqual(decide(given, now * 1000))
  })
})
