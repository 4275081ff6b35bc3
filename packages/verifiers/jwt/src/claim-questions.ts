import type { JsonObject } from './json-object.ts'
import type { Profile } from './profile.ts'
import { type Answer, passed, type Question, refused } from './question.ts'

/** Claims of a token whose signature held, and the moment they are looked at. */
export interface SignedClaims {
  readonly claims: JsonObject
  readonly nowSeconds: number
  /** Those in the claims that have them; nothing where they are spelled otherwise than by the book. */
  readonly scopes: ReadonlySet<string> | undefined
}

export interface ClaimRules {
  /** The names of this API; `null` where the operator said that any will do. */
  readonly audience: readonly string[] | null
  readonly clockToleranceSeconds: number
  readonly scopeClaims: readonly string[]
  readonly profile: Profile
}

/** A time past this many seconds (the year 33658) was written in milliseconds. */
const latestSeconds = 1e12

/** What a genuine token must say to be for this API, now (RFC 9068 section 4, RFC 7519 section 4.1). */
export function claimQuestions(rules: ClaimRules): readonly Question<SignedClaims>[] {
  const { audience, profile, scopeClaims } = rules
  const lacksScope = (claims: JsonObject) =>
    profile.scope !== 'optional' &&
    ![...scopeClaims, ...profile.scope.unlessThereIs].some((name) => Object.hasOwn(claims, name))
  return [
    {
      check: 'kind',
      expected: 'nothing that belongs to another kind of token',
      answer: ({ claims }) => {
        const other = profile.mistakenFor(claims)
        return other === undefined ? passed : refused('wrong_type', other)
      },
    },
    {
      check: 'aud',
      expected: audience === null ? 'any audience' : 'an audience that names this API',
      answer: ({ claims }) => {
        const name = profile.audienceClaims.find((candidate) => Object.hasOwn(claims, candidate))
        return audienceAnswer(name === undefined ? undefined : claims[name], audience)
      },
    },
    ...timeQuestions(rules),
    ...profile.requiredTexts.map((name) => textQuestion(name, [name])),
    textQuestion('client', profile.clientClaims),
    {
      check: 'scope',
      expected: 'scopes as RFC 6749 section 3.3 spells them',
      answer: ({ claims, scopes }) => {
        if (lacksScope(claims)) return refused('missing_claim', 'none')
        return scopes === undefined ? refused('bad_claim', 'something else') : passed
      },
    },
  ]
}

function timeQuestions({ clockToleranceSeconds }: ClaimRules): readonly Question<SignedClaims>[] {
  return [
    {
      check: 'exp',
      expected: 'a time that has not come, after that of issue',
      answer: ({ claims: { exp, iat }, nowSeconds }) => {
        if (exp === undefined) return refused('missing_claim', 'none')
        if (!isTime(exp)) return refused('bad_claim', 'something that is no time in seconds')
        if (isTime(iat) && exp < iat) return refused('bad_claim', 'a time before that of issue')
        return nowSeconds >= exp + clockToleranceSeconds
          ? refused('expired', 'a time that has passed')
          : passed
      },
    },
    {
      check: 'nbf',
      expected: 'no time that is still to come',
      answer: ({ claims: { nbf }, nowSeconds }) =>
        nbf === undefined ? { found: 'none' } : pastAnswer(nbf, nowSeconds + clockToleranceSeconds),
    },
    {
      check: 'iat',
      expected: 'a time of issue that has come',
      answer: ({ claims: { iat }, nowSeconds }) =>
        iat === undefined
          ? refused('missing_claim', 'none')
          : pastAnswer(iat, nowSeconds + clockToleranceSeconds),
    },
  ]
}

function audienceAnswer(aud: unknown, audience: ClaimRules['audience']): Answer {
  if (aud === undefined) return audience === null ? { found: 'none' } : refused('missing_claim', 'none')
  const named: readonly unknown[] = Array.isArray(aud) ? aud : [aud]
  if (!named.every((name) => typeof name === 'string'))
    return refused('bad_claim', 'neither text nor a list of texts')
  if (audience === null) return { found: 'not asked for' }
  return named.some((name) => audience.includes(name)) ? passed : refused('wrong_audience', 'others only')
}

function pastAnswer(time: unknown, latest: number): Answer {
  if (!isTime(time)) return refused('bad_claim', 'something that is no time in seconds')
  return time > latest ? refused('not_yet_valid', 'a time still to come') : passed
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= latestSeconds
}

/** One of these claims must be there, and the first that is must be a text. */
function textQuestion(check: string, names: readonly string[]): Question<SignedClaims> {
  return {
    check: names.length === 1 ? (names[0] ?? check) : check,
    expected: `a text in ${names.map((name) => `"${name}"`).join(' or ')}`,
    answer: ({ claims }) => {
      const name = names.find((candidate) => Object.hasOwn(claims, candidate))
      if (name === undefined) return refused('missing_claim', 'none')
      return isText(claims[name]) ? passed : refused('bad_claim', 'something else')
    },
  }
}

/** Half a surrogate pair has no UTF-8, so two such names could become one on the way out. */
function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.isWellFormed()
}
