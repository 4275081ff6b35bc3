import { permissions } from '@sallyport/access/documents'
import { movableClock, restApi } from '@sallyport/gateway-simulator'
import { describe, expect, it } from 'vitest'
import { describedApi, localApi } from './local-api.ts'

const arn = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3'
const described = (document: unknown) => {
  const read = permissions(document)
  if (read.outcome === 'bad') throw new Error(JSON.stringify(read.issues))
  return describedApi(read.value)
}

describe('the API that a document is about', () => {
  it('has the routes of its inventory, under names that API Gateway can hold together', () => {
    const api = described({
      api: { arn, stage: 'prod' },
      routes: ['GET /pets/{id}', 'GET /pets/{petId}/toys', '* /files/**', 'GET /'],
      scopes: { read: ['GET /pets/{id}'] },
      grants: [{ allow: ['GET /'], scopes: { all: ['read', 'mfa'] } }],
    })
    expect(api).toEqual({
      region: 'eu-west-1',
      accountId: '111122223333',
      id: 'a1b2c3',
      stage: 'prod',
      routes: ['GET /pets/{segment2}', 'GET /pets/{segment2}/toys', 'ANY /files/{proxy+}', 'GET /'],
      scopes: ['read', 'mfa'],
    })
  })

  it('has the granted routes where there is no inventory, of its first API only', () => {
    const entry = { resource: 'my-resource', stage: 'dev', httpVerb: 'GET', scope: 'email' }
    const other = 'arn:aws:execute-api:eu-west-1:111122223333:zzzzzz'
    const api = described([
      { arn, ...entry },
      { arn, ...entry, scope: 'admin' },
      { arn: other, ...entry },
    ])
    expect(api).toMatchObject({ id: 'a1b2c3', routes: ['GET /my-resource'], scopes: ['email', 'admin'] })
  })

  it('gets names for what is left open', () => {
    const open = [
      { arn: 'arn:aws:execute-api:*:*:*', resource: '*', stage: '*', httpVerb: '*', scope: 'all' },
    ]
    expect(described(open)).toEqual({
      region: 'us-east-1',
      accountId: '111122223333',
      id: 'a1b2c3d4e5',
      stage: 'dev',
      routes: ['ANY /', 'ANY /{proxy+}'],
      scopes: ['all'],
    })
  })
})

describe('the simulated API', () => {
  it('answers preflights without asking the authorizer, and refusals with CORS headers', async () => {
    const api = described([{ arn, resource: 'my-resource', stage: 'dev', httpVerb: 'GET', scope: 'email' }])
    const invoke = () => Promise.reject(new Error('asked'))
    const { handle } = restApi(localApi(api, { ttlSeconds: 300, onlyJwts: true }, invoke), {
      clock: movableClock(),
    })
    const request = { path: '/my-resource', headers: [], sourceIp: '127.0.0.1' }
    const preflight = await handle({ ...request, method: 'OPTIONS' })
    expect(preflight.response).toMatchObject({ status: 200, headers: { 'Access-Control-Allow-Origin': '*' } })
    const refused = await handle({ ...request, method: 'GET' })
    expect(refused.response).toMatchObject({ status: 401, headers: { 'Access-Control-Allow-Origin': '*' } })
  })
})
