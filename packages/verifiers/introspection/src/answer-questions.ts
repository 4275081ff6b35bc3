import { confirmationQuestion } from './confirmation-question.ts'
import type { IntrospectionSettings } from './introspection-options.ts'
import type { JsonObject } from './json-object.ts'
import { type Answer, passed, type Question, refused } from './question.ts'
import { scopesIn } from './scopes.ts'

/** The issuer's answer about a token, and the moment it is looked at. */
export interface TimedAnswer {
  readonly answer: JsonObject
  readonly nowSeconds: number
}

type AnswerRules = Pick<IntrospectionSettings, 'issuer' | 'audience' | 'clockToleranceSeconds'>

/** A time past this many seconds (the year 33658) was written in milliseconds. */
const latestSeconds = 1e12

/**
 * What an answer must say for its token to be for this API, now. That a token is active says only
 * that its issuer knows it (RFC 7662 sections 2.2 and 4).
 */
export function answerQuestions(rules: AnswerRules): readonly Question<TimedAnswer>[] {
  const { issuer, audience, clockToleranceSeconds } = rules
  return [
    {
      check: 'active',
      expected: 'true, and nothing that is like it',
      answer: ({ answer }) => (answer['active'] === true ? passed : refused('inactive', 'something else')),
    },
    { check: 'kind', expected: 'an access token', answer: ({ answer }) => kindAnswer(answer) },
    {
      check: 'iss',
      expected: 'the issuer of this configuration, or none',
      answer: ({ answer: { iss } }) =>
        iss === undefined || iss === issuer ? passed : refused('unknown_issuer', 'another'),
    },
    {
      check: 'aud',
      expected: audience === null ? 'any audience' : 'an audience that names this API',
      answer: ({ answer }) => audienceAnswer(answer, audience),
    },
    ...timeQuestions(clockToleranceSeconds),
    {
      check: 'principal',
      expected: 'a text in "sub" or "client_id", and no other value in either',
      answer: ({ answer: { sub, client_id: client } }) => {
        if (sub === undefined && client === undefined) return refused('missing_claim', 'none')
        const areTexts = [sub, client].every((name) => name === undefined || isText(name))
        return areTexts ? passed : refused('bad_claim', 'something else')
      },
    },
    {
      check: 'scope',
      expected: 'one text with scopes as RFC 6749 section 3.3 spells them',
      answer: ({ answer: { scope } }) =>
        scopesIn(scope) === undefined ? refused('bad_claim', 'something else') : passed,
    },
    confirmationQuestion,
  ]
}

function timeQuestions(tolerance: number): readonly Question<TimedAnswer>[] {
  return [
    {
      check: 'exp',
      expected: 'a time that has not come, after that of issue',
      answer: ({ answer: { exp, iat }, nowSeconds }) => {
        // RFC 7662 makes it optional; whoever caches a decision has to mind that it is not there.
        if (exp === undefined) return { found: 'none' }
        if (!isTime(exp)) return refused('bad_claim', 'something that is no time in seconds')
        if (isTime(iat) && exp < iat) return refused('bad_claim', 'a time before that of issue')
        return nowSeconds >= exp + tolerance ? refused('expired', 'a time that has passed') : passed
      },
    },
    ...['nbf', 'iat'].map((name) => ({
      check: name,
      expected: 'no time that is still to come',
      answer: ({ answer, nowSeconds }: TimedAnswer) => pastAnswer(answer[name], nowSeconds + tolerance),
    })),
  ]
}

/**
 * Endpoints call refresh tokens and ID tokens active too. Ory and Okta tell by `token_use`, Keycloak
 * by `typ`, RFC 7662 by nothing but a `token_type` that only access tokens have.
 */
function kindAnswer({ token_type: type, token_use: use, typ }: JsonObject): Answer {
  if (type !== undefined && typeof type !== 'string')
    return refused('bad_claim', 'a "token_type" that is no text')
  if (type?.toLowerCase() === 'dpop') return refused('sender_constrained', 'a token that needs a proof')
  if (type !== undefined && type.toLowerCase() !== 'bearer')
    return refused('wrong_type', 'another "token_type"')
  if (use !== undefined && use !== 'access' && use !== 'access_token')
    return refused('wrong_type', 'a "token_use" for something else')
  const isOther = typeof typ === 'string' && /^(?:refresh|offline|id|logout)$/i.test(typ)
  return isOther ? refused('wrong_type', 'a "typ" of another token') : passed
}

function audienceAnswer({ aud }: JsonObject, audience: AnswerRules['audience']): Answer {
  if (aud === undefined) return audience === null ? { found: 'none' } : refused('missing_claim', 'none')
  const named: readonly unknown[] = Array.isArray(aud) ? aud : [aud]
  if (!named.every((name) => typeof name === 'string'))
    return refused('bad_claim', 'neither text nor a list of texts')
  if (audience === null) return { found: 'not asked for' }
  return named.some((name) => audience.includes(name)) ? passed : refused('wrong_audience', 'others only')
}

function pastAnswer(time: unknown, latest: number): Answer {
  if (time === undefined) return { found: 'none' }
  if (!isTime(time)) return refused('bad_claim', 'something that is no time in seconds')
  return time > latest ? refused('not_yet_valid', 'a time still to come') : passed
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Math.abs(value) <= latestSeconds
}

/** Half a surrogate pair has no UTF-8, so two such names could become one on the way out. */
function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.isWellFormed()
}
