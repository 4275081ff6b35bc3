import { describe, expect, it } from 'vitest'
import { answering, bearer, opening, petShop, stageArn } from './pet-shop.fixture.ts'

describe('an identity source', () => {
  it.each([
    ['missing', []],
    ['empty', [['Authorization', '']]],
  ] as const)('that is %s is 401 without the function [identity-missing-401]', async (_, headers) => {
    const { get, events } = petShop()
    const { response, trace } = await get('/pets', headers)
    expect(response).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' })
    expect(response.headers).toMatchObject({ 'x-amzn-ErrorType': 'UnauthorizedException' })
    expect(trace).toMatchObject({
      identity: 'missing',
      missingSources: ['method.request.header.Authorization'],
      gatewayResponse: 'UNAUTHORIZED',
      invocation: 'not_invoked',
    })
    expect(events).toEqual([])
  })

  it('is found whatever the case of its name [identity-header-case]', async () => {
    const { get } = petShop()
    expect((await get('/pets', [['AUTHORIZATION', 'Bearer ada']])).response.status).toBe(200)
  })

  it('must pass the validation expression [identity-validation-401]', async () => {
    const { get, events } = petShop({ authorizer: { identityValidationExpression: '^Bearer [a-z]+$' } })
    const { response, trace } = await get('/pets', [['Authorization', 'Basic YTpi']])
    expect(response).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' })
    expect(trace.identity).toBe('rejected')
    expect(events).toEqual([])
    expect((await get('/pets')).response.status).toBe(200)
  })

  it('may match the expression anywhere [identity-validation-unanchored]', async () => {
    const { get } = petShop({ authorizer: { identityValidationExpression: 'ad' } })
    expect((await get('/pets')).response.status).toBe(200)
  })

  const several = {
    type: 'REQUEST',
    identitySource:
      'method.request.header.Authorization, method.request.querystring.tenant, stageVariables.colour, context.identity.sourceIp',
  } as const

  it('must be there with all others of a REQUEST authorizer [identity-all-required]', async () => {
    const { send, events } = petShop({ authorizer: several, stageVariables: { colour: 'blue' } })
    expect((await send({ query: { tenant: ['acme'] } })).response.status).toBe(200)
    const { response, trace } = await send({})
    expect(response.status).toBe(401)
    expect(trace.missingSources).toEqual(['method.request.querystring.tenant'])
    expect((await send({ query: { tenant: ['acme'] }, headers: [] })).response.status).toBe(401)
    expect(events).toHaveLength(1)
  })

  it('need not exist for a REQUEST authorizer without a cache [identity-optional-without-cache]', async () => {
    const { send, events } = petShop({
      authorizer: { type: 'REQUEST', identitySource: '', resultTtlSeconds: 0 },
    })
    await send({ headers: [] })
    await send({ headers: [] })
    expect(events).toHaveLength(2)
  })
})

describe('a function that fails', () => {
  const failing = (thrown: unknown) =>
    petShop({
      answer: () => {
        throw thrown
      },
    })

  it.each([new Error('Unauthorized'), 'Unauthorized'])(
    'with exactly Unauthorized is 401 [function-unauthorized-401]',
    async (thrown) => {
      const { response, trace } = await failing(thrown).get('/pets')
      expect(response).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' })
      expect(trace).toMatchObject({ invocation: 'unauthorized', gatewayResponse: 'UNAUTHORIZED' })
    },
  )

  it.each([
    new Error('unauthorized'),
    new Error('Unauthorized.'),
    new Error('Unauthorized: expired'),
    undefined,
    7,
  ])(
    'otherwise is 500 with a null message [function-failure-500] [response-failure-error-type]: %s',
    async (thrown) => {
      const { response, trace } = await failing(thrown).get('/pets')
      expect(response).toMatchObject({ status: 500, body: '{"message":null}' })
      expect(response.headers).toMatchObject({ 'x-amzn-ErrorType': 'AuthorizerConfigurationException' })
      expect(trace).toMatchObject({ invocation: 'failed', gatewayResponse: 'AUTHORIZER_FAILURE' })
    },
  )
})

