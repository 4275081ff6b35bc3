import { describe, expect, it } from 'vitest'
import { preflight } from './mock-integration.ts'
import { answering, petShop } from './pet-shop.fixture.ts'

const context = { org: 'acme', level: 7, admin: true }
const greeting =
  '{"org":"$context.authorizer.org","level":"$context.authorizer.level","admin":"${context.authorizer.admin}"}'

describe('a mock integration', () => {
  it('sees the function’s context as text, and the principal [context-as-text]', async () => {
    const integration = {
      status: 201,
      headers: { 'X-Who': '$context.authorizer.principalId' },
      body: greeting,
    }
    const { get } = petShop({
      routes: [{ route: 'GET /pets', integration }],
      answer: () => answering({}, context),
    })
    const { response, trace } = await get('/pets')
    expect(response).toMatchObject({ status: 201, body: '{"org":"acme","level":"7","admin":"true"}' })
    expect(response.headers).toMatchObject({ 'X-Who': 'ada', 'Content-Type': 'application/json' })
    expect(trace.gatewayResponse).toBeUndefined()
  })

  it('is reached without the authorizer where a route wants none', async () => {
    const { get, events } = petShop()
    const { response, trace } = await get('/health', [])
    expect(response).toMatchObject({ status: 204, body: '' })
    expect(trace).toMatchObject({ identity: 'not_required', invocation: 'not_invoked' })
    expect(events).toEqual([])
  })

  it('cannot be made to write more headers than it has', async () => {
    const integration = { status: 200, headers: { 'X-Org': '$context.authorizer.org' } }
    const answer = () => answering({}, { org: 'a\r\nSet-Cookie: b' })
    const { response } = await petShop({ routes: [{ route: 'GET /pets', integration }], answer }).get('/pets')
    expect(response.headers['X-Org']).toBe('aSet-Cookie: b')
  })
})

describe('a REST API', () => {
  it('says Missing Authentication Token for what it does not have [route-unmatched-403]', async () => {
    const { get, send } = petShop()
    for (const { response, trace } of [await get('/cats'), await send({ method: 'DELETE' })]) {
      expect(response).toMatchObject({ status: 403, body: '{"message":"Missing Authentication Token"}' })
      expect(response.headers).toMatchObject({ 'x-amzn-ErrorType': 'MissingAuthenticationTokenException' })
      expect(trace.route).toBeUndefined()
      expect(trace.identity).toBe('not_reached')
    }
  })

  it('names every answer, and an id no other has [response-headers]', async () => {
    const { get } = petShop()
    const [first, second] = [await get('/pets'), await get('/pets')]
    expect(first.response.headers['x-amzn-RequestId']).toBe(first.trace.requestId)
    expect(first.response.headers['x-amz-apigw-id']).toMatch(/=$/)
    expect(first.trace.requestId).not.toBe(second.trace.requestId)
    expect((await get('/pets', [])).response.headers).toHaveProperty('x-amzn-ErrorType')
  })

  it('refuses headers over 10,240 bytes [http-headers-431]', async () => {
    const { get, events } = petShop()
    const room = 10_240 - 'Authorization'.length - 4
    expect((await get('/pets', [['Authorization', 'x'.repeat(room)]])).response.status).toBe(200)
    expect((await get('/pets', [['Authorization', 'x'.repeat(room + 1)]])).response.status).toBe(431)
    expect(events).toHaveLength(1)
  })

  it('tells on which behaviours an answer relies', async () => {
    const { trace } = await petShop({ answer: () => answering({ Effect: 'Deny' }) }).get('/pets')
    expect(trace.behaviours).toEqual(
      expect.arrayContaining(['cache-key-token', 'deny-explicit-403', 'event-token']),
    )
    expect(trace.behaviours).not.toContain('deny-silent-403')
  })
})

describe('a gateway response', () => {
  it('is shaped by its own override before its family’s [response-family]', async () => {
    const { get } = petShop({
      gatewayResponses: { UNAUTHORIZED: { status: 418 }, DEFAULT_4XX: { template: '{"all":4}' } },
    })
    expect((await get('/pets', [])).response).toMatchObject({
      status: 418,
      body: '{"message":"Unauthorized"}',
    })
    expect((await get('/cats')).response).toMatchObject({ status: 403, body: '{"all":4}' })
  })

  it('of a failure is of the other family [response-family]', async () => {
    const { get } = petShop({
      gatewayResponses: { DEFAULT_4XX: { status: 400 }, DEFAULT_5XX: { status: 503 } },
      answer: () => null,
    })
    expect((await get('/pets')).response.status).toBe(503)
  })

  it('fills in variables and nothing else [response-substitution]', async () => {
    const template =
      '$context.error.messageString|$context.error.message|$context.error.responseType|$context.nope|#if(true)$x#end'
    const { get } = petShop({
      gatewayResponses: { DEFAULT_4XX: { template }, DEFAULT_5XX: { template } },
      answer: () => null,
    })
    expect((await get('/cats')).response.body).toBe(
      '"Missing Authentication Token"|Missing Authentication Token|MISSING_AUTHENTICATION_TOKEN||#if(true)$x#end',
    )
    expect((await get('/pets')).response.body).toBe('null||AUTHORIZER_CONFIGURATION_ERROR||#if(true)$x#end')
  })

  it('of a denied caller knows what the function said of them [response-authorizer-context]', async () => {
    const { get } = petShop({
      gatewayResponses: {
        ACCESS_DENIED: {
          headers: { 'WWW-Authenticate': 'Bearer error="$context.authorizer.org"' },
          template: greeting,
        },
      },
      answer: () => answering({ Effect: 'Deny' }, context),
    })
    const { response } = await get('/pets')
    expect(response.headers['WWW-Authenticate']).toBe('Bearer error="acme"')
    expect(response.body).toBe('{"org":"acme","level":"7","admin":"true"}')
  })

  it('has CORS headers only if told to [response-cors]', async () => {
    const cors = {
      allowOrigin: 'https://shop.example',
      allowHeaders: ['Authorization'],
      allowCredentials: true,
    }
    const headers = (await petShop({ gatewayResponses: { cors } }).get('/pets', [])).response.headers
    expect(headers).toMatchObject({
      'Access-Control-Allow-Origin': 'https://shop.example',
      'Access-Control-Allow-Headers': 'Authorization',
      'Access-Control-Allow-Credentials': 'true',
    })
    expect((await petShop().get('/pets', [])).response.headers).not.toHaveProperty(
      'Access-Control-Allow-Origin',
    )
  })

  it('leaves a preflight to a route of its own [response-cors]', async () => {
    const cors = { allowOrigin: '*', allowMethods: ['GET', 'OPTIONS'], maxAgeSeconds: 600 }
    const route = { route: 'OPTIONS /pets', authorization: 'none', integration: preflight(cors) } as const
    const { response } = await petShop({ routes: [route] }).send({ method: 'OPTIONS', headers: [] })
    expect(response.status).toBe(200)
    expect(response.headers).toMatchObject({
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Methods': 'GET,OPTIONS',
      'Access-Control-Max-Age': '600',
    })
    expect((await petShop().send({ method: 'OPTIONS', headers: [] })).response.status).toBe(403)
  })
})
