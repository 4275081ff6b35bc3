import type { JWK } from 'jose'
import { canary, type CorpusStage, type TokenFacts } from '@sallyport/access/contracts'
import { corpusKeys, jwkOf, keyIds, publishedBy, signingWith } from './corpus-keys.stage.ts'
import { audience, call } from './gate.stage.ts'
import { json, loopbackServer } from './issuer.stage.ts'
import { jwks, type JwksOptions, type KeyNotice } from './jwks.ts'

const clockToleranceSeconds = 5
const nowSeconds = () => 1_800_000_000
const clock = { now: () => nowSeconds() * 1000 }

/** What the verifier said of its issuer's keys meanwhile, and the end of the play. */
export interface JwtCorpusStage extends CorpusStage {
  readonly notices: readonly KeyNotice[]
  /** The keys in the issuer's set that are keys at all. */
  readonly published: readonly JWK[]
  readonly close: () => Promise<unknown>
}

/** A verifier before an issuer that signs whatever the corpus asks for, under a clock that stands. */
export async function corpusStage(
  algorithm: string,
  more: Partial<JwksOptions> = {},
): Promise<JwtCorpusStage> {
  const keys = corpusKeys(algorithm)
  const published = publishedBy(keys, algorithm)
  const server = await loopbackServer(json({ keys: published }))
  const lure = await loopbackServer(json({ keys: [{ ...jwkOf(keys.stranger), kid: keyIds.stranger }] }))
  const other = await loopbackServer(json({ keys: [{ ...jwkOf(keys['other-issuer']), kid: keyIds.issuer }] }))
  const issuer = `${server.url}/tenant`
  const notices: KeyNotice[] = []
  const notify = (notice: KeyNotice) => void notices.push(notice)
  const verifierOf = (url: string) =>
    jwks({ issuer: url, audience, jwksUri: `${url}/jwks`, clockToleranceSeconds, ...more }, { clock, notify })
  const signing = signingWith(keys, algorithm)
  // The other issuer's key is in this process under the very name, before any token comes.
  await verifierOf(other.url).verify(await tokenOf(other.url, algorithm, signing), call)
  return {
    ...signing,
    verifier: verifierOf(issuer),
    call,
    issuer,
    audience,
    algorithm,
    clockToleranceSeconds,
    otherIssuer: other.url,
    keyIds,
    strangerJwk: { ...jwkOf(keys.stranger) },
    nowSeconds,
    facts: () => factsOf(issuer, algorithm),
    lure: { url: `${lure.url}/jwks`, visits: lure.connections },
    notices,
    published: published.filter((key) => key !== null),
    close: () => Promise.all([server.close(), lure.close(), other.close()]),
  }
}

async function tokenOf(
  issuer: string,
  algorithm: string,
  { sign }: Pick<CorpusStage, 'sign'>,
): Promise<string> {
  const { header, claims } = factsOf(issuer, algorithm)
  const parts = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  return `${parts.join('.')}.${await sign(parts.join('.'), { key: 'other-issuer', algorithm })}`
}

function factsOf(issuer: string, algorithm: string): TokenFacts {
  const now = nowSeconds()
  return {
    header: { alg: algorithm, typ: 'at+jwt', kid: keyIds.issuer },
    claims: {
      iss: issuer,
      aud: audience,
      sub: `${canary}-subject`,
      client_id: `${canary}-client`,
      scope: `${canary}:read ${canary}:write`,
      jti: `${canary}-token`,
      iat: now - 10,
      exp: now + 600,
    },
  }
}
