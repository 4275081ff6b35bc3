import { assert, asyncProperty, constantFrom, subarray } from 'fast-check'
import { tokenVerifierContract, type VerifierStage } from '@sallyport/access/contracts'
import { afterEach, describe, expect, it } from 'vitest'
import { auth0 } from './auth0.ts'
import { type Dialect, mintedAs, mintedIn } from './dialect.stage.ts'
import { call, word } from './gate.stage.ts'
import { issuerKey, keySetOf, loopbackServer, type Mint } from './issuer.stage.ts'
import { type JwksOptions, jwks, type ProfileName } from './jwks.ts'
import { okta } from './okta.ts'
import { foreignClaims } from './other-token.ts'
import { auth0Dialect, auth0Rfc9068Dialect } from './profiles/auth0.stage.ts'
import { cognitoDialect } from './profiles/cognito.stage.ts'
import { entraDialect } from './profiles/entra.stage.ts'
import { keycloakDialect } from './profiles/keycloak.stage.ts'
import { oktaDialect } from './profiles/okta.stage.ts'

const clock = { now: () => Date.now() }
const key = await issuerKey('RS256', 'key-1')
const stranger = await issuerKey('RS256', 'key-1')
const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

/** Where the issuer is, and a verifier of its tokens. */
type Door = (url: string, audience: JwksOptions['audience']) => readonly [string, VerifierStage['verifier']]

const auth0Door: Door = (url, named) => {
  const audience = named ?? []
  const options = { domain: 'acme.eu.auth0.com', audience, jwksUri: `${url}/jwks` }
  return ['https://acme.eu.auth0.com/', auth0(options, { clock })]
}

const oktaDoor: Door = (url, named) => {
  const issuer = `${url}/oauth2/default`
  return [issuer, okta({ issuer, audience: named ?? [] }, { clock })]
}

const jwksDoor =
  (type: ProfileName): Door =>
  (url, audience) => {
    const issuer = `${url}/tenant`
    return [issuer, jwks({ issuer, audience, jwksUri: `${url}/jwks`, type }, { clock })]
  }

const dialects: readonly (readonly [string, Dialect, Door])[] = [
  ['Okta', oktaDialect, oktaDoor],
  ['Auth0', auth0Dialect, auth0Door],
  ['Auth0 by RFC 9068', auth0Rfc9068Dialect, auth0Door],
  ['Cognito', cognitoDialect, jwksDoor('cognito')],
  ['Entra', entraDialect, jwksDoor('entra')],
  ['Keycloak', keycloakDialect, jwksDoor('keycloak')],
]

async function setStage(dialect: Dialect, door: Door): Promise<VerifierStage> {
  const server = await loopbackServer(keySetOf(key))
  const lure = await loopbackServer(keySetOf(stranger))
  closing.push(server.close, lure.close)
  // The second is the client of a good token, which is the audience where tokens name no other.
  const audience = 'https://api.example.com'
  const named = Object.hasOwn(dialect.accessToken.claims, 'aud') ? [audience] : [audience, 'shop']
  const [issuer, verifier] = door(server.url, named)
  const nowSeconds = () => Math.floor(clock.now() / 1000)
  const mint: Mint = { issuer, audience, key, stranger, nowSeconds }
  return {
    verifier,
    call,
    issuer,
    audience,
    nowSeconds,
    mint: (changes) => mintedIn(dialect, mint, changes),
    forge: (forgery) => mintedIn(dialect, mint, forgery),
    lure: { url: `${lure.url}/jwks`, visits: lure.connections },
    cutOff: server.close,
  }
}

describe.each(dialects)('a verifier of %s tokens', (_, dialect, door) => {
  for (const { promise, keep } of tokenVerifierContract)
    it(promise, async () => keep(await setStage(dialect, door)))
})

/** Whatever an ID token is refused for, its audience may be right. */
const kindless = /^(?:wrong_type|missing_claim)$/
const anyOther = /^(?:wrong_type|missing_claim|wrong_audience)$/

describe.each(dialects)('the recorded tokens of %s', (_, dialect, door) => {
  const { accessToken, idToken, clientClaim } = dialect
  const api = String([accessToken.claims['aud'] ?? accessToken.claims[clientClaim]].flat()[0])

  async function presented(
    token: Dialect['idToken'],
    audience: string,
    claims: Readonly<Record<string, unknown>>,
  ) {
    const server = await loopbackServer(keySetOf(key))
    closing.push(server.close)
    const [issuer, verifier] = door(server.url, audience)
    const mint = { issuer, audience, key, stranger, nowSeconds: () => Math.floor(clock.now() / 1000) }
    return word(await verifier.verify(await mintedAs(token, mint, { claims }), call))
  }

  it('are accepted where they give access', async () => {
    expect(await presented(accessToken, api, {})).toBe('verified')
  })

  it.each(foreignClaims)('are refused where they have %s, which belongs to other tokens', async (name) => {
    const kept = name === 'nonce' && accessToken.claims['typ'] === 'Bearer'
    expect(await presented(accessToken, api, { [name]: 'text' })).toBe(kept ? 'verified' : 'wrong_type')
  })

  const barest = { nonce: undefined, at_hash: undefined }
  it.each([
    ['as it is', api, {}],
    ['where the operator asks for its audience', String(idToken.claims['aud']), {}],
    ['without nonce and hash', String(idToken.claims['aud']), barest],
    [
      'with roles, groups and a session',
      String(idToken.claims['aud']),
      { ...barest, roles: ['a'], groups: ['a'], sid: 's' },
    ],
    ['meant for the API as well', api, { aud: [api, idToken.claims['aud']] }],
    ['meant for the API alone', api, { ...barest, aud: api }],
  ])('are refused where they are ID tokens: %s', async (__, audience, claims) => {
    expect(await presented(idToken, audience, claims)).toMatch(kindless)
  })

  it('are refused where they are ID tokens, whatever is left out and whichever audience is asked for', async () => {
    const names = Object.keys(idToken.claims).filter((name) => !['sub', 'iat', 'exp', 'iss'].includes(name))
    const audiences = constantFrom(api, String(idToken.claims['aud']))
    await assert(
      asyncProperty(subarray(names), audiences, async (left, audience) => {
        const claims = { ...Object.fromEntries(left.map((name) => [name, undefined])), scope: 'pets:read' }
        const aud = left.includes('aud') ? api : idToken.claims['aud']
        expect(await presented(idToken, audience, { ...claims, aud })).toMatch(anyOther)
      }),
      { numRuns: 40 },
    )
  })
})