describe('an answer', () => {
  const policy = answering().policyDocument

  it.each([
    ['nothing', undefined, 'answer'],
    ['null', null, 'answer'],
    ['text', 'allow', 'answer'],
    ['a list', [], 'answer'],
    ['a policy that is none', { principalId: 'ada', policyDocument: 'allow' }, 'policyDocument'],
    ['no policy', { principalId: 'ada' }, 'policyDocument'],
    ['a list for a context', answering({}, []), 'context'],
    ['an object in the context', answering({}, { roles: { admin: true } }), 'context.roles'],
    ['a list in the context', answering({}, { roles: ['admin'] }), 'context.roles'],
  ])('with %s is 500 [answer-malformed-500] [context-scalars-only]', async (_, answer, place) => {
    const { response, trace } = await petShop({ answer: () => answer }).get('/pets')
    expect(response).toMatchObject({ status: 500, body: '{"message":null}' })
    expect(response.headers).toMatchObject({ 'x-amzn-ErrorType': 'AuthorizerConfigurationException' })
    expect(trace).toMatchObject({
      invocation: 'malformed',
      gatewayResponse: 'AUTHORIZER_CONFIGURATION_ERROR',
    })
    expect(trace.complaint).toMatch(new RegExp(`^${place}: expected`))
  })

  it.each([undefined, '', 7, null])(
    'with the principal %j is 500 [answer-principal-required]',
    async (principalId) => {
      const { response } = await petShop({ answer: () => ({ principalId, policyDocument: policy }) }).get(
        '/pets',
      )
      expect(response.status).toBe(500)
    },
  )

  it.each([[answering({}, null)], [answering({}, { org: null })], [answering({}, { org: Number.NaN })]])(
    'with a null context, or one in it, is 500 [context-null-refused]',
    async (answer) => {
      expect((await petShop({ answer: () => answer }).get('/pets')).response.status).toBe(500)
    },
  )

  it('that is no JSON is a failure [answer-as-json]', async () => {
    const { trace } = await petShop({ answer: () => answering({}, { big: 1n }) }).get('/pets')
    expect(trace.invocation).toBe('failed')
  })

  it('loses what JSON does not carry [answer-as-json]', async () => {
    const { trace } = await petShop({ answer: () => answering({ Condition: undefined }) }).get('/pets')
    expect(trace.invocation).toBe('answered')
  })

  it('may say more than is used [answer-members-ignored]', async () => {
    const answer = { ...answering(), usageIdentifierKey: 'key', policydocument: 7 }
    expect((await petShop({ answer: () => answer }).get('/pets')).response.status).toBe(200)
  })
})

describe('a decision', () => {
  it('to deny explicitly says so [deny-explicit-403] [deny-capital-message]', async () => {
    const { response, trace } = await petShop({ answer: () => answering({ Effect: 'Deny' }) }).get('/pets')
    expect(response).toMatchObject({
      status: 403,
      body: '{"Message":"User is not authorized to access this resource with an explicit deny"}',
    })
    expect(response.headers).toMatchObject({ 'x-amzn-ErrorType': 'AccessDeniedException' })
    expect(trace).toMatchObject({
      gatewayResponse: 'ACCESS_DENIED',
      evaluation: { decision: 'explicit_deny' },
    })
  })

  it('by silence says less [deny-silent-403] [deny-capital-message]', async () => {
    const { response, trace } = await petShop({
      answer: () => answering({ Resource: `${stageArn}/POST/*` }),
    }).get('/pets')
    expect(response).toMatchObject({
      status: 403,
      body: '{"Message":"User is not authorized to access this resource"}',
    })
    expect(trace.evaluation?.decision).toBe('silent')
  })

  it('ends with the time in a condition [conditions-honoured] [conditions-whole-seconds]', async () => {
    const end = { DateLessThan: { 'aws:CurrentTime': '2026-11-25T09:00:10Z' } }
    const { get, clock } = petShop({ answer: () => answering({ Condition: end }) })
    clock.set(opening + 9_999)
    expect((await get('/pets')).response.status).toBe(200)
    clock.set(opening + 10_000)
    expect((await get('/pets')).response.status).toBe(403)
  })

  it.each([
    [{ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, 200],
    [{ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, 403],
    [{ StringLike: { 'aws:UserAgent': 'curl/*' } }, 200],
    [{ StringEquals: { 'aws:Referer': 'https://shop.example/' } }, 200],
    [{ Null: { 'aws:EpochTime': 'false', 'aws:CurrentTime': 'false' } }, 200],
    [{ Bool: { 'aws:SecureTransport': 'true' } }, 200],
  ])(
    'asks about the request: %j is %s [conditions-keys] [conditions-secure-transport]',
    async (condition, status) => {
      const headers = [...bearer, ['User-Agent', 'curl/8.5'], ['referer', 'https://shop.example/']] as const
      const { response } = await petShop({ answer: () => answering({ Condition: condition }) }).get(
        '/pets',
        headers,
      )
      expect(response.status).toBe(status)
    },
  )

  it.each(['aws:UserAgent', 'aws:Referer'])(
    'misses %s if the client did not send it [conditions-keys]',
    async (key) => {
      const answer = () => answering({ Condition: { Null: { [key]: 'true' } } })
      expect((await petShop({ answer }).get('/pets')).response.status).toBe(200)
    },
  )

  it('that the simulator cannot make is 501, and says why', async () => {
    const answer = () => answering({ Condition: { 'ForAllValues:StringEquals': { 'aws:Referer': 'x' } } })
    const { response, trace } = await petShop({ answer }).get('/pets')
    expect(response.status).toBe(501)
    expect(JSON.parse(response.body)).toMatchObject({
      unsupported: 'condition operator "ForAllValues:StringEquals"',
    })
    expect(trace.unsupported).toBe('condition operator "ForAllValues:StringEquals"')
  })

  it('leaves no token, claim or header value in its trace', async () => {
    const answer = () =>
      answering({ Condition: { StringLike: { 'aws:UserAgent': '*' } } }, { org: 'hush-org' })
    const { trace } = await petShop({ answer }).get('/pets', [
      ['Authorization', 'Bearer hush-token'],
      ['User-Agent', 'hush-agent'],
    ])
    expect(JSON.stringify(trace)).not.toMatch(/hush|ada/)
  })
})
