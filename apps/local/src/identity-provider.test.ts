import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { connect } from 'node:net'
import { promisify } from 'node:util'
import { ConfigurationInvalid } from '@sallyport/kernel'
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type IdentityProvider, type IdentityProviderOptions, identityProvider } from './identity-provider.ts'

const audience = 'https://api.example.com'
const reader = { id: 'reader', secret: 'read:me+%', scopes: ['pets:read'] }
const keeper = {
  id: 'keeper',
  secret: 'keep',
  scopes: ['pets:read', 'pets:write'],
  algorithm: 'ES256',
} as const
const opaque = { id: 'opaque', secret: 'blur', scopes: ['pets:read'], accessTokenFormat: 'opaque' } as const
const options = { audience, clients: [reader, keeper, opaque], accessTokenSeconds: 300 }

let provider: IdentityProvider

beforeAll(async () => {
  provider = await identityProvider(options)
})

afterAll(() => provider.close())

type Form = Readonly<Record<string, string>>

const post = async (url: string, form: Form, headers: Form = {}) => {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form), headers })
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
}

/** Asks for a token with the secret in the form. */
const ask = ({ id, secret }: { readonly id: string; readonly secret: string }, form: Form = {}) =>
  post(provider.tokenEndpoint, {
    grant_type: 'client_credentials',
    client_id: id,
    client_secret: secret,
    ...form,
  })

/** RFC 6749 section 2.3.1: both halves are form-encoded first. */
const basic = ({ id, secret }: { readonly id: string; readonly secret: string }): Form => ({
  authorization: `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}`,
})

const verified = (token: string, algorithm: string) =>
  jwtVerify(token, createRemoteJWKSet(new URL(provider.jwksUri)), {
    algorithms: [algorithm],
    audience,
    issuer: provider.issuer,
    typ: 'at+jwt',
  })

describe('a client of the identity provider', () => {
  it.each([
    ['RS256', reader, 'pets:read'],
    ['ES256', keeper, 'pets:read pets:write'],
  ] as const)('gets an access token signed with %s', async (algorithm, client, scope) => {
    const { status, body } = await ask(client, { scope })
    expect(status).toBe(200)
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 300, scope })

    const { payload, protectedHeader } = await verified(body.access_token, algorithm)
    expect(protectedHeader).toMatchObject({ typ: 'at+jwt', alg: algorithm, kid: expect.any(String) })
    expect(payload).toMatchObject({
      aud: audience,
      client_id: client.id,
      iss: provider.issuer,
      jti: expect.any(String),
      scope,
      sub: client.id,
    })
    expect(Number(payload.exp) - Number(payload.iat)).toBe(300)
  })

  it('may authenticate by Basic, whatever its secret is made of', async () => {
    const form = { grant_type: 'client_credentials', scope: 'pets:read' }
    const { status, body } = await post(provider.tokenEndpoint, form, basic(reader))
    expect(status).toBe(200)
    expect((await verified(body.access_token, 'RS256')).payload.client_id).toBe('reader')
  })

  it('may name the resource', async () => {
    const { body } = await ask(reader, { scope: 'pets:read', resource: provider.resource })
    expect((await verified(body.access_token, 'RS256')).payload.aud).toBe(audience)
  })

  it('gets a token without scopes when it asks for none', async () => {
    const { body } = await ask(reader)
    expect((await verified(body.access_token, 'RS256')).payload).not.toHaveProperty('scope')
  })

  it('never gets the same token twice', async () => {
    const tokens = await Promise.all([ask(reader), ask(reader)])
    const [first, second] = await Promise.all(tokens.map(({ body }) => verified(body.access_token, 'RS256')))
    expect(first?.payload.jti).not.toBe(second?.payload.jti)
  })

  it('is turned away with the wrong secret, in the form and by Basic', async () => {
    const wrong = { ...reader, secret: 'wrong' }
    const refused = { status: 401, body: { error: 'invalid_client' } }
    expect(await ask(wrong)).toMatchObject(refused)
    expect(
      await post(provider.tokenEndpoint, { grant_type: 'client_credentials' }, basic(wrong)),
    ).toMatchObject(refused)
  })

  it.each([
    ['nobody may have', 'pets:delete'],
    ['another client may have', 'pets:read pets:write'],
  ])('is told when it asks for a scope that %s', async (_, scope) => {
    expect(await ask(reader, { scope })).toMatchObject({ status: 400, body: { error: 'invalid_scope' } })
  })

  it('is told when it asks for another resource', async () => {
    expect(await ask(reader, { resource: 'https://elsewhere.example.com' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_target' },
    })
  })
})

