import type { CompactToken } from './compact-token.ts'
import type { Profile } from './profile.ts'
import { type Answer, passed, type Question, refused } from './question.ts'

export interface HeaderRules {
  readonly issuer: string
  readonly algorithms: readonly string[]
  readonly profile: Profile
}

/** Words that may be repeated in an explanation, since everyone knows them. */
const wellKnownWords = new Set(
  [
    'none,HS256,HS384,HS512,RS256,RS384,RS512,PS256,PS384,PS512,ES256,ES384,ES512,EdDSA,Ed25519,Ed448',
    'JWT,at+jwt,application/at+jwt,logout+jwt,dpop+jwt,secevent+jwt,token-introspection+jwt',
    'application/okta-internal-at+jwt',
  ].flatMap((words) => words.split(',')),
)

/**
 * What is settled before any key is looked for, and so before any network call. The headers `jku`,
 * `x5u`, `jwk` and `x5c` are not among the questions: nothing here reads them, so they cannot matter.
 */
export function headerQuestions({
  issuer,
  algorithms,
  profile,
}: HeaderRules): readonly Question<CompactToken>[] {
  const accepted = new Map<unknown, Answer>(algorithms.map((name) => [name, { found: name }]))
  return [
    {
      check: 'crit',
      expected: 'no header that changes how a token is read',
      answer: ({ header }) => {
        // RFC 7515 section 4.1.11: no extension is understood here. RFC 7797 section 7: no b64 in a JWT.
        const name = ['crit', 'b64'].find((member) => Object.hasOwn(header, member))
        return name === undefined ? passed : refused('unsupported_header', `"${name}"`)
      },
    },
    {
      check: 'alg',
      expected: `one of ${algorithms.join(', ')}`,
      answer: ({ header: { alg } }) => accepted.get(alg) ?? refused('wrong_algorithm', wordFor(alg)),
    },
    {
      check: 'typ',
      expected: `one of ${profile.types.map((type) => type ?? 'none').join(', ')}`,
      answer: ({ header: { typ } }) =>
        profile.types.some((type) => type === (typeof typ === 'string' ? typ.toLowerCase() : typ))
          ? passed
          : refused('wrong_type', wordFor(typ)),
    },
    {
      check: 'iss',
      expected: 'the configured issuer, to the letter',
      answer: ({ claims }) => {
        if (!Object.hasOwn(claims, 'iss')) return refused('missing_claim', 'none')
        return claims['iss'] === issuer ? passed : refused('unknown_issuer', 'another')
      },
    },
  ]
}

function wordFor(value: unknown): string {
  if (value === undefined) return 'none'
  return typeof value === 'string' && wellKnownWords.has(value) ? value : 'another word'
}
