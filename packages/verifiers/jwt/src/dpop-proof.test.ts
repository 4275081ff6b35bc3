import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  type BoundStage,
  boundStage,
  foundIn,
  holderOf,
  privateJwkOf,
  requestCall,
  target,
} from './dpop-proof.stage.ts'
import { word } from './gate.stage.ts'
import { minted, signed } from './issuer.stage.ts'

const holder = await holderOf('ES256')
const stranger = await holderOf('ES256')
let stage: BoundStage
beforeEach(async () => {
  stage = await boundStage(holder)
})
afterEach(() => stage.server.close())

const verdict = async (proofs: readonly string[], changes = {}) => {
  const answer = await stage.presentWith(proofs, changes)
  return answer.outcome === 'verified' ? 'verified' : `${word(answer)}: ${foundIn(answer)}`
}
const refusedFor = (found: string) => `sender_constrained: ${found}`

describe.each(['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'])('a proof made by jose with %s', (algorithm) => {
  it('is accepted for its own token and call', async () => {
    const bound = await boundStage(await holderOf(algorithm))
    expect(word(await bound.presentWith([await bound.proof()]))).toBe('verified')
    await bound.server.close()
  })
})

describe('a proof', () => {
  it('must be there, once (RFC 9449 section 4.3, check 1)', async () => {
    const proof = await stage.proof()
    expect(await verdict([])).toBe(refusedFor('no DPoP header'))
    expect(await verdict([], { headers: undefined })).toBe(refusedFor('no DPoP header'))
    expect(await verdict([proof, proof])).toBe(refusedFor('several DPoP headers'))
    expect(await verdict([proof, await stage.proof()])).toBe(refusedFor('several DPoP headers'))
  })

  it('must be one compact JWT (check 2)', async () => {
    const proof = await stage.proof()
    const [header, payload] = proof.split('.')
    const flawed = [
      '',
      'noise',
      `${proof},${proof}`,
      `${proof}=`,
      ` ${proof}`,
      `${proof}\n`,
      `${header}.${payload}.`,
    ]
    for (const text of flawed)
      expect(await verdict([text])).toBe(refusedFor('a DPoP header that is not one compact JWT'))
  })

  it.each(['jti', 'htm', 'htu', 'iat', 'ath'])('must say %s (check 3)', async (name) => {
    expect(await verdict([await stage.proof({ claims: { [name]: undefined } })])).toMatch(
      /^sender_constrained/,
    )
  })

  it.each([undefined, 'JWT', 'at+jwt', 'DPoP+JWT', 'application/dpop+jwt', 7])(
    'must be of type dpop+jwt, and not %s (check 4)',
    async (typ) => {
      expect(await verdict([await stage.proof({ header: { typ } })])).toBe(
        refusedFor('a proof that is of another type'),
      )
    },
  )

  it('must be by an asymmetric algorithm of the list (check 5)', async () => {
    const text = (alg: unknown) => JSON.stringify({ typ: 'dpop+jwt', alg, jwk: holder.jwk })
    for (const alg of ['none', 'HS256', 'es256', 'ES256 ', 'ES512', 'RS1', undefined, ['ES256']])
      expect(await verdict([await signed([text(alg), claimsOf(stage)], holder.key)])).toBe(
        refusedFor('a proof by another algorithm'),
      )
  })

  it('must be signed by the key that it brings (check 6)', async () => {
    expect(await verdict([await stage.proof({ signer: stranger })])).toBe(
      refusedFor('a proof that its key has not signed'),
    )
    const [header, payload, signature = ''] = (await stage.proof()).split('.')
    const changed = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`
    expect(await verdict([`${header}.${payload}.${changed}`])).toBe(
      refusedFor('a proof that its key has not signed'),
    )
  })

  it('must bring a public key, and none that tells of its private half (check 7)', async () => {
    for (const jwk of [await privateJwkOf(holder), { kty: 'oct', k: 'AAAA' }, { ...holder.jwk, d: '' }])
      expect(await verdict([await stage.proof({ header: { jwk } })])).toBe(
        refusedFor('a proof with a key that cannot be used'),
      )
  })

  it.each([undefined, null, 'key', [], ['a']])('must bring a key, and not %j', async (jwk) => {
    expect(await verdict([await stage.proof({ header: { jwk } })])).toBe(refusedFor('a proof without a key'))
  })

  it.each([
    { kty: undefined },
    { kty: 'RSA' },
    { crv: 'P-384' },
    { crv: undefined },
    { x: 'AAAA' },
    { x: 7 },
    { use: 'enc' },
    { alg: 'ES384' },
    { key_ops: ['sign'] },
  ])('must bring a key fit for its algorithm, and not one with %j', async (changes) => {
    const jwk = { ...holder.jwk, ...changes }
    expect(await verdict([await stage.proof({ header: { jwk } })])).toBe(
      refusedFor('a proof with a key that cannot be used'),
    )
  })

  it.each(['GEt', 'get', 'POST', '', null, ['GET']])('for GET must not say %j (check 8)', async (htm) => {
    expect(await verdict([await stage.proof({ claims: { htm } })])).toBe(
      refusedFor('a proof for another method'),
    )
  })

  it('must be for the method of a call that has one', async () => {
    for (const proof of [await stage.proof(), await stage.proof({ claims: { htm: undefined } })])
      expect(await verdict([proof], { method: undefined })).toBe(refusedFor('a proof for another method'))
  })

  it.each([
    `${target}/`,
    target.toUpperCase(),
    target.replace('/prod/', '/dev/'),
    target.replace('pets', 'Pets'),
    target.replace('https:', 'http:'),
    target.replace('.com/', '.com:8443/'),
    target.replace('.com/', '.com./'),
    target.replace('a1b2c3', 'd4e5f6'),
    target.replace('https://', 'https://eve@'),
    target.replace('pets', 'pets%2F'),
    target.replace('https:', ''),
    '/prod/pets',
    ` ${target}`,
    target.replace('/prod', '\\prod'),
    7,
    null,
    [target],
  ])('must not be for %j (check 9)', async (htu) => {
    expect(await verdict([await stage.proof({ claims: { htu } })])).toBe(
      refusedFor('a proof for another URL'),
    )
  })

  it.each([
    `${target}?limit=10`,
    `${target}#top`,
    target.replace('https://a1b2c3', 'HTTPS://A1B2C3'),
    target.replace('.com/', '.com:443/'),
    target.replace('pets', 'p%65ts'),
    target.replace('/prod/', '/prod/./x/../'),
  ])('may be for %s, which is the same URL (check 9)', async (htu) => {
    expect(await verdict([await stage.proof({ claims: { htu } })])).toBe('verified')
  })

  it('must be for the URL of a call that has one', async () => {
    for (const htu of [target, 'https:///prod/pets', undefined])
      expect(await verdict([await stage.proof({ claims: { htu } })], { domainName: undefined })).toBe(
        refusedFor('a proof for another URL'),
      )
  })

  it('must be for this token (check 12)', async () => {
    const other = createHash('sha256').update('another').digest('base64url')
    for (const ath of [other, '', 7, createHash('sha256').update(stage.token).digest('base64')])
      expect(await verdict([await stage.proof({ claims: { ath } })])).toBe(
        refusedFor('a proof for another token'),
      )
  })

  it('must be by the key that the token is bound to (check 12)', async () => {
    const header = { jwk: stranger.jwk }
    expect(await verdict([await stage.proof({ signer: stranger, header })])).toBe(
      refusedFor('a proof by another key'),
    )
  })

  it.each(['crit', 'b64'])('must not ask for an extension by %s', async (name) => {
    const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: holder.jwk, [name]: ['exp'] }
    expect(await verdict([await signed([JSON.stringify(header), claimsOf(stage)], holder.key)])).toBe(
      refusedFor('a proof with an unknown extension'),
    )
  })
})

