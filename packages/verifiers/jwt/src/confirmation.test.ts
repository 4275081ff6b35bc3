import { UpstreamUnavailable } from '@sallyport/kernel'
import type { Call } from '@sallyport/access'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { shopCertificate, shopThumbprint, strangersCertificate } from './bound-certificate.stage.ts'
import { type BoundStage, boundStage, foundIn, holderOf, requestCall } from './dpop-proof.stage.ts'
import { audience, call as tokenCall, word } from './gate.stage.ts'
import { minted } from './issuer.stage.ts'
import { type JwksOptions, jwks } from './jwks.ts'

const holder = await holderOf('ES256')
let stage: BoundStage
beforeEach(async () => {
  stage = await boundStage(holder)
})
afterEach(() => stage.server.close())

const tokenWith = (cnf: unknown) => minted(stage.mint, { claims: { cnf } })
const bearer = { ...requestCall, scheme: 'bearer' } as const
const { scheme: _, ...bare } = requestCall
const certified: Call = { ...bearer, clientCertificate: shopCertificate }

async function verdict(token: string, call: Call, options?: Partial<JwksOptions>) {
  const { verifier } = options === undefined ? stage : { verifier: verifierWith(options) }
  const answer = await verifier.verify(token, call)
  return answer.outcome === 'verified' ? 'verified' : `${word(answer)}: ${foundIn(answer)}`
}

function verifierWith(options: Partial<JwksOptions>, seenProofs?: { see: () => Promise<'first' | 'again'> }) {
  const { issuer, server, mint } = stage
  const clock = { now: () => mint.nowSeconds() * 1000 }
  const members = { issuer, audience, jwksUri: `${server.url}/jwks`, ...options }
  return jwks(members, { clock, ...(seenProofs === undefined ? {} : { seenProofs }) })
}

describe('a token that is bound to nothing', () => {
  it('is for its bearer, with or without a word for it', async () => {
    const token = await minted(stage.mint)
    for (const call of [tokenCall, bearer, bare]) expect(await verdict(token, call)).toBe('verified')
  })

  it.each([{}, { senderConstraint: 'dpop' } as const])(
    'is refused under the DPoP scheme, with %j',
    async (options) => {
      const token = await minted(stage.mint)
      const headers = { dpop: [await stage.proof()] }
      for (const call of [
        { ...requestCall, headers },
        { ...tokenCall, scheme: 'dpop' as const },
      ])
        expect(await verdict(token, call, options)).toBe(
          'sender_constrained: a token bound to no key, under the DPoP scheme',
        )
    },
  )
})

describe('a DPoP-bound token', () => {
  it.each(['bearer', undefined] as const)('is refused as %s, with a proof and without', async (scheme) => {
    const call = { ...bare, ...(scheme === undefined ? {} : { scheme }) }
    for (const headers of [{}, { dpop: [await stage.proof()] }])
      expect(await verdict(stage.token, { ...call, headers })).toBe(
        'sender_constrained: a DPoP-bound token under another scheme',
      )
  })

  it('is refused in a TOKEN event, under any scheme', async () => {
    for (const scheme of [{}, { scheme: 'bearer' }, { scheme: 'dpop' }] as const)
      expect(await verdict(stage.token, { ...tokenCall, ...scheme })).toBe(
        'sender_constrained: a token bound to a key, in an event that carries no proof',
      )
  })

  it.each([{}, { senderConstraint: 'mtls' } as const])(
    'is refused by a verifier with %j',
    async (options) => {
      const call = { ...requestCall, headers: { dpop: [await stage.proof()] } }
      expect(await verdict(stage.token, call, options)).toBe('sender_constrained: a token bound to a key')
    },
  )

  it('is asked for a new proof by every call, remembered or not', async () => {
    const verifier = verifierWith({ senderConstraint: 'dpop', verifiedTokensKept: 10 })
    const withProof = async () => ({ ...requestCall, headers: { dpop: [await stage.proof()] } })
    const first = await withProof()
    expect(word(await verifier.verify(stage.token, first))).toBe('verified')
    expect(word(await verifier.verify(stage.token, first))).toBe('sender_constrained')
    expect(word(await verifier.verify(stage.token, { ...requestCall, headers: {} }))).toBe(
      'sender_constrained',
    )
    expect(word(await verifier.verify(stage.token, await withProof()))).toBe('verified')
  })

  it('is judged by the public URL, where the gateway knows another', async () => {
    const options = { senderConstraint: 'dpop', publicUrl: 'https://shop.example.com/api' } as const
    const ours = await stage.proof({ claims: { htu: 'https://shop.example.com/api/pets' } })
    const gateways = await stage.proof()
    const withHeader = (proof: string) => ({ ...requestCall, headers: { dpop: [proof] } })
    expect(await verdict(stage.token, withHeader(ours), options)).toBe('verified')
    expect(await verdict(stage.token, withHeader(gateways), options)).toBe(
      'sender_constrained: a proof for another URL',
    )
  })

  it('is neither accepted nor refused when nobody knows whether its proof was used', async () => {
    const see = () => Promise.reject(new UpstreamUnavailable('seen proofs'))
    const call = { ...requestCall, headers: { dpop: [await stage.proof()] } }
    await expect(
      verifierWith({ senderConstraint: 'dpop' }, { see }).verify(stage.token, call),
    ).rejects.toThrow(UpstreamUnavailable)
  })

  it('is refused when a shared store has seen its proof', async () => {
    const call = { ...requestCall, headers: { dpop: [await stage.proof()] } }
    const verifier = verifierWith({ senderConstraint: 'dpop' }, { see: async () => 'again' })
    expect(foundIn(await verifier.verify(stage.token, call))).toBe('a proof that was used before')
  })
})

