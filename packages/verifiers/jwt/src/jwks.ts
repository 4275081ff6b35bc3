import type { Identity, TokenVerifier, Verification } from '@sallyport/access'
import type { Check, Clock } from '@sallyport/kernel'
import { claimQuestions, type SignedClaims } from './claim-questions.ts'
import { type CompactToken, type TokenReading, readToken } from './compact-token.ts'
import { formQuestions } from './form-questions.ts'
import { headerQuestions } from './header-questions.ts'
import { fetchingFrom } from './issuer-keys.ts'
import { type JwksOptions, type JwksSettings, jwksSettings } from './jwks-options.ts'
import { withoutPrototypes } from './json-object.ts'
import { type KeyChoice, keyQuestions, provenKey } from './key-questions.ts'
import { keySet } from './key-set.ts'
import { profiles } from './profile.ts'
import { ask, type Question, unreached, wholeList } from './question.ts'
import { scopesIn } from './scopes.ts'

export type { Algorithm } from './algorithm.ts'
export type { JwksOptions } from './jwks-options.ts'
export type { ProfileName } from './profile.ts'

/**
 * Verifies JWT access tokens (RFC 9068) against the keys their issuer publishes.
 *
 * @throws ConfigurationInvalid with every fault of the options, before any token is seen
 */
export function jwks(options: JwksOptions, { clock }: { readonly clock: Clock }): TokenVerifier {
  const settings = jwksSettings(options)
  const keys = keySet(fetchingFrom(settings), settings, clock)
  const list = questionsFor(settings)
  const plan = Object.values(list).flatMap((questions: readonly Pick<Check, 'check' | 'expected'>[]) =>
    questions.map(unreached),
  )

  return {
    async verify(text) {
      const heard: Check[] = []
      const refuse = (reason: ReasonOf<Verification>): Verification => ({
        outcome: 'refused',
        reason,
        explanation: { checks: wholeList(heard, plan) },
      })

      const reading = readToken(text)
      const illegible = ask(list.form, reading, heard)
      if (reading.outcome === 'unreadable') return refuse(illegible ?? reading.fault.reason)
      const { token } = reading
      const foreign = ask(list.header, token, heard)
      if (foreign !== undefined) return refuse(foreign)
      const choice = await provenKey(token, keys)
      const unproven = ask(list.key, choice, heard)
      if (choice.outcome !== 'proven') return refuse(unproven ?? 'bad_signature')
      const unfit = ask(list.claims, { claims: token.claims, nowSeconds: clock.now() / 1000 }, heard)
      if (unfit !== undefined) return refuse(unfit)

      const identity = identityOf(token, choice.key.keyId, settings)
      return { outcome: 'verified', identity, explanation: { checks: heard } }
    },
  }
}

type ReasonOf<Answer> = Answer extends { readonly reason: infer Reason } ? Reason : never

/** Everything a token is asked, in the order it is asked. */
interface QuestionList {
  readonly form: readonly Question<TokenReading>[]
  readonly header: readonly Question<CompactToken>[]
  readonly key: readonly Question<KeyChoice>[]
  readonly claims: readonly Question<SignedClaims>[]
}

function questionsFor(settings: JwksSettings): QuestionList {
  const profile = profiles[settings.type]
  return {
    form: formQuestions,
    header: headerQuestions({ ...settings, profile }),
    key: keyQuestions,
    claims: claimQuestions({ ...settings, profile }),
  }
}

/** Only for claims that were asked everything above. */
function identityOf(
  { claims }: CompactToken,
  keyId: string | undefined,
  { issuer, type, scopeClaims }: JwksSettings,
): Identity {
  const clientClaim = profiles[type].clientClaims.find((name) => Object.hasOwn(claims, name)) ?? ''
  return {
    issuer,
    subject: String(claims['sub']),
    clientId: String(claims[clientClaim]),
    scopes: scopesIn(claims, scopeClaims) ?? new Set(),
    // Whole seconds, rounded down: what is built on it must not outlive the token.
    expiresAtSeconds: Math.floor(Number(claims['exp'])),
    claims: withoutPrototypes(claims),
    ...(keyId === undefined ? {} : { keyId }),
  }
}
