import { assert, asyncProperty, constantFrom, nat, oneof, pre, string } from 'fast-check'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { call, type GateStage, gateStage, key, word } from './gate.stage.ts'
import { facts, keySetOf, loopbackServer, minted, signed } from './issuer.stage.ts'

let stage: GateStage
beforeEach(async () => {
  stage = await gateStage()
})
afterEach(() => stage.server.close())

/** Signs JSON texts that no serialiser would write. */
async function written(change: (texts: readonly [string, string]) => readonly [string, string]) {
  const { header, claims } = facts(stage.mint)
  return word(await stage.verify(await signed(change([JSON.stringify(header), JSON.stringify(claims)]), key)))
}

describe('a verified token', () => {
  it('becomes an identity with everything the token says', async () => {
    const answer = await stage.present({ claims: { tier: 'gold' } })
    expect(answer).toMatchObject({
      outcome: 'verified',
      identity: {
        issuer: stage.issuer,
        subject: 'ada',
        clientId: 'shop',
        scopes: new Set(['pets:read']),
        expiresAtSeconds: 1_800_000_600,
        keyId: 'key-1',
        claims: { tier: 'gold', sub: 'ada' },
      },
    })
  })

  it('is explained check by check', async () => {
    const { explanation } = await stage.present()
    expect(explanation.checks.map(({ check }) => check).join(' ')).toBe(
      'length form header payload crit alg typ iss key signature kind aud exp nbf iat sub jti client_id scope cnf',
    )
  })

  it('lives on a whole second, rounded down', async () => {
    const answer = await stage.present({ claims: { exp: 1_800_000_100.9 } })
    expect(answer).toMatchObject({ identity: { expiresAtSeconds: 1_800_000_100 } })
  })

  it('has claims without prototypes, at any depth', async () => {
    const answer = await stage.present({ claims: JSON.parse('{"a":[{"__proto__":{"b":1}}]}') })
    const claims = answer.outcome === 'verified' ? answer.identity.claims : {}
    expect(Object.getPrototypeOf(claims)).toBeNull()
    expect(Object.getPrototypeOf((claims['a'] as object[])[0])).toBeNull()
    expect(Object.hasOwn((claims['a'] as object[])[0] ?? {}, '__proto__')).toBe(false)
  })

  it('may say its type as a media type in any case', async () => {
    expect(word(await stage.present({ header: { typ: 'Application/AT+JWT' } }))).toBe('verified')
  })

  it('is accepted until the tolerance has passed too, and not a second longer', async () => {
    const token = await minted(stage.mint, { livesForSeconds: 10 })
    stage.passSeconds(14)
    expect(word(await stage.verify(token))).toBe('verified')
    stage.passSeconds(1)
    expect(word(await stage.verify(token))).toBe('expired')
  })
})

