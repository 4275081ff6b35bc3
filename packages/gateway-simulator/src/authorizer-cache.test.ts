import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answering, bearer, petShop, stageArn } from './pet-shop.fixture.ts'

describe('the authorizer cache', () => {
  it('keeps an answer for 300 seconds unless told otherwise [cache-ttl] [cache-from-answer]', async () => {
    const { get, clock, events } = petShop()
    expect((await get('/pets')).trace).toMatchObject({ cache: 'miss', cachedUntil: clock.now() + 300_000 })
    clock.advance(299.999)
    expect((await get('/pets')).trace).toMatchObject({ cache: 'hit', cachedUntil: clock.now() + 1 })
    clock.advance(0.001)
    expect((await get('/pets')).trace.cache).toBe('miss')
    expect(events).toHaveLength(2)
  })

  it('keeps nothing at a TTL of 0 [cache-ttl]', async () => {
    const { get, events } = petShop({ authorizer: { resultTtlSeconds: 0 } })
    await get('/pets')
    const { trace } = await get('/pets')
    expect(trace.cache).toBe('disabled')
    expect(trace.cachedUntil).toBeUndefined()
    expect(events).toHaveLength(2)
  })

  it('counts from the answer, not from the request [cache-from-answer]', async () => {
    const shop = petShop({ answer: () => (shop.clock.advance(2), answering()) })
    const { trace } = await shop.get('/pets')
    expect(trace.cachedUntil).toBe(shop.clock.now() + 300_000)
  })

  it('knows a token whatever the method [cache-key-token]', async () => {
    const { get, send, events } = petShop()
    await get('/pets')
    await send({ method: 'POST' })
    await get('/pets/7')
    expect(events).toHaveLength(1)
    await get('/pets', [['Authorization', 'Bearer eve']])
    expect(events).toHaveLength(2)
  })

  it('evaluates a policy again for each method, the famous trap [cache-reevaluated]', async () => {
    const answer = (event: unknown) => answering({ Resource: (event as { methodArn: string }).methodArn })
    const { get, send } = petShop({ answer })
    expect((await get('/pets')).response.status).toBe(200)
    expect((await send({ method: 'POST' })).response.status).toBe(403)
    expect((await get('/pets')).response.status).toBe(200)
  })

  it('evaluates a policy again for each address [cache-reevaluated]', async () => {
    const { send, events } = petShop({
      answer: () => answering({ Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.7' } } }),
    })
    expect((await send({})).response.status).toBe(200)
    expect((await send({ sourceIp: '198.51.100.1' })).response.status).toBe(403)
    expect(events).toHaveLength(1)
  })

  it('keeps a policy that denies [cache-keeps-deny]', async () => {
    const { get, events } = petShop({ answer: () => answering({ Effect: 'Deny' }) })
    await get('/pets')
    expect((await get('/pets')).response.status).toBe(403)
    expect(events).toHaveLength(1)
  })

  it.each([
    ['failures', () => Promise.reject(new Error('down'))],
    ['refusals', () => Promise.reject(new Error('Unauthorized'))],
    ['malformed answers', () => answering({ Condition: null })],
  ])('does not keep %s [cache-forgets-failure]', async (_, answer) => {
    const { get, events } = petShop({ answer })
    expect((await get('/pets')).trace.cachedUntil).toBeUndefined()
    await get('/pets')
    expect(events).toHaveLength(2)
  })

  it('knows a REQUEST by all its sources together [cache-key-sources]', async () => {
    const identitySource = 'method.request.header.Authorization,method.request.querystring.tenant'
    const { send, events } = petShop({ authorizer: { type: 'REQUEST', identitySource } })
    await send({ query: { tenant: ['a'] } })
    await send({ query: { tenant: ['a'] }, path: '/pets/7' })
    expect(events).toHaveLength(1)
    await send({ query: { tenant: ['b'] } })
    expect(events).toHaveLength(2)
  })

  it('does not mix sources whose values only look alike together [cache-key-sources]', async () => {
    const identitySource = 'method.request.header.A,method.request.header.B'
    const { get, events } = petShop({ authorizer: { type: 'REQUEST', identitySource } })
    await get('/pets', [
      ['A', 'x","y'],
      ['B', 'z'],
    ])
    await get('/pets', [
      ['A', 'x'],
      ['B', 'y","z'],
    ])
    expect(events).toHaveLength(2)
  })

  it('does not make a request wait for another [cache-no-coalescing]', async () => {
    const { get, events } = petShop()
    await Promise.all([get('/pets'), get('/pets')])
    expect(events).toHaveLength(2)
  })

  it('forgets everything when flushed [cache-flush]', async () => {
    const { api, get, events } = petShop()
    await get('/pets')
    api.flushAuthorizerCache()
    await get('/pets')
    expect(events).toHaveLength(2)
  })

  it('changes no answer that one token’s requests get, in whatever order', async () => {
    const paths = fc.constantFrom('/', '/pets', '/pets/7', '/pets/7/', '/cats', '/health')
    const request = fc.record({
      method: fc.constantFrom('GET', 'POST'),
      path: paths,
      sourceIp: fc.constantFrom('203.0.113.7', '198.51.100.1'),
    })
    const statement = fc.record({
      Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
      Action: fc.constant('execute-api:Invoke'),
      Resource: fc.constantFrom('*', `${stageArn}/GET/*`, `${stageArn}/GET/pets/?`, `${stageArn}/POST/pets`),
      Condition: fc.option(fc.constant({ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }), {
        nil: undefined,
      }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(statement),
        fc.array(request, { maxLength: 8 }),
        async (statements, requests) => {
          const answer = () => ({ principalId: 'ada', policyDocument: { Statement: statements } })
          const cached = petShop({ answer })
          const uncached = petShop({ answer, authorizer: { resultTtlSeconds: 0 } })
          for (const one of requests) {
            const [left, right] = [await cached.send(one), await uncached.send(one)]
            expect(left.response.status).toBe(right.response.status)
            expect(left.response.body).toBe(right.response.body)
          }
          expect(cached.events.length).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  it('never outlives a policy’s own end, whatever the TTL', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3600 }),
        fc.integer({ min: 1, max: 7200 }),
        async (ttl, lifetime) => {
          const shop = petShop({
            authorizer: { resultTtlSeconds: ttl },
            answer: () => answering({ Condition: end }),
          })
          const end = { DateLessThan: { 'aws:EpochTime': String(shop.clock.now() / 1000 + lifetime) } }
          expect((await shop.get('/pets', bearer)).response.status).toBe(200)
          shop.clock.advance(lifetime)
          expect((await shop.get('/pets', bearer)).response.status).toBe(403)
        },
      ),
    )
  })
})
