import { type Gate, type TokenVerifier } from '@sallyport/access'
import { documentPermissions, permissions } from '@sallyport/access/documents'
import { ConfigurationInvalid, UpstreamUnavailable } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import type { AccessRecord } from './access-record.ts'
import { restAuthorizer } from './rest-authorizer.ts'

const api = 'arn:aws:execute-api:us-east-1:219852565112:rz8w6b1ik2'
const now = Date.parse('2026-11-25T12:29:00Z')
const token = 'header.canary-token.signature'
const event = {
  type: 'TOKEN',
  methodArn: `${api}/dev/GET/my-resource`,
  authorizationToken: `Bearer ${token}`,
}

const verified = (scopes: string[]): TokenVerifier => ({
  verify: () =>
    Promise.resolve({
      outcome: 'verified',
      identity: {
        issuer: 'https://idp.example.com/',
        subject: 'canary-subject',
        clientId: 'shop',
        scopes: new Set(scopes),
        expiresAtSeconds: now / 1000 + 60,
        claims: { secret: 'canary-claim' },
        keyId: 'key-1',
      },
      explanation: { checks: [] },
    }),
})

function stage(verifier: TokenVerifier, onRefused: 'unauthorized' | 'deny' = 'unauthorized') {
  const read = permissions([
    { arn: api, resource: 'my-resource', stage: 'dev', httpVerb: 'GET', scope: 'email' },
  ])
  if (read.outcome === 'bad') throw new Error('the document of this test is bad')
  const gate: Gate = {
    verifier,
    permissions: documentPermissions({
      current: () => Promise.resolve({ value: read.value, version: 'v1' }),
    }),
    settings: { cacheSeconds: 300, expiry: 'condition' },
    clock: { now: () => now },
  }
  const records: AccessRecord[] = []
  const handler = restAuthorizer({ gate, onRefused, report: (record) => records.push(record) })
  return { handler, records }
}

const refusing: TokenVerifier = {
  verify: () => Promise.resolve({ outcome: 'refused', reason: 'expired', explanation: { checks: [] } }),
}

describe('the answer to a caller', () => {
  it('is the whole policy, under his own name, with strings for context', async () => {
    const { handler } = stage(verified(['email', 'openid']))
    expect(await handler(event, { awsRequestId: 'request-1' })).toEqual({
      principalId: 'canary-subject',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'execute-api:Invoke',
            Resource: [`${api}/dev/GET/my-resource`, `${api}/dev/GET/my-resource/`],
            Condition: { DateLessThan: { 'aws:CurrentTime': '2026-11-25T12:30:00Z' } },
          },
          {
            Effect: 'Deny',
            Action: 'execute-api:Invoke',
            Resource: [`${api}/dev/*`],
            Condition: { DateGreaterThanEquals: { 'aws:CurrentTime': '2026-11-25T12:30:00Z' } },
          },
        ],
      },
      context: {
        decisionId: 'request-1',
        issuer: 'https://idp.example.com/',
        subject: 'canary-subject',
        clientId: 'shop',
        scope: 'email openid',
        expiresAt: '2026-11-25T12:30:00Z',
      },
    })
  })

  it('without a permission is an explicit deny of the stage, and no empty scope', async () => {
    const { handler, records } = stage(verified([]))
    const answer = await handler(event)
    expect(answer.policyDocument.Statement).toEqual([
      { Effect: 'Deny', Action: 'execute-api:Invoke', Resource: [`${api}/dev/*`] },
    ])
    expect(answer.context).not.toHaveProperty('scope')
    expect(records).toMatchObject([{ outcome: 'none' }])
  })
})

describe('a refusal', () => {
  it('throws exactly Unauthorized', async () => {
    const { handler, records } = stage(refusing)
    await expect(handler(event)).rejects.toThrow(/^Unauthorized$/)
    expect(records).toMatchObject([{ outcome: 'refused', reason: 'expired', gate: 'access' }])
  })

  it('is an explicit deny where the deployment wants it', async () => {
    const { handler } = stage(refusing, 'deny')
    expect(await handler(event, { awsRequestId: 'request-1' })).toEqual({
      principalId: 'anonymous',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Action: 'execute-api:Invoke', Resource: [`${api}/dev/*`] }],
      },
      context: { decisionId: 'request-1' },
    })
  })

  it('comes before the verifier when there is no token', async () => {
    const { handler, records } = stage(verified(['email']))
    await expect(handler({ ...event, authorizationToken: '' })).rejects.toThrow(/^Unauthorized$/)
    expect(records).toMatchObject([{ reason: 'missing' }])
  })
})

describe('a failure', () => {
  const failing = (error: Error): TokenVerifier => ({ verify: () => Promise.reject(error) })

  it('of the issuer is passed on as it is, in both modes', async () => {
    const outage = new UpstreamUnavailable('https://idp.example.com/jwks')
    for (const mode of ['unauthorized', 'deny'] as const) {
      const { handler, records } = stage(failing(outage), mode)
      await expect(handler(event)).rejects.toBe(outage)
      expect(records).toMatchObject([{ outcome: 'failed', reason: 'UPSTREAM_UNAVAILABLE' }])
    }
  })

  it.each(['Unauthorized', `cannot read ${token}`])('that says %j is reworded', async (message) => {
    const { handler, records } = stage(failing(new TypeError(message)))
    await expect(handler(event)).rejects.toThrow(
      /^authorizer: expected a decision, found an unexpected TypeError$/,
    )
    expect(records).toMatchObject([{ outcome: 'failed', reason: 'UNEXPECTED' }])
  })
})

describe('the record of a decision', () => {
  it('counts the policy and hides token, subject and claims', async () => {
    const { handler, records } = stage(verified(['email']))
    const { policyDocument } = await handler(event)
    const policyBytes = Buffer.byteLength(JSON.stringify(policyDocument))
    expect(records).toMatchObject([
      { outcome: 'granted', policyBytes, kid: 'key-1', clientId: 'shop', permissionsVersion: 'v1' },
    ])
    expect(JSON.stringify(records)).not.toContain('canary')
  })
})

describe('a verifier that looks at more than the token', () => {
  it.each(['dpopProof', 'clientCertificate'] as const)('by %s is not put before a cache', (input) => {
    expect(() => stage({ ...verified(['email']), dependsOn: [input] })).toThrow(ConfigurationInvalid)
  })
})

describe('the handler', () => {
  it('takes two parameters, as Node 24 on Lambda demands', () => {
    expect(stage(refusing).handler.length).toBeLessThanOrEqual(2)
  })
})
