import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type GateStage, gateStage, word } from './gate.stage.ts'

let stage: GateStage
beforeAll(async () => {
  stage = await gateStage({ type: 'JWT', scopeClaims: ['scope', 'scp'] })
})
afterAll(() => stage.server.close())

const header = { typ: 'JWT' }

describe('the profile JWT', () => {
  it.each([
    ['has a scope as text', {}],
    ['has a scope as a list', { scope: undefined, scp: ['pets:read'] }],
    ['names its client otherwise', { client_id: undefined, azp: 'shop' }],
    ['has no name of its own', { jti: undefined }],
    ['says that it gives access', { token_use: 'access' }],
  ])('accepts a token that %s', async (_, claims) => {
    expect(word(await stage.present({ header, claims }))).toBe('verified')
  })

  it.each([
    ['has a nonce', { nonce: 'n' }, 'wrong_type'],
    ['has a hash of an access token', { at_hash: 'h' }, 'wrong_type'],
    ['has a hash of a code', { c_hash: 'h' }, 'wrong_type'],
    ['tells of an event', { events: {} }, 'wrong_type'],
    ['says that it is for something else', { token_use: 'id' }, 'wrong_type'],
    ['is for its own client', { azp: 'https://api.example.com' }, 'wrong_type'],
    ['has no scope', { scope: undefined }, 'missing_claim'],
    ['has no client', { client_id: undefined }, 'missing_claim'],
  ])('refuses a token that %s', async (_, claims, reason) => {
    expect(word(await stage.present({ header, claims }))).toBe(reason)
  })

  it.each(['at+jwt', undefined, 'JOSE', 'logout+jwt'])('refuses a token of type %s', async (typ) => {
    expect(word(await stage.present({ header: { typ } }))).toBe('wrong_type')
  })

  it('says who speaks by the first client claim there is', async () => {
    const answer = await stage.present({ header, claims: { client_id: undefined, cid: 'a', azp: 'b' } })
    expect(answer).toMatchObject({ identity: { clientId: 'a' } })
  })
})