describe('a certificate-bound token', () => {
  const cnf = { 'x5t#S256': shopThumbprint }

  it('is accepted with its certificate, as Bearer or without a scheme', async () => {
    expect(await verdict(await tokenWith(cnf), certified)).toBe('verified')
    expect(await verdict(await tokenWith(cnf), { ...bare, clientCertificate: shopCertificate })).toBe(
      'verified',
    )
  })

  it.each([
    ['no client certificate', undefined],
    ['no client certificate', ''],
    ['a client certificate that cannot be read', 'noise'],
    ['a client certificate that cannot be read', shopThumbprint],
    ['another client certificate', strangersCertificate],
    ['another client certificate', `${strangersCertificate}${shopCertificate}`],
  ])('is refused with %s', async (found, clientCertificate) => {
    const call = { ...bearer, ...(clientCertificate === undefined ? {} : { clientCertificate }) }
    expect(await verdict(await tokenWith(cnf), call)).toBe(`sender_constrained: ${found}`)
  })

  it('is refused with a certificate in a header, which everybody can write', async () => {
    const headers = { 'x-client-cert': [shopCertificate], 'x-amzn-mtls-clientcert': [shopCertificate] }
    expect(await verdict(await tokenWith(cnf), { ...bearer, headers })).toBe(
      'sender_constrained: no client certificate',
    )
  })

  it('is refused in a TOKEN event, under the DPoP scheme, and where certificates are not verified', async () => {
    const token = await tokenWith(cnf)
    expect(await verdict(token, { ...tokenCall, clientCertificate: shopCertificate })).toMatch(/no proof$/)
    expect(await verdict(token, { ...certified, scheme: 'dpop' })).toMatch(/a token that DPoP does not bind$/)
    expect(await verdict(token, certified, { senderConstraint: 'dpop' })).toMatch(/a token bound to a key$/)
  })
})

describe('a token that is bound twice', () => {
  const cnf = { jkt: holder.thumbprint, 'x5t#S256': shopThumbprint }

  it('needs both proofs', async () => {
    const token = await tokenWith(cnf)
    const ath = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(token))).toString('base64url')
    const headers = { dpop: [await stage.proof({ claims: { ath } })] }
    const both = { ...requestCall, headers, clientCertificate: shopCertificate }
    expect(await verdict(token, { ...both, headers: {} })).toMatch(/no DPoP header$/)
    expect(await verdict(token, { ...requestCall, headers })).toMatch(/no client certificate$/)
    expect(await verdict(token, both, { senderConstraint: 'dpop' })).toMatch(/a token bound to a key$/)
    expect(await verdict(token, both)).toBe('verified')
  })
})

describe('a confirmation that is not understood', () => {
  it.each([
    null,
    'jkt',
    [],
    {},
    { jkt: 7 },
    { jkt: null },
    { 'x5t#S256': [shopThumbprint] },
    { jkt: holder.thumbprint, kid: 'holder' },
    { 'x5t#S256': shopThumbprint, jwk: {} },
    { jwk: holder.jwk },
    { x5t: shopThumbprint },
    { toString: 'a', jkt: holder.thumbprint },
    JSON.parse('{"__proto__": {"jkt": "a"}}'),
  ])('binds a token to nobody: %j', async (cnf) => {
    const call = { ...certified, headers: { dpop: [await stage.proof()] } }
    const token = await tokenWith(cnf)
    expect(await verdict(token, call)).toBe('sender_constrained: a token bound to a key')
    expect(await verdict(token, { ...call, scheme: 'dpop' })).toMatch(/^sender_constrained/)
  })
})

describe('an explanation', () => {
  it('repeats nothing of a proof, a certificate or a confirmation', async () => {
    const proof = await stage.proof({ claims: { htu: 'https://canary.example.com/', jti: 'canary' } })
    const call = { ...requestCall, headers: { dpop: [proof] } }
    const told = JSON.stringify([
      await stage.verifier.verify(stage.token, call),
      await stage.verifier.verify(await tokenWith({ 'x5t#S256': 'canary' }), certified),
      await stage.verifier.verify(await tokenWith({ canary: 'canary' }), certified),
    ])
    for (const secret of ['canary', holder.thumbprint, shopThumbprint, ...proof.split('.')])
      expect(told).not.toContain(secret)
  })
})
