import { type Identity, type TokenVerifier } from '@sallyport/access'
import { permissions } from '@sallyport/access/documents'
import { restAuthorizer } from '@sallyport/entrance-api-gateway'
import { movableClock, restApi } from '@sallyport/gateway-simulator'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

/**
 * The whole of gate 1 under API Gateway's rules: whatever the document, the scopes and the order of
 * requests, the cached policy lets through exactly what a reader of the document would.
 */

const api = { region: 'eu-west-1', accountId: '111122223333', id: 'a1b2c3', stage: 'prod' }
const start = Date.parse('2026-11-25T12:00:00Z')
const names = ['a', 'b', 'c']
const scopes = ['read', 'write', 'admin']
const verbs = ['GET', 'POST']

const literal = fc.constantFrom(...names)
const path = (step: fc.Arbitrary<string>) =>
  fc.array(step, { maxLength: 3 }).map((steps) => `/${steps.join('/')}`)
const inventory = fc.uniqueArray(
  fc
    .tuple(fc.constantFrom(...verbs), path(fc.oneof(literal, fc.constant('{id}'))))
    .map((parts) => parts.join(' ')),
  { minLength: 1, maxLength: 8 },
)
const pattern = fc
  .tuple(fc.constantFrom(...verbs, '*'), path(fc.oneof(literal, fc.constantFrom('{id}', '**'))))
  .map((parts) => parts.join(' '))
const scopeSets = fc.uniqueArray(fc.constantFrom(...scopes), { minLength: 1, maxLength: 2 })
const grant = fc.record({
  allow: fc.array(pattern, { minLength: 1, maxLength: 3 }),
  scopes: fc.oneof(
    scopeSets.map((any) => ({ any })),
    scopeSets.map((all) => ({ all })),
  ),
})
const documents = fc.record({
  api: fc.constant({
    arn: `arn:aws:execute-api:${api.region}:${api.accountId}:${api.id}`,
    stage: api.stage,
  }),
  routes: inventory,
  grants: fc.array(grant, { maxLength: 4 }),
  deny: fc.array(pattern, { maxLength: 1 }),
})
type Document = typeof documents extends fc.Arbitrary<infer Value> ? Value : never
const request = fc.tuple(fc.nat(), fc.array(literal, { minLength: 3, maxLength: 3 }), fc.boolean())

/** Does a pattern answer for a request, as a person reads it? */
function answers(text: string, verb: string, called: string) {
  const [wanted, shape = ''] = text.split(' ')
  const expression = shape.replace(/\{id\}|\*\*/g, (each) => (each === '**' ? '.+' : '[^/]+'))
  return (wanted === '*' || wanted === verb) && new RegExp(`^${expression}$`).test(called)
}

/** What the document says, read by a person: no index, no policy, no wildcards of IAM. */
function mayCall(given: { document: Document; held: readonly string[] }, verb: string, called: string) {
  const { document, held } = given
  const earned = document.grants.filter(({ scopes: wanted }) =>
    'any' in wanted
      ? wanted.any.some((scope) => held.includes(scope))
      : wanted.all.every((scope) => held.includes(scope)),
  )
  const answersNow = (text: string) => answers(text, verb, called)
  return earned.some(({ allow }) => allow.some(answersNow)) && !document.deny.some(answersNow)
}