describe('a refused token', () => {
  it.each(['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'])(
    'lacked %s, as missing_claim',
    async (name) => {
      expect(word(await stage.present({ claims: { [name]: undefined } }))).toBe('missing_claim')
    },
  )

  it.each([
    ['a member twice in its claims', '"sub":"eve","sub"', '"sub"'],
    ['a member twice by an escape', '"s\\u0075b":"eve","sub"', '"sub"'],
    ['a member twice in a nested claim', '"deep":[{"a":1,"b":[{}],"a":2}],"sub"', '"sub"'],
    ['claims nested too deep', `"deep":${'['.repeat(65)}${']'.repeat(65)},"sub"`, '"sub"'],
    ['a byte order mark', '\ufeff{', '{'],
    ['something behind its claims', '{}{', '{'],
  ])('had %s, as malformed', async (_, text, place) => {
    expect(await written(([header, claims]) => [header, claims.replace(place, () => text)])).toBe('malformed')
  })

  it('had a header member twice, as malformed', async () => {
    expect(await written(([header, claims]) => [header.replace('{', '{"alg":"none",'), claims])).toBe(
      'malformed',
    )
  })

  it.each(['[]', 'null', '"text"', '7', ''])('had %s for claims, as malformed', async (text) => {
    expect(await written(([header]) => [header, text])).toBe('malformed')
  })

  it('was not UTF-8, as malformed', async () => {
    const { header } = facts(stage.mint)
    const claims = Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]).toString('base64url')
    const token = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${claims}.AAAA`
    expect(word(await stage.verify(token))).toBe('malformed')
  })

  it('never ended, as bad_claim', async () => {
    const exp = ([header, claims]: readonly [string, string]) =>
      [header, claims.replace(/"exp":\d+/, '"exp":1e999')] as const
    expect(await written(exp)).toBe('bad_claim')
  })

  it.each([
    ['expired before it was issued', { iat: 1_800_000_003, exp: 1_800_000_001 }, 'bad_claim'],
    ['was issued in the future', { iat: 1_800_000_006 }, 'not_yet_valid'],
    ['had half a character in its subject', { sub: '\ud800' }, 'bad_claim'],
    ['had no text for its client', { client_id: ['shop'] }, 'bad_claim'],
  ])('%s', async (_, claims, reason) => {
    expect(word(await stage.present({ claims }))).toBe(reason)
  })

  it('says what was not reached', async () => {
    const { explanation } = await stage.present({ header: { alg: 'none' } })
    expect(explanation.checks.slice(4, 7)).toMatchObject([
      { check: 'crit', outcome: 'passed' },
      { check: 'alg', outcome: 'failed', found: 'none' },
      { check: 'typ', outcome: 'not_reached' },
    ])
    expect(explanation.checks).toHaveLength(20)
  })

  it('was a foreign one, and the issuer was not troubled for it', async () => {
    await stage.present({ claims: { iss: 'https://idp.example.net' } })
    await stage.present({ header: { alg: 'none' } })
    await stage.present({ header: { typ: 'JWT' } })
    await stage.present({ header: { kid: 7 } })
    await stage.present({ header: { kid: 'k'.repeat(257) } })
    expect(stage.server.requests).toEqual([])
  })
})

describe('the spelling of a token', () => {
  it('is the only one, whatever is inserted, exchanged or cut', async () => {
    const token = await minted(stage.mint)
    const place = nat(token.length)
    const insertion = oneof(string({ unit: 'binary', maxLength: 3 }), constantFrom('=', ' ', '\n', '+', '/'))
    await assert(
      asyncProperty(place, nat(2), insertion, async (at, cut, text) => {
        const other = token.slice(0, at) + text + token.slice(at + cut)
        pre(other !== token)
        expect((await stage.verify(other)).outcome).toBe('refused')
      }),
    )
  })

  it('is the only one, down to the unused bits of each part', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const token = await minted(stage.mint)
    const ends = [token.indexOf('.') - 1, token.lastIndexOf('.') - 1, token.length - 1]
    const others = ends.flatMap((end) =>
      Array.from(alphabet, (letter) => token.slice(0, end) + letter + token.slice(end + 1)),
    )
    const answers = await Promise.all(others.map((other) => stage.verify(other)))
    expect(answers.filter(({ outcome }) => outcome === 'verified')).toHaveLength(ends.length)
  })
})

describe('the configured audience', () => {
  it('may be any when the operator says so, present or not', async () => {
    const { server } = stage
    stage = await gateStage({ audience: null })
    await server.close()
    expect(word(await stage.present({ audience: 'urn:someone-else' }))).toBe('verified')
    expect(word(await stage.present({ claims: { aud: undefined } }))).toBe('verified')
    expect(word(await stage.present({ claims: { aud: 7 } }))).toBe('bad_claim')
  })
})

describe('a cold start', () => {
  it('does not load undici for a key set over http', async () => {
    const server = await loopbackServer(keySetOf(key))
    const token = await minted({ ...stage.mint, issuer: server.url }, { claims: { exp: 4_000_000_000 } })
    const entry = JSON.stringify(new URL('./jwks.ts', import.meta.url).href)
    const options = JSON.stringify({ issuer: server.url, audience: null, jwksUri: `${server.url}/jwks` })
    const script = `
      const { jwks } = await import(${entry})
      const verifier = jwks(${options}, { clock: { now: () => 1_800_000_000_000 } })
      const { outcome } = await verifier.verify(${JSON.stringify(token)}, ${JSON.stringify(call)})
      console.log(outcome, process.moduleLoadList.filter((name) => name.includes('undici')).join())`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
    await server.close()
    expect(stdout).toBe('verified \n')
  })
})
