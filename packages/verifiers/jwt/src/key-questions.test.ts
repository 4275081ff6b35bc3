import { createPrivateKey, sign } from 'node:crypto'
import { exportJWK } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GateStage, gateStage, key, stranger, word } from './gate.stage.ts'
import { facts, issuerKey, keySetOf, minted } from './issuer.stage.ts'

const rsa = await issuerKey('RS256', 'rsa')
const privateKey = createPrivateKey({ key: await exportJWK(key.privateKey), format: 'jwk' })

let stage: GateStage
beforeEach(async () => {
  stage = await gateStage()
})
afterEach(() => stage.server.close())

describe('a token that names no key', () => {
  const nameless = () => stage.present({ header: { kid: undefined } })

  it('is accepted when only one key fits it', async () => {
    stage.server.answerWith(keySetOf(rsa, key))
    expect(word(await nameless())).toBe('verified')
  })

  it('is refused as unknown_key when several do', async () => {
    stage.server.answerWith(keySetOf(key, stranger))
    expect(word(await nameless())).toBe('unknown_key')
  })

  it('is refused as unknown_key when none does', async () => {
    stage.server.answerWith(keySetOf(rsa))
    expect(word(await nameless())).toBe('unknown_key')
  })
})

describe('a token that names a key', () => {
  it('is accepted by the right one of two keys with one name', async () => {
    stage.server.answerWith(
      keySetOf(stranger, { ...rsa, published: { ...rsa.published, kid: 'key-1' } }, key),
    )
    expect(word(await stage.present())).toBe('verified')
  })

  it('is refused as wrong_algorithm when the key serves another', async () => {
    stage.server.answerWith(keySetOf(rsa))
    const mint = { ...stage.mint, key: rsa }
    const token = await minted(mint, { header: { alg: 'PS256' } })
    expect(word(await stage.verify(token))).toBe('wrong_algorithm')
  })

  it('is refused as unknown_key when the key has no name', async () => {
    const { kid: _, ...unnamed } = key.published
    stage.server.answerWith(keySetOf({ ...key, published: unnamed }))
    expect(word(await stage.present())).toBe('unknown_key')
  })
})

describe('a signature', () => {
  /** A good header and claims, signed by the right key, under a signature of another shape. */
  const shaped = async (shape: (signature: Buffer, input: string) => Buffer) => {
    const { header, claims } = facts(stage.mint)
    const encoded = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    const input = encoded.join('.')
    const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })
    return word(await stage.verify(`${input}.${shape(signature, input).toString('base64url')}`))
  }
  const half = (byte: number) => Buffer.alloc(32, byte)
  const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex')

  it('counts in its one shape', async () => {
    expect(await shaped((signature) => signature)).toBe('verified')
  })

  it.each([
    ['of zeros (CVE-2022-21449)', () => Buffer.concat([half(0), half(0)])],
    ['of the order of the curve', () => Buffer.concat([order, order])],
    ['past the order of the curve', () => Buffer.concat([half(255), half(255)])],
    ['with a byte behind it', (signature: Buffer) => Buffer.concat([signature, Buffer.alloc(1)])],
    ['with a byte before it', (signature: Buffer) => Buffer.concat([Buffer.alloc(1), signature])],
    ['that was cut', (signature: Buffer) => signature.subarray(0, 63)],
    ['in DER', (_: Buffer, input: string) => sign('sha256', Buffer.from(input), privateKey)],
    ['as long as a token may be', () => Buffer.alloc(5000, 1)],
  ])('%s is refused as bad_signature', async (_, shape) => {
    expect(await shaped(shape)).toBe('bad_signature')
  })
})