describe('an opaque token', () => {
  it('is active when introspected by another client, until it is revoked', async () => {
    const { body } = await ask(opaque, { scope: 'pets:read' })
    expect(() => decodeProtectedHeader(body.access_token)).toThrow('Invalid Token')

    const introspect = () => post(provider.introspectionEndpoint, { token: body.access_token }, basic(keeper))
    expect((await introspect()).body).toMatchObject({
      active: true,
      aud: audience,
      client_id: 'opaque',
      iss: provider.issuer,
      scope: 'pets:read',
    })
    await post(provider.revocationEndpoint, { token: body.access_token }, basic(opaque))
    expect((await introspect()).body).toEqual({ active: false })
  })

  it('is revoked by its own client only', async () => {
    const { body } = await ask(opaque)
    await post(provider.revocationEndpoint, { token: body.access_token }, basic(keeper))
    const seen = await post(provider.introspectionEndpoint, { token: body.access_token }, basic(keeper))
    expect(seen.body).toMatchObject({ active: true })
  })

  it('is unknown to another provider of the same process', async () => {
    const other = await identityProvider(options)
    const { body } = await ask(opaque)
    const seen = await post(other.introspectionEndpoint, { token: body.access_token }, basic(keeper))
    await other.close()
    expect(seen.body).toEqual({ active: false })
  })
})

describe('the identity provider', () => {
  it('describes itself where OpenID Connect Discovery looks', async () => {
    const found = await fetch(`${provider.issuer}/.well-known/openid-configuration`)
    expect(await found.json()).toMatchObject({
      issuer: provider.issuer,
      token_endpoint: provider.tokenEndpoint,
      jwks_uri: provider.jwksUri,
      introspection_endpoint: provider.introspectionEndpoint,
      revocation_endpoint: provider.revocationEndpoint,
    })
  })

  it('publishes no private key', async () => {
    const published = await (await fetch(provider.jwksUri)).json()
    expect(published).toMatchObject({ keys: [{ alg: 'RS256' }, { alg: 'ES256' }] })
    expect(JSON.stringify(published)).not.toMatch(/"(?:d|p|q|dp|dq|qi)":/)
  })

  it('ends within a second although connections are open, and frees its port', {
    timeout: 1000,
  }, async () => {
    const first = await identityProvider(options)
    const port = Number(new URL(first.issuer).port)
    const agent = new Agent({ keepAlive: true })
    const [response] = await once(get(first.jwksUri, { agent }), 'response')
    response.resume()
    await once(response, 'end')
    const silent = connect(port, '127.0.0.1')
    silent.on('error', () => undefined)
    await once(silent, 'connect')

    await first.close()
    agent.destroy()
    const second = await identityProvider({ ...options, port })
    expect(second.issuer).toBe(first.issuer)
    await second.close()
  })

  it('says so when its port is in use', async () => {
    const port = Number(new URL(provider.issuer).port)
    const failure = identityProvider({ ...options, port })
    await expect(failure).rejects.toThrow(`port: expected a free port, found ${port} in use`)
    await expect(failure).rejects.toBeInstanceOf(ConfigurationInvalid)
  })

  it('keeps stdout and stderr to its host', async () => {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '--eval',
      `import { identityProvider } from ${JSON.stringify(new URL('identity-provider.ts', import.meta.url))}
       const provider = await identityProvider(${JSON.stringify(options)})
       const form = { grant_type: 'client_credentials', client_id: 'opaque', client_secret: 'blur' }
       const post = (url, form) => fetch(url, { method: 'POST', body: new URLSearchParams(form) })
       const { access_token: token } = await (await post(provider.tokenEndpoint, form)).json()
       await post(provider.introspectionEndpoint, { ...form, token })
       await post(provider.revocationEndpoint, { ...form, token })
       await post(provider.tokenEndpoint, { ...form, client_secret: 'wrong' })
       await provider.close()`,
    ])
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' })
  })
})

describe('the options of the identity provider', () => {
  it.each([
    [{ audience: 'shop' }, 'audience: expected an absolute URI without a fragment, found "shop"'],
    [{ accessTokenSeconds: 0 }, 'accessTokenSeconds: expected a positive whole number, found 0'],
    [{ port: 65_536 }, 'port: expected a port from 0 to 65535, found 65536'],
    [{ clients: [reader, reader] }, 'clients[1].id: expected an id of its own, found that of clients[0]'],
    [{ clients: [{ ...reader, scopes: ['a b'] }] }, 'clients[0].scopes[0]: expected one word'],
    [{ clients: [{ ...reader, secret: '' }] }, 'clients[0].secret: expected visible ASCII'],
  ] satisfies [Partial<IdentityProviderOptions>, string][])('refuse %j', async (changes, message) => {
    const failure = identityProvider({ ...options, ...changes })
    await expect(failure).rejects.toBeInstanceOf(ConfigurationInvalid)
    await expect(failure).rejects.toThrow(message)
  })
})
