import { EventUnsupported } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { arrival } from './authorizer-event.ts'

const methodArn = 'arn:aws:execute-api:us-east-1:219852565112:rz8w6b1ik2/dev/GET/my-resource'
const request = (parts: object) => ({
  type: 'REQUEST',
  methodArn,
  headers: {},
  multiValueHeaders: {},
  requestContext: { identity: { sourceIp: '203.0.113.9' } },
  ...parts,
})

describe('a TOKEN event', () => {
  it.each([
    ['Bearer a.b.c', { outcome: 'presented', token: 'a.b.c', scheme: 'bearer' }],
    ['bEaReR a.b.c', { outcome: 'presented', token: 'a.b.c', scheme: 'bearer' }],
    ['DPoP a.b.c', { outcome: 'presented', token: 'a.b.c', scheme: 'dpop' }],
    ['dpop  a.b.c', { outcome: 'presented', token: 'a.b.c', scheme: 'dpop' }],
    ['a.b.c', { outcome: 'presented', token: 'a.b.c' }],
    ['', { outcome: 'refused', reason: 'missing' }],
    ['Bearer', { outcome: 'refused', reason: 'missing' }],
    ['Bearer ', { outcome: 'refused', reason: 'missing' }],
    ['DPoP', { outcome: 'refused', reason: 'missing' }],
    ['DPoP ', { outcome: 'refused', reason: 'missing' }],
    ['DPoP a.b.c, Bearer d.e.f', { outcome: 'refused', reason: 'malformed' }],
    ['DPoP Bearer a.b.c', { outcome: 'refused', reason: 'malformed' }],
    ['Bearer DPoP a.b.c', { outcome: 'refused', reason: 'malformed' }],
    ['DPoPa.b.c d', { outcome: 'refused', reason: 'malformed' }],
    ['DPoP\ta.b.c', { outcome: 'refused', reason: 'malformed' }],
    ['Basic dXNlcjpwYXNz', { outcome: 'refused', reason: 'malformed' }],
    ['Bearer a.b.c, Bearer d.e.f', { outcome: 'refused', reason: 'malformed' }],
    ['Bearer a.b.c ', { outcome: 'refused', reason: 'malformed' }],
    ['Bearer a.b.c\n', { outcome: 'refused', reason: 'malformed' }],
    ['Bearer Bearer a.b.c', { outcome: 'refused', reason: 'malformed' }],
  ])('with %j is read as %j', (authorizationToken, presented) => {
    expect(arrival({ type: 'TOKEN', methodArn, authorizationToken }).presented).toEqual(presented)
  })

  it.each([
    ['Bearer a.b.c', 'bearer'],
    ['DPOP a.b.c', 'dpop'],
    ['a.b.c', undefined],
  ])('with %j tells the scheme: %s', (authorizationToken, scheme) => {
    expect(arrival({ type: 'TOKEN', methodArn, authorizationToken }).call.scheme).toBe(scheme)
  })

  it('without a token is a refusal, not an error', () => {
    expect(arrival({ type: 'TOKEN', methodArn }).presented).toEqual({ outcome: 'refused', reason: 'missing' })
  })

  it('tells the method apart by its first five colons only', () => {
    const { call } = arrival({ type: 'TOKEN', methodArn: `${methodArn}/a:b:c`, authorizationToken: 'a.b.c' })
    expect(call).toMatchObject({ kind: 'token', methodArn: { path: '/my-resource/a:b:c', stage: 'dev' } })
  })
})

