import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { discover, metadataPlaces } from './discovery.ts'
import { call, key } from './gate.stage.ts'
import { json, keySetOf, type LoopbackServer, loopbackServer, minted } from './issuer.stage.ts'
import { jwks } from './jwks.ts'

let server: LoopbackServer
beforeEach(async () => {
  server = await loopbackServer(json({}, 404))
})
afterEach(() => server.close())

/** Serves these documents by path, and nothing else. */
function publish(documents: Readonly<Record<string, unknown>>): void {
  server.answerWith((request, response) => {
    const document = documents[request.url ?? '']
    json(document ?? {}, document === undefined ? 404 : 200)(request, response)
  })
}
const found = (issuer: string) =>
  discover(issuer, AbortSignal.timeout(2000)).then(String, (error: Error) => error.message)

describe('the metadata of an issuer', () => {
  it.each([
    [
      'https://idp.example.com',
      '/.well-known/oauth-authorization-server',
      '/.well-known/openid-configuration',
    ],
    [
      'https://idp.example.com/',
      '/.well-known/oauth-authorization-server',
      '/.well-known/openid-configuration',
    ],
    [
      'https://idp.example.com/a',
      '/.well-known/oauth-authorization-server/a',
      '/a/.well-known/openid-configuration',
    ],
    [
      'https://idp.example.com/a/',
      '/.well-known/oauth-authorization-server/a',
      '/a/.well-known/openid-configuration',
    ],
  ])('of %s is looked for in both places', (issuer, first, second) => {
    expect(metadataPlaces(issuer).map(({ pathname }) => pathname)).toEqual([first, second])
  })

  it('is found where RFC 8414 puts it', async () => {
    const issuer = `${server.url}/a`
    publish({
      '/.well-known/oauth-authorization-server/a': { issuer, jwks_uri: 'https://keys.example.com/k' },
    })
    expect(await found(issuer)).toBe('https://keys.example.com/k')
  })

  it('is found where OpenID Connect puts it', async () => {
    const issuer = `${server.url}/a`
    publish({ '/a/.well-known/openid-configuration': { issuer, jwks_uri: `${server.url}/k` } })
    expect(await found(issuer)).toBe(`${server.url}/k`)
  })

  it.each([
    [
      'names another issuer',
      (issuer: string) => ({ issuer: `${issuer}/`, jwks_uri: `${issuer}/k` }),
      'another issuer',
    ],
    ['names no place', (issuer: string) => ({ issuer }), 'without an https:// jwks_uri'],
    [
      'names a place others can listen to',
      (issuer: string) => ({ issuer, jwks_uri: 'http://idp.example.com/k' }),
      'without an https:// jwks_uri',
    ],
    ['is a list', () => [], 'no metadata'],
  ])('counts for nothing when it %s', async (_, metadata, complaint) => {
    const issuer = server.url
    publish({ '/.well-known/openid-configuration': metadata(issuer) })
    expect(await found(issuer)).toContain(complaint)
  })
})

describe('a verifier without jwksUri', () => {
  let nowSeconds = 1_800_000_000
  const clock = { now: () => nowSeconds * 1000 }
  const verifying = async () => {
    const issuer = server.url
    const verifier = jwks({ issuer, audience: 'urn:api', timeoutMilliseconds: 300 }, { clock })
    const mint = { issuer, audience: 'urn:api', key, stranger: key, nowSeconds: () => 1_800_000_000 }
    const token = await minted(mint)
    return () =>
      verifier.verify(token, call).then(
        ({ outcome }) => outcome,
        ({ code }: { code: string }) => code,
      )
  }

  it('finds the keys by the metadata', async () => {
    const { url } = server
    const metadata = { issuer: url, jwks_uri: `${url}/keys` }
    publish({ '/.well-known/openid-configuration': metadata, '/keys': { keys: [key.published] } })
    const verify = await verifying()
    expect(await verify()).toBe('verified')
  })

  it('looks again after a failure, should the keys have moved', async () => {
    const { url } = server
    const place = '/.well-known/openid-configuration'
    publish({ [place]: { issuer: url, jwks_uri: `${url}/old` } })
    const verify = await verifying()
    expect(await verify()).toBe('UPSTREAM_UNAVAILABLE')
    publish({ [place]: { issuer: url, jwks_uri: `${url}/new` }, '/new': { keys: [key.published] } })
    nowSeconds += 1
    expect(await verify()).toBe('verified')
  })

  it('gives discovery and keys one time limit together', async () => {
    server.answerWith(() => undefined)
    const verify = await verifying()
    expect(await verify()).toBe('UPSTREAM_UNAVAILABLE')
    expect(server.requests).toHaveLength(1)
    server.answerWith(keySetOf(key))
  })
})
