import { type CorpusToken, hostileCorpus } from '@sallyport/access/contracts'
import { createLocalJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { corpusStage, type JwtCorpusStage } from './corpus.stage.ts'

interface Verdicts {
  readonly entry: CorpusToken
  readonly ours: boolean
  readonly theirs: boolean
}

/**
 * What jose forgives or leaves to its callers: the only requirements in which we are stricter. All
 * of it is declared policy of jose, and a new line here is a decision of ours.
 */
const stricterIn: ReadonlyMap<string, string> = new Map([
  ['D05', 'a token bound to a key of its client passes for a bearer token'],
  ['S04', 'of a header member that is named twice the last one counts'],
  ['S10', 'a byte order mark is passed over'],
  ['S13', 'a subject may be anything'],
  ['S20', 'a token has more than one spelling'],
  ['S22', 'of a claim that is named twice the last one counts'],
  ['S23', 'a client and a token may have anything for a name'],
  ['S25', 'a beginning may be any number'],
  ['S26', 'a time of issue is not looked at'],
  ['S27', 'an end may be any number, before that of issue too'],
  ['S28', 'a scope may be anything'],
  ['T01', 'a token bound to a certificate passes for a bearer token'],
  ['V03', 'a key that names no algorithm serves every one of its type'],
  ['V08', 'b64 is understood'],
  ['V11', 'a list of audiences may have anything in it'],
  ['V24', 'a token may have any length and depth'],
])

describe.each(['RS256', 'ES256', 'EdDSA'])('beside jose, a verifier of %s tokens', (algorithm) => {
  let stage: JwtCorpusStage
  let verdicts: readonly Verdicts[]
  beforeAll(async () => {
    stage = await corpusStage(algorithm)
    verdicts = await bothOn(stage)
  })
  afterAll(() => stage.close())

  it('accepts nothing that jose refuses', () => {
    expect(verdicts.filter(({ ours, theirs }) => ours && !theirs).map(({ entry }) => entry.name)).toEqual([])
  })

  it('is stricter only where it was decided', () => {
    const stricter = new Set(
      verdicts.filter(({ ours, theirs }) => theirs && !ours).map(({ entry }) => entry.requirement),
    )
    // Only RSA has keys that could serve several algorithms.
    const decided = [...stricterIn.keys()].filter((id) => id !== 'V03' || algorithm === 'RS256')
    expect([...stricter].sort()).toEqual(decided)
  })
})

/** jose with everything switched on that it offers for access tokens by RFC 9068. */
async function bothOn(stage: JwtCorpusStage): Promise<readonly Verdicts[]> {
  const keys = createLocalJWKSet({ keys: [...stage.published] })
  const options = {
    issuer: stage.issuer,
    audience: stage.audience,
    algorithms: ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA', 'Ed25519'],
    typ: 'at+jwt',
    requiredClaims: ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'],
    clockTolerance: stage.clockToleranceSeconds,
    currentDate: new Date(stage.nowSeconds() * 1000),
  }
  const verdicts: Verdicts[] = []
  for (const entry of hostileCorpus(stage)) {
    const token = await entry.token(stage)
    const ours = (await stage.verifier.verify(token, stage.call)).outcome === 'verified'
    const theirs = await jwtVerify(token, keys, options).then(
      () => true,
      () => false,
    )
    verdicts.push({ entry, ours, theirs })
  }
  return verdicts
}
