import { ConfigurationInvalid } from '@sallyport/kernel'
import { afterEach, describe, expect, it } from 'vitest'
import { type Auth0Options, auth0 } from './auth0.ts'
import { mintedAs } from './dialect.stage.ts'
import { call, key, stranger, word } from './gate.stage.ts'
import { keySetOf, loopbackServer, type Mint } from './issuer.stage.ts'
import { auth0Dialect, auth0Rfc9068Dialect } from './profiles/auth0.stage.ts'

const now = 1_800_000_000
const clock = { now: () => now * 1000 }
const domain = 'acme.eu.auth0.com'
const audience = 'https://api.example.com'
const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

async function setStage({ accessToken } = auth0Dialect) {
  const server = await loopbackServer(keySetOf(key))
  closing.push(server.close)
  const mint: Mint = { issuer: `https://${domain}/`, audience, key, stranger, nowSeconds: () => now }
  const verifier = auth0({ domain, audience, jwksUri: `${server.url}/jwks` }, { clock })
  const verify = (token: string) => verifier.verify(token, call)
  const present = async (claims: Readonly<Record<string, unknown>> = {}) =>
    verify(await mintedAs(accessToken, mint, { claims }))
  return { verify, present }
}

describe('an access token of Auth0', () => {
  it.each([
    ['its own dialect', auth0Dialect],
    ['that of RFC 9068', auth0Rfc9068Dialect],
  ])('says who speaks, for which client and with which scopes in %s', async (_, dialect) => {
    const { present } = await setStage(dialect)
    expect(await present()).toMatchObject({
      outcome: 'verified',
      identity: {
        issuer: 'https://acme.eu.auth0.com/',
        subject: 'auth0|5f00ada1',
        clientId: 'sh0pClientId',
        scopes: new Set(['openid', 'pets:read']),
      },
    })
  })

  it('has permissions that count as scopes', async () => {
    const { present } = await setStage()
    const some = await present({ permissions: ['pets:write'] })
    expect(some).toMatchObject({ identity: { scopes: new Set(['openid', 'pets:read', 'pets:write']) } })
    const only = await present({ permissions: ['pets:write'], scope: undefined })
    expect(only).toMatchObject({ identity: { scopes: new Set(['pets:write']) } })
    expect(word(await present({ permissions: ['pets:write', 7] }))).toBe('bad_claim')
  })

  it('may be that of a machine without any scope', async () => {
    const { present } = await setStage()
    const claims = { sub: 'sh0pClientId@clients', gty: 'client-credentials', aud: audience, scope: undefined }
    expect(await present(claims)).toMatchObject({
      identity: { subject: 'sh0pClientId@clients', scopes: new Set() },
    })
  })

  it.each([
    ['shows no sign of being one', { scope: undefined }, 'missing_claim'],
    ['names no client', { azp: undefined }, 'missing_claim'],
    ['is for its own client', { aud: [audience, 'sh0pClientId'] }, 'wrong_type'],
    ['is for userinfo only', { aud: 'https://acme.eu.auth0.com/userinfo' }, 'wrong_audience'],
  ])('is refused where it %s', async (_, claims, reason) => {
    const { present } = await setStage()
    expect(word(await present(claims))).toBe(reason)
  })
})

describe('an opaque token of Auth0', () => {
  it.each([
    ['32 characters', 'x7Qm2ZpLr9TnVb4KcWd8HsJf3Gy6Ea1U'],
    ['an encrypted one', 'eyJhbGciOiJkaXIifQ..bm9uY2U.dGV4dA.dGFn'],
  ])('is refused with its cause: %s', async (_, token) => {
    const answer = await (await setStage()).verify(token)
    expect(word(answer)).toBe('malformed')
    const failed = answer.explanation.checks.filter(({ outcome }) => outcome === 'failed')
    expect(failed).toMatchObject([
      {
        check: 'form',
        found: expect.stringContaining(
          'Auth0 issues an opaque token when the authorization request had no audience',
        ),
      },
    ])
  })

  it('is not what three broken parts are, or a text of absurd length', async () => {
    const { verify } = await setStage()
    for (const token of ['a.b.c', 'a..c', 'a'.repeat(9000)])
      expect(JSON.stringify(await verify(token))).not.toContain('opaque')
  })
})

describe('the options of auth0', () => {
  const good = { domain, audience }

  function faultsOf(options: unknown) {
    try {
      auth0(options as Auth0Options, { clock })
      return []
    } catch (error) {
      if (!(error instanceof ConfigurationInvalid)) throw error
      return error.issues
    }
  }

  it.each([[good], [{ ...good, domain: 'login.acme.example' }], [{ ...good, audience: ['urn:a', 'urn:b'] }]])(
    'may be %j',
    (options) => {
      expect(faultsOf(options)).toEqual([])
    },
  )

  it.each([
    ['domain', { domain: undefined }],
    ['domain', { domain: 'https://acme.eu.auth0.com' }],
    ['domain', { domain: 'acme.eu.auth0.com/' }],
    ['domain', { domain: 'Acme.eu.auth0.com' }],
    ['domain', { domain: 'user@acme.eu.auth0.com' }],
    ['domain', { domain: 'acme' }],
    ['audience', { audience: null }],
    ['audience', { audience: undefined }],
    ['audience', { audience: 'https://acme.eu.auth0.com/userinfo' }],
    ['audience', { audience: [audience, 'https://acme.eu.auth0.com/userinfo'] }],
    ['issuer', { issuer: 'https://acme.eu.auth0.com/' }],
    ['type', { type: 'at+jwt' }],
    ['keysMaxAgeSeconds', { keysFreshForSeconds: 60, keysMaxAgeSeconds: 59 }],
  ])('have a fault at %s when they say %j', (path, change) => {
    expect(faultsOf({ ...good, ...change }).map((issue) => issue.path.join('.'))).toEqual([path])
  })

  it('have all their faults told at once, with the word that was meant', () => {
    expect(faultsOf({ domian: domain, audience })).toMatchObject([
      { path: ['domain'], found: 'nothing' },
      { path: ['domian'], didYouMean: 'domain' },
    ])
  })
})