/** Gate 1 behind a simulated gateway, for one caller whose token ends after `livesForSeconds`. */
function stage(document: Document, held: readonly string[], livesForSeconds: number) {
  const read = permissions(document)
  if (read.outcome === 'bad') throw new Error(JSON.stringify(read.issues))
  const clock = movableClock(start)
  const identity: Identity = {
    issuer: 'https://idp.example.com/',
    subject: 'caller',
    scopes: new Set(held),
    claims: {},
    expiresAtSeconds: start / 1000 + livesForSeconds,
  }
  const verifier: TokenVerifier = {
    verify: async () => ({ outcome: 'verified', identity, explanation: { checks: [] } }),
  }
  const lost = new Set<string>()
  const invoke = restAuthorizer({
    gate: {
      verifier,
      permissions: {
        grants: async (wanted, of) => ({ grants: read.value.index.lookUp(wanted, of), version: '1' }),
      },
      settings: { cacheSeconds: 300, expiry: 'condition' },
      clock,
    },
    onRefused: 'unauthorized',
    report: ({ explanation }) => {
      if (explanation !== undefined && 'conflicts' in explanation)
        for (const conflict of explanation.conflicts) lost.add(conflict.lost.text)
    },
  })
  const simulated = restApi(
    {
      ...api,
      routes: document.routes.map((route) => ({ route, integration: { status: 200 } })),
      authorizer: {
        id: 'authorizer',
        name: 'authorizer',
        type: 'TOKEN',
        identitySource: 'method.request.header.Authorization',
        resultTtlSeconds: 300,
        invoke: async (event) => invoke(event),
      },
    },
    { clock },
  )
  const call = async (verb: string, called: string) => {
    const { response, trace } = await simulated.handle({
      method: verb,
      path: called,
      headers: [['Authorization', 'Bearer token']],
      sourceIp: '203.0.113.9',
    })
    return { status: response.status, route: trace.route ?? '', cache: trace.cache }
  }
  return { clock, call, lost }
}

/** A request of one of the document's routes, its variables filled in. */
function requestOf(
  { routes }: Document,
  [at, fillings, slash]: readonly [number, readonly string[], boolean],
) {
  const [verb = '', shape = ''] = (routes[at % routes.length] ?? '').split(' ')
  let next = 0
  const called = shape.replace(/\{id\}/g, () => fillings[next++] ?? 'a')
  return { verb, called, sent: slash && called !== '/' ? `${called}/` : called }
}

describe('a cached policy', () => {
  it('lets through exactly what the document says, whatever was asked first, and nothing after exp', async () => {
    let allowed = 0
    let refused = 0
    let inexact = 0
    await fc.assert(
      fc.asyncProperty(
        documents,
        fc.uniqueArray(fc.constantFrom(...scopes), { maxLength: 3 }),
        fc.array(request, { minLength: 1, maxLength: 8 }),
        async (written, held, asked) => {
          const { clock, call, lost } = stage(written, held, 60)
          for (const each of asked) {
            const { verb, called, sent } = requestOf(written, each)
            const { status, route } = await call(verb, sent)
            // A more specific resource without this verb: the gateway itself has no such method.
            if (route === '') continue
            const expected = mayCall({ document: written, held }, verb, called) ? 200 : 403
            if (status === 200) allowed++
            else refused++
            // Where IAM cannot say it exactly the gate is closed, and says so.
            const isLost = [...lost].some((text) => answers(text, verb, called))
            expect([expected, ...(isLost ? [403] : [])]).toContain(status)
            if (status !== expected) inexact++
          }
          clock.advance(60)
          for (const each of asked) {
            const { verb, sent } = requestOf(written, each)
            expect((await call(verb, sent)).status).not.toBe(200)
          }
        },
      ),
      { numRuns: 1500 },
    )
    // The property means little if it never saw both sides.
    expect(allowed).toBeGreaterThan(200)
    expect(refused).toBeGreaterThan(200)
    expect(inexact).toBeLessThan(allowed / 5)
  })

  it('is asked for once within the cache, and serves every method', async () => {
    const written: Document = {
      api: { arn: `arn:aws:execute-api:${api.region}:${api.accountId}:${api.id}`, stage: api.stage },
      routes: ['GET /a', 'POST /a', 'GET /b'],
      grants: [{ allow: ['GET /a', 'POST /a'], scopes: { any: ['read'] } }],
      deny: [],
    }
    const { call } = stage(written, ['read'], 600)
    expect(await call('GET', '/a')).toMatchObject({ status: 200, cache: 'miss' })
    expect(await call('POST', '/a')).toMatchObject({ status: 200, cache: 'hit' })
    expect(await call('GET', '/b')).toMatchObject({ status: 403, cache: 'hit' })
  })
})
