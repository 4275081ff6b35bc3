import { ConfigurationInvalid } from '@sallyport/kernel'
import { afterEach, describe, expect, it } from 'vitest'
import { mintedAs } from './dialect.stage.ts'
import { call, key, stranger, word } from './gate.stage.ts'
import { keySetOf, loopbackServer, type Mint } from './issuer.stage.ts'
import { type OktaOptions, okta } from './okta.ts'
import { oktaDialect } from './profiles/okta.stage.ts'

const now = 1_800_000_000
const clock = { now: () => now * 1000 }
const audience = 'api://default'
const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

async function setStage() {
  const server = await loopbackServer(keySetOf(key))
  closing.push(server.close)
  const issuer = `${server.url}/oauth2/default`
  const mint: Mint = { issuer, audience, key, stranger, nowSeconds: () => now }
  const verifier = okta({ issuer, audience }, { clock })
  const present = async (forgery: Parameters<typeof mintedAs>[2]) =>
    verifier.verify(await mintedAs(oktaDialect.accessToken, mint, forgery), call)
  return { server, present }
}

describe('an access token of Okta', () => {
  it('says who speaks, for which client and with which scopes', async () => {
    const { present } = await setStage()
    expect(await present({})).toMatchObject({
      outcome: 'verified',
      identity: {
        subject: 'ada@acme.example',
        clientId: '0oa4shop7',
        scopes: new Set(['openid', 'pets:read']),
      },
    })
  })

  it('is verified with the keys under its issuer', async () => {
    const { server, present } = await setStage()
    await present({})
    expect(server.requests).toEqual(['/oauth2/default/v1/keys'])
  })

  it('may be that of a client that speaks for itself', async () => {
    const { present } = await setStage()
    const claims = { sub: '0oa4shop7', uid: undefined, auth_time: undefined }
    expect(await present({ claims })).toMatchObject({ identity: { subject: '0oa4shop7' } })
  })

  it('is refused by name where the org server wrote it', async () => {
    const { present } = await setStage()
    const answer = await present({ header: { typ: 'application/okta-internal-at+jwt' } })
    expect(word(answer)).toBe('wrong_type')
    expect(answer.explanation.checks).toContainEqual(
      expect.objectContaining({ check: 'typ', found: 'application/okta-internal-at+jwt' }),
    )
  })

  it.each(['JWT', 'at+jwt', ''])('is refused with the type %j, which Okta does not write', async (typ) => {
    const { present } = await setStage()
    expect(word(await present({ header: { typ } }))).toBe('wrong_type')
  })

  it.each([
    ['has no scopes', { scp: undefined }, 'missing_claim'],
    ['names no client', { cid: undefined }, 'missing_claim'],
    ['has no name of its own', { jti: undefined }, 'missing_claim'],
    ['is named as ID tokens are', { jti: 'ID.8sLm3TtwQ6k' }, 'wrong_type'],
    ['is for its own client as well', { aud: [audience, '0oa4shop7'] }, 'wrong_type'],
  ])('is refused where it %s', async (_, claims, reason) => {
    const { present } = await setStage()
    expect(word(await present({ claims }))).toBe(reason)
  })
})

describe('the options of okta', () => {
  const good = { issuer: 'https://acme.okta.com/oauth2/default', audience }

  function faultsOf(options: unknown) {
    try {
      okta(options as OktaOptions, { clock })
      return []
    } catch (error) {
      if (!(error instanceof ConfigurationInvalid)) throw error
      return error.issues
    }
  }

  it.each([
    [good],
    [{ ...good, issuer: 'https://login.acme.example/oauth2/aus1-b_2' }],
    [{ ...good, jwksUri: 'https://mirror.example/keys', scopeClaims: ['scp', 'groups'] }],
    [{ ...good, audience: ['api://default', 'urn:api'], jwksUri: undefined }],
  ])('may be %j', (options) => {
    expect(faultsOf(options)).toEqual([])
  })

  it.each([
    ['issuer', { issuer: 'https://acme.okta.com' }],
    ['issuer', { issuer: 'https://acme.okta.com/' }],
    ['issuer', { issuer: 'https://acme.okta.com/oauth2' }],
    ['issuer', { issuer: 'https://acme.okta.com/oauth2/v1' }],
    ['issuer', { issuer: 'https://acme.okta.com/oauth2/default/' }],
    ['issuer', { issuer: 'http://acme.okta.com/oauth2/default' }],
    ['issuer', { issuer: undefined }],
    ['audience', { audience: null }],
    ['audience', { audience: undefined }],
    ['type', { type: 'JWT' }],
    ['algorithms.0', { algorithms: ['none'] }],
  ])('have a fault at %s when they say %j', (path, change) => {
    expect(faultsOf({ ...good, ...change }).map((issue) => issue.path.join('.'))).toEqual([path])
  })

  it('say why the org server will not do', () => {
    expect(faultsOf({ ...good, issuer: 'https://acme.okta.com' })).toMatchObject([
      {
        expected: expect.stringContaining('org server are for Okta alone'),
        found: '"https://acme.okta.com"',
      },
    ])
  })

  it('have all their faults told at once, with the word that was meant', () => {
    expect(faultsOf({ isuer: good.issuer, audience })).toMatchObject([
      { path: ['issuer'], found: 'nothing' },
      { path: ['isuer'], didYouMean: 'issuer' },
    ])
  })
})
