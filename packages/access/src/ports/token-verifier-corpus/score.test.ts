import { UpstreamUnavailable } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { methodArn } from '../../method-arn.ts'
import type { Call } from '../../call.ts'
import type { TokenVerifier } from '../token-verifier.ts'
import { base64url, bytesOf, utf8 } from './base64url.ts'
import { canary, type CorpusStage } from './corpus-stage.ts'
import { elsewhere } from './elsewhere.ts'
import { hostileCorpus } from './hostile-corpus.ts'
import { requirementIds, requirementTable } from './requirement-table.ts'
import { scoreOf } from './score.ts'

const arn = methodArn('arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod/GET/pets')
if (arn === undefined) throw new Error('arn: expected a method ARN, found another text')
const call: Call = { methodArn: arn, kind: 'token' }

/** As good as a signature where nobody verifies it: 64 bytes that every letter has a part in. */
function sealed(text: string): string {
  const seal = Array.from(text).reduce(
    (sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 16_777_213,
    7,
  )
  return base64url(Array.from({ length: 64 }, (_, index) => (seal * (index + 3)) & 255))
}

/** An issuer that signs nothing: what counts here is what becomes of the answers. */
function stageWith(verify: TokenVerifier['verify']): CorpusStage {
  const names = ['issuer', 'unlabelled', 'encryption', 'weak', 'stranger', 'other-issuer'] as const
  const claims = {
    iss: 'https://idp.example.com',
    aud: 'https://api.example.com',
    sub: canary,
    client_id: canary,
  }
  return {
    verifier: { verify },
    call,
    issuer: claims.iss,
    audience: claims.aud,
    algorithm: 'ES256',
    clockToleranceSeconds: 5,
    otherIssuer: 'https://other.example.com',
    keyIds: Object.fromEntries(names.map((name) => [name, name])) as CorpusStage['keyIds'],
    strangerJwk: { kty: 'EC' },
    nowSeconds: () => 1_800_000_000,
    lure: { url: 'http://127.0.0.1:9/jwks', visits: () => 0 },
    facts: () => ({
      header: { alg: 'ES256', typ: 'at+jwt', kid: 'issuer' },
      claims: { ...claims, jti: canary, iat: 1_799_999_990, exp: 1_800_000_600, scope: canary },
    }),
    sign: async (input, { key, algorithm }) => sealed(`${key} ${algorithm} ${input}`),
    hmac: async (input, { secret, algorithm }) => sealed(`${secret} ${algorithm} ${input}`),
  }
}

const explanation = { checks: [] }
const identity = { issuer: 'i', subject: 's', scopes: new Set<string>(), claims: {} }

describe('a score', () => {
  it('counts every hostile token against a verifier that accepts all', async () => {
    const score = await scoreOf(stageWith(async () => ({ outcome: 'verified', identity, explanation })))
    expect(score.hostileAccepted).toHaveLength(score.hostileTokens)
    expect(score.goodRefused).toEqual([])
    expect(score.acceptedSpellings).toBe(score.triedSpellings)
    expect(score.triedSpellings).toBeGreaterThan(3495)
    expect([...score.byRequirement.values()].filter(({ refusing }) => refusing > 0)).toEqual([])
  })

  it('counts every good token against a verifier that refuses all, and every reason that is beside the point', async () => {
    const verdict = { outcome: 'refused', reason: 'lifetime_too_short', explanation } as const
    const score = await scoreOf(stageWith(async () => verdict))
    expect(score.goodRefused).toHaveLength(score.goodTokens)
    expect(score.hostileAccepted).toEqual([])
    expect(score.unexpectedReasons.length).toBeGreaterThan(900)
  })

  it('takes "inactive" from an issuer that judges tokens itself', async () => {
    const score = await scoreOf(
      stageWith(async () => ({ outcome: 'refused', reason: 'inactive', explanation })),
    )
    expect(score.unexpectedReasons).toEqual([])
  })

  it('counts a failure as no answer, and what it tells as a leak', async () => {
    const verify = async (token: string) => {
      throw new UpstreamUnavailable('issuer', { cause: new Error(token) })
    }
    const score = await scoreOf(stageWith(verify))
    expect(score.failed).toHaveLength(score.hostileTokens + score.goodTokens)
    expect(score.leaked.length).toBeGreaterThan(900)
  })

  it('finds a claim in an explanation', async () => {
    const checks = [{ check: 'sub', outcome: 'failed', expected: 'another', found: canary }] as const
    const answer = { outcome: 'refused', reason: 'inactive', explanation: { checks } } as const
    const score = await scoreOf(stageWith(async () => answer))
    expect(score.leaked).toHaveLength(score.hostileTokens + score.goodTokens)
  })
})

describe('the corpus', () => {
  const entries = [...hostileCorpus(stageWith(async () => ({ outcome: 'verified', identity, explanation })))]

  it('has 600 hostile tokens and 40 good ones at least, each with a name of its own', () => {
    expect(entries.filter(({ expect: fate }) => fate === 'refused').length).toBeGreaterThanOrEqual(600)
    expect(entries.filter(({ expect: fate }) => fate === 'verified').length).toBeGreaterThanOrEqual(40)
    expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length)
  })

  it('has a token for every requirement, or says where else it is held', () => {
    const covered = new Set<string>([
      ...entries.map(({ requirement }) => requirement),
      ...Object.keys(elsewhere),
    ])
    expect(requirementIds.filter((id) => !covered.has(id))).toEqual([])
    expect(new Set(requirementIds).size).toBe(58 + 32)
  })

  it('writes no hostile token that is one of the good ones', async () => {
    const stage = stageWith(async () => ({ outcome: 'verified', identity, explanation }))
    const texts = await Promise.all(
      entries.map(async ({ expect: fate, name, token }) => [fate, name, await token(stage)] as const),
    )
    const good = new Set(texts.filter(([fate]) => fate === 'verified').map(([, , text]) => text))
    const same = texts.filter(([fate, , text]) => fate === 'refused' && good.has(text))
    expect(same.map(([, name]) => name)).toEqual([])
  })

  it('is told in a table of all requirements', async () => {
    const score = await scoreOf(stageWith(async () => ({ outcome: 'verified', identity, explanation })))
    const lines = requirementTable(score).split('\n')
    expect(lines).toHaveLength(1 + 90 + 2)
    expect(lines.find((line) => line.startsWith('E04'))).toContain('not covered')
  })
})

describe('base64url', () => {
  it.each(['', 'a', 'ab', 'abc', '\u00e9\u{1f511} %41', '?>~'])('of %j is what RFC 4648 says', (text) => {
    expect(bytesOf(base64url(text))).toEqual(utf8(text))
  })

  it('writes the vectors of RFC 4648 section 10, without padding', () => {
    expect(['f', 'fo', 'foo', 'foob', 'fooba'].map((text) => base64url(text))).toEqual([
      'Zg',
      'Zm8',
      'Zm9v',
      'Zm9vYg',
      'Zm9vYmE',
    ])
    expect(base64url([251, 255])).toBe('-_8')
  })
})
