import { describe, expect, it } from 'vitest'
import { bearer, petShop, stageArn } from './pet-shop.fixture.ts'

const request = { authorizer: { type: 'REQUEST' } } as const

describe('a TOKEN event', () => {
  it('has the header as sent, the ARN of the actual path and nothing else [event-token] [arn-actual-path]', async () => {
    const { get, events } = petShop()
    await get('/pets/7')
    expect(events).toEqual([
      { type: 'TOKEN', authorizationToken: 'Bearer ada', methodArn: `${stageArn}/GET/pets/7` },
    ])
  })

  it('of the root has an ARN that ends in a slash [arn-root-slash]', async () => {
    const { get, events } = petShop()
    await get('/')
    expect(events).toMatchObject([{ methodArn: `${stageArn}/GET/` }])
  })

  it.each(['/pets/a%2Fb', '/pets/Ada%20L', '/pets/7/', '/pets/a:b', '/pets/*'])(
    'of %s has the path untouched [arn-raw-path]',
    async (path) => {
      const { get, events } = petShop()
      await get(path)
      expect(events).toMatchObject([{ methodArn: `${stageArn}/GET${path}` }])
    },
  )

  it('has the last of several tokens [identity-last-value]', async () => {
    const { get, events } = petShop()
    await get('/pets', [...bearer, ['authorization', 'Bearer eve']])
    expect(events).toMatchObject([{ authorizationToken: 'Bearer eve' }])
  })
})

describe('a REQUEST event', () => {
  it('tells all of the request but its body [event-request]', async () => {
    const { send, events } = petShop({ ...request, stageVariables: { colour: 'blue' } })
    const headers = [...bearer, ['user-agent', 'curl/8.5']] as const
    const { trace } = await send({ path: '/pets/a%20b', query: { tag: ['x', 'y'], flag: [''] }, headers })
    expect(events).toEqual([
      {
        type: 'REQUEST',
        methodArn: `${stageArn}/GET/pets/a%20b`,
        resource: '/pets/{id}',
        path: '/pets/a%20b',
        httpMethod: 'GET',
        headers: { Authorization: 'Bearer ada', 'user-agent': 'curl/8.5' },
        multiValueHeaders: { Authorization: ['Bearer ada'], 'user-agent': ['curl/8.5'] },
        queryStringParameters: { tag: 'y', flag: '' },
        multiValueQueryStringParameters: { tag: ['x', 'y'], flag: [''] },
        pathParameters: { id: 'a b' },
        stageVariables: { colour: 'blue' },
        requestContext: expect.objectContaining({
          resourceId: expect.stringMatching(/^[0-9a-f]{6}$/),
          resourcePath: '/pets/{id}',
          httpMethod: 'GET',
          path: '/dev/pets/a%20b',
          accountId: '111122223333',
          protocol: 'HTTP/1.1',
          stage: 'dev',
          domainPrefix: 'a1b2c3',
          domainName: 'a1b2c3.execute-api.eu-west-1.amazonaws.com',
          apiId: 'a1b2c3',
          requestId: trace.requestId,
          extendedRequestId: expect.stringMatching(/=$/),
          requestTime: '25/Nov/2026:09:00:00 +0000',
          requestTimeEpoch: Date.parse('2026-11-25T09:00:00Z'),
          identity: expect.objectContaining({
            sourceIp: '203.0.113.7',
            userAgent: 'curl/8.5',
            userArn: null,
          }),
        }),
      },
    ])
  })

  it('has empty maps where there is nothing [event-empty-maps]', async () => {
    const { get, events } = petShop(request)
    await get('/pets')
    expect(events).toMatchObject([
      {
        queryStringParameters: {},
        multiValueQueryStringParameters: {},
        pathParameters: {},
        stageVariables: {},
        requestContext: { identity: { userAgent: null } },
      },
    ])
  })

  it('keeps the case of header names, joins what differs in case, and shows the last [event-header-case] [event-last-value]', async () => {
    const { get, events } = petShop(request)
    await get('/pets', [
      ['authorization', 'Bearer ada'],
      ['X-Trace', '1'],
      ['x-trace', '2'],
    ])
    expect(events).toMatchObject([
      {
        headers: { authorization: 'Bearer ada', 'X-Trace': '2' },
        multiValueHeaders: { authorization: ['Bearer ada'], 'X-Trace': ['1', '2'] },
      },
    ])
  })

  it('is made anew for every call, so that a function cannot change the next one [answer-as-json]', async () => {
    const { get, events, api } = petShop({ ...request, stageVariables: { colour: 'blue' } })
    await get('/pets')
    const [first] = events as { stageVariables: Record<string, string> }[]
    if (first !== undefined) first.stageVariables['colour'] = 'red'
    api.flushAuthorizerCache()
    await get('/pets')
    expect(events).toMatchObject([
      { stageVariables: { colour: 'red' } },
      { stageVariables: { colour: 'blue' } },
    ])
  })
})

describe('a method ARN', () => {
  it('of 1600 bytes is fine, of 1601 is 414 [arn-too-long-414]', async () => {
    const { get, events } = petShop()
    const room = 1600 - `${stageArn}/GET/pets/`.length
    expect((await get(`/pets/${'x'.repeat(room)}`)).response.status).toBe(200)
    expect((await get(`/pets/${'x'.repeat(room + 1)}`)).response.status).toBe(414)
    expect(events).toHaveLength(1)
  })
})
