import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type AdapterPayload, Provider } from 'oidc-provider'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { audience, call, complaint, word } from './endpoint.stage.ts'
import { type IntrospectionClient, introspection } from './index.ts'

const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const shop = { id: 'shop', secret: 'shop: secret+%' }
const basic = { id: 'basic', secret: 'gate: secret+%' }
const post = { id: 'post', secret: 'gate: secret+%', authentication: 'client_secret_post' } as const
const signing = {
  id: 'signing',
  authentication: 'private_key_jwt',
  key: { ...elliptic.privateKey.export({ format: 'jwk' }), kid: 'gate-1', alg: 'ES256' },
} as const
const pem = {
  id: 'pem',
  authentication: 'private_key_jwt',
  key: String(rsa.privateKey.export({ format: 'pem', type: 'pkcs8' })),
} as const

let issuer = ''
let close: () => Promise<void>

beforeAll(async () => {
  let answer: RequestListener = (_, response) => response.end()
  const server = createServer((request, response) => answer(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const asked = provider(issuer).callback()
  answer = (request, response) => void asked(request, response)
  close = async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  }
})
afterAll(() => close())

function provider(at: string): Provider {
  const kept = new Map<string, AdapterPayload>()
  const nothing = async () => undefined
  const client = (id: string, rest: object) => ({
    client_id: id,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    scope: 'pets:read',
    ...rest,
  })
  const keyed = (key: object) => ({
    token_endpoint_auth_method: 'private_key_jwt' as const,
    jwks: { keys: [key] },
  })
  return new Provider(at, {
    adapter: (kind) => ({
      upsert: async (id, payload) => void kept.set(`${kind}:${id}`, payload),
      find: async (id) => kept.get(`${kind}:${id}`),
      destroy: async (id) => void kept.delete(`${kind}:${id}`),
      consume: nothing,
      findByUid: nothing,
      findByUserCode: nothing,
      revokeByGrantId: nothing,
    }),
    clients: [
      client(shop.id, { client_secret: shop.secret }),
      client(basic.id, { client_secret: basic.secret, token_endpoint_auth_method: 'client_secret_basic' }),
      client(post.id, { client_secret: post.secret, token_endpoint_auth_method: 'client_secret_post' }),
      client(signing.id, {
        ...keyed({ ...elliptic.publicKey.export({ format: 'jwk' }), kid: 'gate-1', alg: 'ES256' }),
        token_endpoint_auth_signing_alg: 'ES256',
      }),
      client(pem.id, keyed({ ...rsa.publicKey.export({ format: 'jwk' }), alg: 'RS256' })),
    ],
    cookies: { keys: ['cookie'] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      introspection: { enabled: true, allowedPolicy: () => true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => audience,
        getResourceServerInfo: () => ({ audience, scope: 'pets:read', accessTokenFormat: 'opaque' }),
      },
      revocation: { enabled: true, allowedPolicy: () => true },
    },
    jwks: { keys: [{ ...rsa.privateKey.export({ format: 'jwk' }), kty: 'RSA' }] },
    scopes: ['pets:read'],
    ttl: { ClientCredentials: 600 },
  })
}

async function form(
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<{ access_token: string }> {
  const authorization = `Basic ${btoa(`${shop.id}:${encodeURIComponent(shop.secret)}`)}`
  const body = new URLSearchParams(fields)
  const response = await fetch(issuer + path, { method: 'POST', headers: { authorization }, body })
  const text = await response.text()
  if (!response.ok) throw new Error(`${path}: expected success, found ${response.status}: ${text}`)
  return text === '' ? { access_token: '' } : JSON.parse(text)
}

const mint = async () =>
  (await form('/token', { grant_type: 'client_credentials', scope: 'pets:read' })).access_token

function gate(client: IntrospectionClient, cacheSeconds = 0) {
  let later = 0
  const clock = { now: () => Date.now() + later }
  const options = { issuer, audience, endpoint: `${issuer}/token/introspection`, client, cacheSeconds }
  const verifier = introspection(options, { clock })
  return {
    verify: (token: string) => verifier.verify(token, call),
    passSeconds: (seconds: number) => {
      later += seconds * 1000
    },
  }
}

describe('an opaque token of a real provider', () => {
  it.each([
    ['Basic credentials', basic],
    ['credentials in the form', post],
    ['an assertion signed by a JWK', signing],
    ['an assertion signed by a PEM', pem],
  ])('is verified by a gate that brings %s', async (_, client) => {
    const { verify } = gate(client)
    const token = await mint()
    expect(token).not.toContain('.')
    expect(await verify(token)).toMatchObject({
      outcome: 'verified',
      identity: { issuer, subject: 'shop', clientId: 'shop', scopes: new Set(['pets:read']) },
    })
    expect(word(await verify(`${token.slice(0, -1)}~`))).toBe('inactive')
  })

  it('is refused once it is revoked', async () => {
    const { verify } = gate(basic)
    const token = await mint()
    expect(word(await verify(token))).toBe('verified')
    await form('/token/revocation', { token })
    expect(word(await verify(token))).toBe('inactive')
  })

  it('is refused once it is revoked and its kept answer has ended', async () => {
    const { verify, passSeconds } = gate(basic, 30)
    const token = await mint()
    await verify(token)
    await form('/token/revocation', { token })
    expect(word(await verify(token))).toBe('verified')
    passSeconds(30)
    expect(word(await verify(token))).toBe('inactive')
  })

  it.each([
    ['a wrong secret', { ...basic, secret: 'wrong-secret' }],
    ['a wrong key', { ...signing, id: 'pem' }],
  ])('is not refused to a gate with %s, which hears of its own mistake', async (_, client) => {
    expect(await complaint(gate(client).verify(await mint()))).toMatch(
      /^UpstreamUnavailable: .*the issuer does not accept the client of this configuration$/,
    )
  })
})
