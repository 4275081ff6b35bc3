import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Caller,
  earnedBy,
  iamAllows,
  isDenied,
  isGranted,
  isOn,
  type PlainDocument,
  type PlainGrant,
  type Visit,
} from './gate.reference.ts'
import { decided, identityOf, now, prefix } from './gate.stage.ts'
import { timestamp } from './timestamp.ts'

const anyPatterns = fc
  .tuple(
    fc.constantFrom('GET', 'POST', 'ANY'),
    fc.array(fc.constantFrom('a', 'b', '{x}', '**'), { maxLength: 4 }),
  )
  .map(([verb, names]) => `${verb} /${names.join('/')}`)
/** Patterns that get into each other's way, so that conditions and crossings meet often. */
const closePatterns = fc.constantFrom('GET /a/{x}', 'GET /a/{x}/b', 'GET /{x}', 'GET /a/b', 'GET /a/b/{x}')
const patterns = fc.oneof(anyPatterns, { arbitrary: closePatterns, weight: 2 })
const addresses = ['192.0.2.1', '192.0.2.2', '192.0.2.3']
const scopes = ['s', 't', 'u']
const grants: fc.Arbitrary<PlainGrant> = fc.record({
  allow: fc.array(patterns, { minLength: 1, maxLength: 3 }),
  scopes: fc.oneof(
    fc.record({ any: fc.subarray(scopes, { minLength: 1 }) }),
    fc.record({ all: fc.subarray(scopes, { minLength: 1, maxLength: 2 }) }),
  ),
  when: fc.record(
    { sourceIp: fc.subarray(addresses, { minLength: 1 }), claims: fc.constant({ org: 'acme' }) },
    { requiredKeys: [] },
  ),
})
/** One scope, few patterns: crossings, conditions and denials meet in most of these. */
const closeDocuments: fc.Arbitrary<PlainDocument> = fc.record({
  grants: fc.array(
    fc.record({
      allow: closePatterns.map((pattern) => [pattern]),
      scopes: fc.constant({ any: scopes }),
      when: fc.constantFrom({}, { sourceIp: ['192.0.2.1'] }, { sourceIp: ['192.0.2.2', '192.0.2.1'] }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  deny: fc.array(closePatterns, { maxLength: 1 }),
  routes: fc.array(closePatterns, { minLength: 1, maxLength: 4 }),
})
const documents = (routes: fc.Arbitrary<readonly string[]>): fc.Arbitrary<PlainDocument> =>
  fc.record({
    grants: fc.array(grants, { minLength: 1, maxLength: 5 }),
    deny: fc.array(patterns, { maxLength: 2 }),
    routes,
  })
const callers: fc.Arbitrary<Caller> = fc.record({
  scopes: fc.subarray(scopes, { minLength: 1 }),
  claims: fc.constantFrom<Caller['claims']>({}, { org: 'acme' }, { org: 'other' }),
})
const visits = (
  fc.record({
    verb: fc.constantFrom('GET', 'POST', 'PUT'),
    path: fc
      .tuple(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 5 }), fc.constantFrom('', '/'))
      .map(([names, slash]) => (names.length === 0 ? '/' : `/${names.join('/')}${slash}`)),
    sourceIp: fc.constantFrom(...addresses),
    secondsFromNow: fc.constantFrom(0, 1, 3599, 3600, 3601, 100_000),
  }) satisfies fc.Arbitrary<unknown>
).map(({ secondsFromNow, ...visit }) => ({
  ...visit,
  time: timestamp(now + secondsFromNow),
  isOver: secondsFromNow >= 3600,
}))
const someVisits = fc.array(visits, { minLength: 1, maxLength: 12 })
const inventory = fc.array(patterns, { minLength: 1, maxLength: 5 })
const noInventory = fc.constant<readonly string[]>([])

const judged = (document: PlainDocument, { scopes: own, claims }: Caller) =>
  decided(document, '', { identity: identityOf(own.join(' '), { claims }) })

const runs = { numRuns: 600 }

describe('the policy of a document with an inventory, on the routes of the inventory', () => {
  const onRoutes = (
    judge: (given: {
      document: PlainDocument
      caller: Caller
      visit: Visit
      isAllowed: boolean
      lost: readonly string[]
    }) => void,
  ) =>
    fc.assert(
      fc.property(
        fc.oneof(documents(inventory), closeDocuments),
        callers,
        someVisits,
        (document, caller, list) => {
          const { policy, explanation } = judged(document, caller)
          const lost = explanation.conflicts.map((each) => each.lost.text)
          for (const visit of list.filter(({ isOver }) => !isOver)) {
            if (!document.routes.some((route) => isOn(route, visit, 'stop'))) continue
            const isAllowed = iamAllows(policy.Statement, prefix, visit)
            judge({ document, caller, visit, isAllowed, lost })
          }
        },
      ),
      runs,
    )

  it('allows only what the document means, segment for segment', () => {
    onRoutes(({ document, caller, visit, isAllowed }) => {
      if (!isAllowed) return
      expect(isGranted(earnedBy(document, caller), visit, 'stop')).toBe(true)
      expect(isDenied(document, visit, 'stop')).toBe(false)
    })
  })

  it('allows all that the document means, but on the routes of a reported conflict', () => {
    onRoutes(({ document, caller, visit, isAllowed, lost }) => {
      if (isAllowed || lost.some((route) => isOn(route, visit, 'stop'))) return
      const isMeant =
        isGranted(earnedBy(document, caller), visit, 'stop') && !isDenied(document, visit, 'stop')
      expect(isMeant).toBe(false)
    })
  })
})

describe('the policy of a document without an inventory', () => {
  const everywhere = (
    judge: (given: { document: PlainDocument; caller: Caller; visit: Visit; isAllowed: boolean }) => void,
  ) =>
    fc.assert(
      fc.property(documents(noInventory), callers, someVisits, (document, caller, list) => {
        const { policy } = judged(document, caller)
        for (const visit of list.filter(({ isOver }) => !isOver))
          judge({ document, caller, visit, isAllowed: iamAllows(policy.Statement, prefix, visit) })
      }),
      runs,
    )

  it('allows exactly what the document means where its wildcards cross slashes and nothing is denied', () => {
    everywhere(({ document, caller, visit, isAllowed }) => {
      if (document.deny.length > 0) return
      expect(isAllowed).toBe(isGranted(earnedBy(document, caller), visit, 'cross'))
    })
  })

  it('never allows what is denied as written, and denies no more than what a denial crosses into', () => {
    everywhere(({ document, caller, visit, isAllowed }) => {
      const isEarned = isGranted(earnedBy(document, caller), visit, 'cross')
      const [atMost, atLeast] = (['stop', 'cross'] as const).map(
        (slashes) => isEarned && !isDenied(document, visit, slashes),
      )
      expect(!isAllowed || atMost).toBe(true)
      expect(isAllowed || !atLeast).toBe(true)
    })
  })
})

describe('every policy', () => {
  it('allows nothing from the second on in which the token ends', () => {
    fc.assert(
      fc.property(
        documents(fc.oneof(inventory, noInventory)),
        callers,
        someVisits,
        (document, caller, list) => {
          const { policy } = judged(document, caller)
          for (const visit of list.filter(({ isOver }) => isOver))
            expect(iamAllows(policy.Statement, prefix, visit)).toBe(false)
        },
      ),
    )
  })

  it('denies explicitly then, so that no Allow of a resource policy opens the gate', () => {
    fc.assert(
      fc.property(documents(noInventory), callers, (document, caller) => {
        const { policy } = judged(document, caller)
        const anything = { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: ['*'] } as const
        const visit = { verb: 'GET', path: '/a', sourceIp: '192.0.2.1', time: timestamp(now + 3600) }
        expect(iamAllows([anything, ...policy.Statement], prefix, visit)).toBe(false)
      }),
    )
  })

  it('agrees with the verdict that is explained, where no circumstance matters', () => {
    fc.assert(
      fc.property(documents(inventory), callers, visits, (document, caller, visit) => {
        const free = { ...document, grants: document.grants.map((grant) => ({ ...grant, when: {} })) }
        const { policy, explanation } = decided(free, '', {
          identity: identityOf(caller.scopes.join(' ')),
          call: {
            kind: 'token',
            methodArn: {
              partition: 'aws',
              region: 'eu-west-1',
              accountId: '111122223333',
              apiId: 'a1b2c3',
              stage: 'prod',
              ...visit,
            },
          },
        })
        if (visit.isOver) return
        expect(explanation.verdict === 'allow').toBe(iamAllows(policy.Statement, prefix, visit))
      }),
      runs,
    )
  })
})
