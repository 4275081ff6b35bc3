import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { call, type GateStage, gateStage, key, stranger, word } from './gate.stage.ts'
import { issuerKey, json, keySetOf, minted } from './issuer.stage.ts'

const next = await issuerKey('ES256', 'key-2')

let stage: GateStage
beforeEach(async () => {
  stage = await gateStage({ verifiedTokensKept: 2 })
})
afterEach(() => stage.server.close())

const ask = (token: string) => stage.verifier.verify(token, call)

describe('a remembered token', () => {
  it('is answered for as it was the first time, and not by the same objects', async () => {
    const token = await minted(stage.mint, { claims: { deep: { a: [1] } } })
    const [first, second] = [await ask(token), await ask(token)]
    expect(second).toEqual(first)
    if (first.outcome !== 'verified' || second.outcome !== 'verified') throw new Error('refused')
    expect(second.identity.claims).not.toBe(first.identity.claims)
    expect(second.identity.claims['deep']).not.toBe(first.identity.claims['deep'])
  })

  it('expires all the same', async () => {
    const token = await minted(stage.mint, { livesForSeconds: 10 })
    expect(word(await ask(token))).toBe('verified')
    stage.passSeconds(15)
    expect(word(await ask(token))).toBe('expired')
    expect(word(await ask(token))).toBe('expired')
  })

  it('does not become valid before its time by being seen', async () => {
    const token = await minted(stage.mint, { startsInSeconds: 60, livesForSeconds: 600 })
    expect(word(await ask(token))).toBe('not_yet_valid')
    stage.passSeconds(60)
    expect(word(await ask(token))).toBe('verified')
  })

  it('dies with its key', async () => {
    const token = await minted(stage.mint, { livesForSeconds: 3000 })
    await ask(token)
    stage.server.answerWith(keySetOf(next))
    stage.passSeconds(600)
    await ask(token)
    await expect.poll(() => ask(token).then(word)).toBe('unknown_key')
  })

  it('is tried again when another key takes over the name of its own', async () => {
    const token = await minted(stage.mint, { livesForSeconds: 3000 })
    await ask(token)
    stage.server.answerWith(keySetOf(stranger))
    stage.passSeconds(600)
    await ask(token)
    await expect.poll(() => ask(token).then(word)).toBe('bad_signature')
  })

  it('does not outlive the greatest age of the keys', async () => {
    const token = await minted(stage.mint, { livesForSeconds: 7200 })
    await ask(token)
    stage.server.answerWith(json({}, 503))
    stage.passSeconds(3601)
    await expect(ask(token)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' })
  })

  it('lends nothing to another spelling or another signature', async () => {
    const token = await minted(stage.mint)
    await ask(token)
    expect(word(await ask(`${token} `))).toBe('malformed')
    const forged = await minted(stage.mint, { signer: 'stranger' })
    expect(word(await ask(forged))).toBe('bad_signature')
  })

  it('makes room for newer ones', async () => {
    const tokens = await Promise.all(['a', 'b', 'c', 'd'].map((subject) => minted(stage.mint, { subject })))
    for (const token of [...tokens, ...tokens]) expect(word(await ask(token))).toBe('verified')
  })
})

describe('preloaded keys', () => {
  it('verify before the issuer has answered', async () => {
    const { server } = stage
    stage = await gateStage({ preloadedKeys: { keys: [key.published] } })
    await server.close()
    stage.server.answerWith(() => undefined)
    expect(word(await stage.present())).toBe('verified')
  })
})

describe('a verifier that remembers', () => {
  it('asks the issuer once for a call that finds no key, like any other', async () => {
    const token = await minted({ ...stage.mint, key: next })
    expect(word(await ask(token))).toBe('unknown_key')
    expect(stage.server.requests).toHaveLength(1)
  })
})