describe('the time of a proof', () => {
  it.each([
    [-60, 'verified'],
    [-60.5, refusedFor('a proof that is too old')],
    [-61, refusedFor('a proof that is too old')],
    [5, 'verified'],
    [6, refusedFor('a proof whose time is still to come')],
    [1e12, refusedFor('a proof whose time is still to come')],
    [-1e308, refusedFor('a proof that is too old')],
  ])('%d seconds from now is judged: %s (check 11)', async (offset, expected) => {
    const iat = stage.mint.nowSeconds() + offset
    expect(await verdict([await stage.proof({ claims: { iat } })])).toBe(expected)
  })

  it.each(['now', null, [1_800_000_000]])('must be a number, and not %j', async (iat) => {
    const header = JSON.stringify({ typ: 'dpop+jwt', alg: 'ES256', jwk: holder.jwk })
    const claims = JSON.stringify({ ...JSON.parse(claimsOf(stage)), iat })
    expect(await verdict([await signed([header, claims], holder.key)])).toBe(
      refusedFor('a proof without a time'),
    )
  })

  it('may be as old as the operator says', async () => {
    const patient = await boundStage(holder, { proofFreshForSeconds: 300 })
    const proof = await patient.proof({ claims: { iat: patient.mint.nowSeconds() - 300 } })
    expect(word(await patient.presentWith([proof]))).toBe('verified')
    await patient.server.close()
  })
})

