import type { TokenVerifier } from '@sallyport/access'
import { ConfigurationInvalid } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { type IssuerRoute, issuerRoutes } from './issuer-routes.ts'

const call = {
  kind: 'token' as const,
  methodArn: {
    partition: 'aws',
    region: 'x',
    accountId: '1',
    apiId: 'a',
    stage: 's',
    verb: 'GET',
    path: '/',
  },
}
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const jwt = (claims: unknown) => `${encoded({ alg: 'RS256' })}.${encoded(claims)}.c2ln`

/** Routes whose verifiers write down what they were asked. */
function routesFor(...routes: readonly Omit<IssuerRoute, 'verifier'>[]) {
  const asked: string[] = []
  const verifierOf = (name: string): TokenVerifier => ({
    verify: async (token) => {
      asked.push(`${name} ${token}`)
      return { outcome: 'refused', reason: 'inactive', explanation: { checks: [] } }
    },
  })
  const named = routes.map((route, at) => ({ ...route, verifier: verifierOf(`${at}`) }))
  return { asked, verifier: () => issuerRoutes(named) }
}

const [one, other] = ['https://one.example.com/', 'https://other.example.com/']

describe('several issuers', () => {
  it('each get the JWTs that claim to be theirs, to the letter', async () => {
    const { asked, verifier } = routesFor({ issuer: one, opaque: false }, { issuer: other, opaque: false })
    const [first, second] = [jwt({ iss: one }), jwt({ iss: other })]
    const { verify } = verifier()
    await verify(first, call)
    await verify(second, call)
    expect(asked).toEqual([`0 ${first}`, `1 ${second}`])
  })

  it.each([
    ['another issuer', jwt({ iss: 'https://one.example.com' }), 'unknown_issuer'],
    ['a list of issuers', jwt({ iss: [one] }), 'unknown_issuer'],
    ['no issuer', jwt({}), 'unknown_issuer'],
    ['a name of Object’s own', jwt({ iss: '__proto__' }), 'unknown_issuer'],
    ['claims that are a text', jwt('claims'), 'malformed'],
    ['no JWT', 'opaque', 'malformed'],
    ['five parts', 'a.b.c.d.e', 'malformed'],
    ['a megabyte', `${'a'.repeat(1_000_000)}.b.c`, 'too_long'],
  ])('are not asked about a token with %s', async (_, token, reason) => {
    const { asked, verifier } = routesFor({ issuer: one, opaque: false }, { issuer: other, opaque: false })
    expect(await verifier().verify(token, call)).toMatchObject({ outcome: 'refused', reason })
    expect(asked).toEqual([])
  })

  it('leave opaque tokens to the one that takes them, and its JWTs to it too', async () => {
    const { asked, verifier } = routesFor({ issuer: one, opaque: false }, { issuer: other, opaque: true })
    const { verify } = verifier()
    for (const token of ['opaque', jwt({ iss: other }), jwt({ iss: one })]) await verify(token, call)
    expect(asked.map((each) => each[0])).toEqual(['1', '1', '0'])
  })

  it('may be one issuer with a verifier for each kind of token', async () => {
    const { asked, verifier } = routesFor({ issuer: one, opaque: true }, { issuer: one, opaque: false })
    const { verify } = verifier()
    for (const token of ['opaque', jwt({ iss: one })]) await verify(token, call)
    expect(asked.map((each) => each[0])).toEqual(['0', '1'])
  })

  it('leave the rest to verifiers that name no issuer', async () => {
    const { asked, verifier } = routesFor({ issuer: one, opaque: false }, { opaque: false })
    const { verify } = verifier()
    for (const token of [jwt({ iss: other }), jwt({ iss: one })]) await verify(token, call)
    expect(asked.map((each) => each[0])).toEqual(['1', '0'])
  })
})

describe('one issuer alone', () => {
  it('gets every token', async () => {
    const { asked, verifier } = routesFor({ issuer: one, opaque: false })
    const { verify } = verifier()
    for (const token of ['opaque', jwt({ iss: other })]) await verify(token, call)
    expect(asked).toHaveLength(2)
  })
})

describe('a configuration', () => {
  it.each([
    [
      [
        { issuer: one, opaque: false },
        { issuer: one, opaque: false },
      ],
      'verifiers[1].issuer: expected one verifier for each issuer',
    ],
    [
      [
        { issuer: one, opaque: true },
        { issuer: other, opaque: true },
      ],
      'verifiers[1].opaque: expected one verifier of opaque tokens',
    ],
  ])('cannot have two for the same', (routes, complaint) => {
    const { verifier } = routesFor(...routes)
    expect(verifier).toThrow(ConfigurationInvalid)
    expect(verifier).toThrow(complaint)
  })
})
