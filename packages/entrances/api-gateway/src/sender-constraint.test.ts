import type { Call, TokenVerifier } from '@sallyport/access'
import { documentPermissions, permissions } from '@sallyport/access/documents'
import { type AuthorizerDefinition, listen, movableClock, restApi } from '@sallyport/gateway-simulator'
import { request } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { restAuthorizer } from './rest-authorizer.ts'

const api = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3'
const clock = movableClock(Date.parse('2026-11-25T12:00:00Z'))
const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

/** Accepts whatever comes with one proof, and shows what it could have judged by. */
function seeingVerifier() {
  const calls: Call[] = []
  const explanation = { checks: [] }
  const verifier: TokenVerifier = {
    dependsOn: ['dpopProof'],
    async verify(_, call) {
      calls.push(call)
      if (call.scheme !== 'dpop' || call.headers?.dpop?.length !== 1)
        return { outcome: 'refused', reason: 'sender_constrained', explanation }
      const identity = { issuer: 'urn:idp', subject: 'ada', scopes: new Set(['pets']), claims: {} }
      return { outcome: 'verified', explanation, identity: { ...identity, expiresAtSeconds: 2e9 } }
    },
  }
  return { verifier, calls }
}

async function deployed(type: AuthorizerDefinition['type']) {
  const { verifier, calls } = seeingVerifier()
  const read = permissions({ api: { arn: api, stage: 'dev' }, scopes: { pets: ['GET /pets/{id}'] } })
  if (read.outcome === 'bad') throw new Error('the document of this test is bad')
  const document = { current: async () => ({ value: read.value, version: 'v1' }) }
  const gate = {
    verifier,
    permissions: documentPermissions(document),
    settings: { cacheSeconds: 0, expiry: 'condition' },
    clock,
  } as const
  const invoke = restAuthorizer({ gate, onRefused: 'unauthorized', report: () => undefined })
  const { url, close } = await listen(
    restApi(
      {
        id: 'a1b2c3',
        region: 'eu-west-1',
        accountId: '111122223333',
        stage: 'dev',
        routes: [{ route: 'GET /pets/{id}', integration: { status: 200, body: '{}' } }],
        authorizer: {
          id: 'au7h0r',
          name: 'gate',
          type,
          identitySource: 'method.request.header.Authorization',
          resultTtlSeconds: 0,
          invoke,
        },
      },
      { clock },
    ),
  )
  closing.push(close)
  return { calls, get: (headers: readonly string[]) => statusOf(`${url}/pets/a%20b?limit=1`, headers) }
}

/** Headers are a flat list of names and values, so that one may be sent twice. */
function statusOf(url: string, headers: readonly string[]): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers: ['Host', 'evil.example.com', ...headers] }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode))
    })
      .on('error', reject)
      .end()
  })
}

describe('a DPoP call through the gateway', () => {
  it('reaches the verifier of a REQUEST authorizer with all that a proof speaks of', async () => {
    const { calls, get } = await deployed('REQUEST')
    expect(await get(['Authorization', 'DPoP a.b.c', 'DPoP', 'd.e.f'])).toBe(200)
    expect(calls).toMatchObject([
      {
        kind: 'request',
        scheme: 'dpop',
        method: 'GET',
        domainName: 'a1b2c3.execute-api.eu-west-1.amazonaws.com',
        path: '/dev/pets/a%20b',
        headers: { dpop: ['d.e.f'] },
      },
    ])
  })

  it('is 401 with two proofs, with none, and as Bearer', async () => {
    const { calls, get } = await deployed('REQUEST')
    expect(await get(['Authorization', 'DPoP a.b.c', 'DPoP', 'd.e.f', 'dpop', 'g.h.i'])).toBe(401)
    expect(calls.at(-1)?.headers?.dpop).toEqual(['d.e.f', 'g.h.i'])
    expect(await get(['Authorization', 'DPoP a.b.c'])).toBe(401)
    expect(await get(['Authorization', 'Bearer a.b.c', 'DPoP', 'd.e.f'])).toBe(401)
    expect(calls).toHaveLength(3)
  })

  it('is 401 with tokens under both schemes, before any verifier is asked', async () => {
    const { calls, get } = await deployed('REQUEST')
    const both = ['Authorization', 'Bearer a.b.c', 'Authorization', 'DPoP a.b.c', 'DPoP', 'd.e.f']
    expect(await get(both)).toBe(401)
    expect(calls).toEqual([])
  })

  it('is 401 at a TOKEN authorizer, which is never shown the proof', async () => {
    const { calls, get } = await deployed('TOKEN')
    expect(await get(['Authorization', 'DPoP a.b.c', 'DPoP', 'd.e.f'])).toBe(401)
    expect(calls).toMatchObject([{ kind: 'token', scheme: 'dpop' }])
    expect(calls[0]).not.toHaveProperty('headers')
  })
})