describe('a proof that was used', () => {
  const usedBefore = refusedFor('a proof that was used before')

  it('is refused as long as it would be fresh, and from then on as too old', async () => {
    const proof = await stage.proof({ claims: { iat: stage.mint.nowSeconds() + 5 } })
    expect(await verdict([proof])).toBe('verified')
    expect(await verdict([proof])).toBe(usedBefore)
    stage.passSeconds(65)
    expect(await verdict([proof])).toBe(usedBefore)
    stage.passSeconds(1)
    expect(await verdict([proof])).toBe(refusedFor('a proof that is too old'))
  })

  it('takes its name with it, whatever else a second proof of that key says', async () => {
    expect(await verdict([await stage.proof({ claims: { jti: 'once' } })])).toBe('verified')
    expect(await verdict([await stage.proof({ claims: { jti: 'once', note: 'other' } })])).toBe(usedBefore)
  })

  it('leaves its name to proofs of other keys', async () => {
    const claims = { jti: 'once' }
    expect(await verdict([await stage.proof({ claims })])).toBe('verified')
    const token = await minted(stage.mint, { claims: { cnf: { jkt: stranger.thumbprint } } })
    const ath = createHash('sha256').update(token).digest('base64url')
    const header = { jwk: stranger.jwk }
    const proof = await stage.proof({ signer: stranger, header, claims: { ...claims, ath } })
    const call = { ...requestCall, headers: { dpop: [proof] } }
    expect(word(await stage.verifier.verify(token, call))).toBe('verified')
  })

  it('was accepted: a refused one uses up no name', async () => {
    await stage.presentWith([await stage.proof({ claims: { jti: 'once', ath: 'x' } })])
    await stage.presentWith([await stage.proof({ claims: { jti: 'once' }, signer: stranger })])
    expect(await verdict([await stage.proof({ claims: { jti: 'once' } })])).toBe('verified')
  })

  it.each(['', 7, null])('must have had a name, and not %j', async (jti) => {
    const header = JSON.stringify({ typ: 'dpop+jwt', alg: 'ES256', jwk: holder.jwk })
    const claims = JSON.stringify({ ...JSON.parse(claimsOf(stage)), jti })
    expect(await verdict([await signed([header, claims], holder.key)])).toBe(
      refusedFor('a proof without a name'),
    )
  })
})

/** The claims of a good proof, as text. */
function claimsOf({ token, mint }: BoundStage): string {
  const ath = createHash('sha256').update(token).digest('base64url')
  return JSON.stringify({ jti: 'written', htm: 'GET', htu: target, iat: mint.nowSeconds(), ath })
}
