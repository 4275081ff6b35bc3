import { sentence } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { permissions } from './permissions.ts'

const api = { arn: 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3', stage: 'prod' }
const document = {
  api,
  scopes: { 'pets:read': ['GET /pets', 'GET /pets/{id}'], admin: ['* /**'] },
  grants: [
    {
      allow: ['GET /hours'],
      scopes: { any: ['hours'] },
      when: { hours: { open: ['mon-fri 08:00-16:00'], timeZone: 'Europe/Berlin' } },
    },
    { allow: ['GET /ip'], scopes: { any: ['ip'] }, when: { sourceIp: ['192.0.2.1'] } },
    { allow: ['GET /org'], scopes: { all: ['org', 'mfa'] }, when: { claims: { org: 'acme' } } },
    { allow: ['GET /dev'], scopes: { any: ['dev'] }, api: { ...api, stage: 'dev' } },
    { allow: ['GET /any'], scopes: { any: ['any'] }, api: { arn: 'arn:aws:execute-api:*:*:*', stage: '*' } },
  ],
  deny: ['* /internal/**'],
  routes: ['GET /pets', 'GET /pets/{id}', 'GET /pets/{id}/secrets'],
}

function run(...tests: readonly object[]): readonly string[] {
  const read = permissions({ ...document, tests })
  return read.outcome === 'bad' ? read.issues.map(sentence) : []
}

describe("a document's own test", () => {
  it.each([
    ['pets:read', 'GET /pets/7', 'allow', {}],
    ['pets:read other', 'GET /pets/7/', 'allow', {}],
    ['pets:read', 'GET /pets/7/secrets', 'deny', {}],
    ['pets:read', 'POST /pets', 'deny', {}],
    ['nobody', 'GET /pets', 'deny', {}],
    ['', 'GET /pets', 'deny', {}],
    ['admin', 'PUT /anything/at/all', 'allow', {}],
    ['admin', 'PUT /internal/x', 'deny', {}],
    ['hours', 'GET /hours', 'allow', {}],
    ['ip', 'GET /ip', 'allow', {}],
    ['org mfa', 'GET /org', 'allow', { org: 'acme' }],
    ['org mfa', 'GET /org', 'deny', { org: 'other' }],
    ['org', 'GET /org', 'deny', { org: 'acme' }],
    ['dev', 'GET /dev', 'allow', {}],
    ['any', 'GET /any', 'allow', {}],
  ])('with the scope %j and the request %s expects %s', (...given) => {
    const [scope, request, expected, claims] = given
    const other = expected === 'allow' ? 'deny' : 'allow'
    expect(run({ scope, request, expect: expected, claims })).toEqual([])
    expect(run({ scope, request, expect: other, claims })).toEqual([
      `tests[0]: expected ${request} to be ${other}, found ${expected}`,
    ])
  })

  it('that fails makes the document unusable, and every such test is named', () => {
    const test = { scope: 'pets:read', request: 'GET /pets', expect: 'deny' }
    expect(run(test, { ...test, expect: 'allow' }, test)).toEqual([
      'tests[0]: expected GET /pets to be deny, found allow',
      'tests[2]: expected GET /pets to be deny, found allow',
    ])
  })
})
