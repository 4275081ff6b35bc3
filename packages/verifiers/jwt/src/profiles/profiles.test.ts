import { afterEach, describe, expect, it } from 'vitest'
import { type Dialect, mintedAs } from '../dialect.stage.ts'
import { type GateStage, gateStage, word } from '../gate.stage.ts'
import type { JwksOptions } from '../jwks.ts'
import { cognitoDialect } from './cognito.stage.ts'
import { entraDialect } from './entra.stage.ts'
import { keycloakDialect } from './keycloak.stage.ts'

let stage: GateStage | undefined
afterEach(() => stage?.server.close())

describe('a header of another type than the provider writes', () => {
  it.each([
    ['cognito', cognitoDialect, ['JWT', 'at+jwt']],
    ['entra', entraDialect, [undefined, 'at+jwt']],
    ['keycloak', keycloakDialect, [undefined, 'ID']],
  ] as const)('is refused by the profile %s', async (type, { accessToken }, types) => {
    stage = await gateStage({ type, audience: null })
    for (const typ of types) {
      const token = await mintedAs(accessToken, stage.mint, { header: { typ } })
      expect(word(await stage.verify(token))).toBe('wrong_type')
    }
  })
})

type Changes = Readonly<Record<string, unknown>>

/** The recorded token of a provider, with changes, before a verifier of its profile. */
async function presented({ accessToken }: Dialect, options: Partial<JwksOptions>, claims: Changes = {}) {
  stage = await gateStage(options)
  return stage.verify(await mintedAs(accessToken, stage.mint, { claims }))
}

describe('the profile cognito', () => {
  const client = '4shopclient7'
  const present = (audience: JwksOptions['audience'], claims: Changes = {}) =>
    presented(cognitoDialect, { type: 'cognito', audience }, claims)

  it('takes the client for the audience where a token names none', async () => {
    expect(await present(client)).toMatchObject({ outcome: 'verified', identity: { clientId: client } })
    expect(word(await present('another'))).toBe('wrong_audience')
    expect(word(await present(null))).toBe('verified')
  })

  it('takes the audience where a token names one, and the client no more', async () => {
    const aud = 'https://api.example.com'
    expect(word(await present(aud, { aud }))).toBe('verified')
    expect(word(await present(client, { aud }))).toBe('wrong_audience')
  })

  it.each(['id', 'refresh', '', 7, ['access'], undefined])('refuses a token for the use %j', async (use) => {
    expect(word(await present(null, { token_use: use }))).toBe('wrong_type')
  })
})

describe('the profile entra', () => {
  const audience = '00000000-0000-4000-8000-00000000a910'
  const present = (claims: Changes = {}, options: Partial<JwksOptions> = {}) =>
    presented(entraDialect, { type: 'entra', audience, ...options }, claims)

  it('has the scopes that a user delegated', async () => {
    expect(await present()).toMatchObject({ identity: { scopes: new Set(['Pets.Read']) } })
  })

  it('counts roles as scopes only where the operator says so', async () => {
    const claims = { scp: undefined, roles: ['Pets.Keep'] }
    expect(await present(claims)).toMatchObject({ identity: { scopes: new Set() } })
    const told = await present(claims, { scopeClaims: ['scp', 'roles'] })
    expect(told).toMatchObject({ identity: { scopes: new Set(['Pets.Keep']) } })
  })

  it.each([
    ['of version 1.0', { ver: '1.0' }, 'wrong_type'],
    ['without a version', { ver: undefined }, 'wrong_type'],
    ['for its own client', { azp: audience }, 'wrong_type'],
    ['without a tenant', { tid: undefined }, 'missing_claim'],
    ['without a client', { azp: undefined }, 'missing_claim'],
    ['with neither scopes nor roles', { scp: undefined }, 'missing_claim'],
  ])('refuses a token %s', async (_, claims, reason) => {
    expect(word(await present(claims))).toBe(reason)
  })
})

describe('the profile keycloak', () => {
  const present = (claims: Changes = {}) =>
    presented(keycloakDialect, { type: 'keycloak', audience: 'pets' }, claims)

  it.each([
    ['with a nonce, as before Keycloak 25', { nonce: 'n' }],
    ['without scopes', { scope: undefined }],
    ['for its own client as well', { aud: ['pets', 'shop'] }],
  ])('accepts a token %s', async (_, claims) => {
    expect(word(await present(claims))).toBe('verified')
  })

  it.each(['ID', 'Refresh', 'Offline', 'Logout', 'bearer', '', undefined, ['Bearer']])(
    'refuses a token of the kind %j',
    async (typ) => {
      expect(word(await present({ typ }))).toBe('wrong_type')
    },
  )

  it('takes a bound token for an access token, to be refused as what it is', async () => {
    expect(word(await present({ typ: 'DPoP', cnf: { jkt: 'AAAA' } }))).toBe('sender_constrained')
    expect(word(await present({ typ: 'DPoP' }))).toBe('wrong_type')
  })

  it('accepts a header by RFC 9068, and no other', async () => {
    stage = await gateStage({ type: 'keycloak', audience: 'pets' })
    for (const [typ, outcome] of [
      ['at+jwt', 'verified'],
      ['logout+jwt', 'wrong_type'],
    ] as const) {
      const token = await mintedAs(keycloakDialect.accessToken, stage.mint, { header: { typ } })
      expect(word(await stage.verify(token))).toBe(outcome)
    }
  })
})