describe('a REQUEST event', () => {
  it.each(['Authorization', 'authorization', 'AUTHORIZATION'])('finds the token under %s', (name) => {
    const value = 'Bearer a.b.c'
    const event = request({ headers: { [name]: value }, multiValueHeaders: { [name]: [value] } })
    expect(arrival(event).presented).toEqual({ outcome: 'presented', token: 'a.b.c', scheme: 'bearer' })
  })

  it.each([
    ['twice in one list', { multiValueHeaders: { Authorization: ['Bearer a.b.c', 'Bearer d.e.f'] } }],
    ['the same value twice', { multiValueHeaders: { Authorization: ['Bearer a.b.c', 'Bearer a.b.c'] } }],
    [
      'under two spellings',
      { multiValueHeaders: { Authorization: ['Bearer a.b.c'], authorization: ['Bearer d.e.f'] } },
    ],
    [
      'differently in the two maps',
      { headers: { Authorization: 'Bearer d.e.f' }, multiValueHeaders: { Authorization: ['Bearer a.b.c'] } },
    ],
    ['under two spellings of the plain map', { headers: { Authorization: 'x.y.z', authorization: 'd.e.f' } }],
  ])('is refused with the header %s', (_, parts) => {
    expect(arrival(request(parts)).presented).toEqual({ outcome: 'refused', reason: 'malformed' })
  })

  it('is missing its token when no header carries it, whatever the query says', () => {
    const event = request({ queryStringParameters: { access_token: 'a.b.c' } })
    expect(arrival(event).presented).toEqual({ outcome: 'refused', reason: 'missing' })
  })

  it('brings the caller as the gateway saw him, not as his headers say', () => {
    const event = request({
      headers: { 'User-Agent': 'curl/8', 'X-Forwarded-For': '10.0.0.1' },
      requestContext: { identity: { sourceIp: '203.0.113.9', clientCert: { clientCertPem: 'PEM' } } },
    })
    expect(arrival(event).call).toMatchObject({
      kind: 'request',
      sourceIp: '203.0.113.9',
      userAgent: 'curl/8',
      clientCertificate: 'PEM',
    })
  })

  it('tells what was called by the words of the gateway, whatever Host and Forwarded say', () => {
    const event = request({
      httpMethod: 'GET',
      path: '/my-resource',
      headers: {
        Host: 'evil.example.com',
        'X-Forwarded-Host': 'evil.example.com',
        Authorization: 'DPoP a.b.c',
      },
      requestContext: { domainName: 'api.example.com', path: '/v1/my-resource', identity: {} },
    })
    expect(arrival(event).call).toMatchObject({
      scheme: 'dpop',
      method: 'GET',
      domainName: 'api.example.com',
      path: '/v1/my-resource',
    })
  })

  it('is refused with a token by either scheme at once', () => {
    const values = ['Bearer a.b.c', 'DPoP a.b.c']
    expect(arrival(request({ multiValueHeaders: { Authorization: values } })).presented).toEqual({
      outcome: 'refused',
      reason: 'malformed',
    })
  })

  it('keeps every DPoP header, so that two are seen', () => {
    const event = request({ headers: { DPoP: 'b' }, multiValueHeaders: { DPoP: ['a', 'b'], dpop: ['a'] } })
    expect(arrival(event).call.headers).toEqual({ dpop: ['a', 'b', 'a'] })
  })

  it('bears the nulls of the console test', () => {
    const event = request({ headers: null, multiValueHeaders: null, requestContext: null })
    expect(arrival(event).presented).toEqual({ outcome: 'refused', reason: 'missing' })
    const nulls = { domainName: null, path: null, identity: { sourceIp: null, clientCert: null } }
    expect(arrival(request({ httpMethod: null, requestContext: nulls })).call).toEqual({
      kind: 'request',
      methodArn: arrival(event).call.methodArn,
      headers: {},
    })
  })
})

describe('any other event', () => {
  it.each([
    ['nothing', undefined, 'found nothing'],
    ['a list', [], 'found a list'],
    ['another type', { type: 'COGNITO', methodArn }, 'expected type TOKEN or REQUEST, found another string'],
    ['no method', { type: 'TOKEN' }, 'found nothing'],
    ['no method ARN', { type: 'TOKEN', methodArn: 'arn:aws:s3:::bucket' }, 'found another text'],
    ['payload 2.0', { type: 'REQUEST', version: '2.0', routeArn: methodArn }, 'payload 2.0 of an HTTP API'],
  ])('is not supported: %s', (_, event, complaint) => {
    expect(() => arrival(event)).toThrow(EventUnsupported)
    expect(() => arrival(event)).toThrow(complaint)
  })
})
