import type { Identity, TokenVerifier, Verification } from '@sallyport/access'
import type { Check, Clock } from '@sallyport/kernel'
import { claimQuestions, type SignedClaims } from './claim-questions.ts'
import { confirmationQuestions, confirmed, dependenciesOf } from './confirmation.ts'
import { proofsInMemory, type SeenProofs } from './dpop-seen-proofs.ts'
import { formQuestions } from './form-questions.ts'
import { headerQuestions } from './header-questions.ts'
import { fetchingFrom } from './issuer-keys.ts'
import { type JwksOptions, type JwksSettings, jwksSettings } from './jwks-options.ts'
import { withoutPrototypes } from './json-object.ts'
import type { Proof } from './kept-proofs.ts'
import type { NotifyOfKeys } from './key-notice.ts'
import { keyQuestions } from './key-questions.ts'
import { keyStore } from './key-store.ts'
import { profiles } from './profile.ts'
import { type ProofQuestions, prover, rememberingProver } from './proving.ts'
import { publishedKeys } from './published-key.ts'
import { type Answer, ask, prepared, type Question, unreached, wholeList } from './question.ts'
import { scopesIn } from './scopes.ts'

export type { Algorithm } from './algorithm.ts'
export type { SenderConstraint } from './confirmation-options.ts'
export type { SeenProofs } from './dpop-seen-proofs.ts'
export type { JwksOptions } from './jwks-options.ts'
export type { KeyNotice } from './key-notice.ts'
export type { ProfileName } from './profile.ts'

/** What a verifier needs of the world. */
export interface JwksSurroundings {
  readonly clock: Clock
  /** Is told when keys were fetched, could not be fetched, or were of no use. */
  readonly notify?: NotifyOfKeys
  /** Which DPoP proofs were used before. Without it each container remembers its own. */
  readonly seenProofs?: SeenProofs
}

/**
 * Verifies JWT access tokens (RFC 9068) against the keys their issuer publishes.
 *
 * @throws ConfigurationInvalid with every fault of the options, before any token is seen
 */
export function jwks(options: JwksOptions, surroundings: JwksSurroundings): TokenVerifier {
  const { clock, seenProofs = proofsInMemory(clock) } = surroundings
  const settings = jwksSettings(options)
  const list = questionsFor(settings)
  const plan = Object.values(list).flatMap((questions: readonly Pick<Check, 'check' | 'expected'>[]) =>
    questions.map(unreached),
  )
  const { prove, forget } = proverFor(settings, list, surroundings)

  return {
    dependsOn: dependenciesOf(settings),
    async verify(text, call) {
      const heard: Check[] = []
      const refuse = (reason: ReasonOf<Verification>): Verification => ({
        outcome: 'refused',
        reason,
        explanation: { checks: wholeList(heard, plan) },
      })

      const proved = prove(text, heard)
      const proving = proved instanceof Promise ? await proved : proved
      if (proving.outcome === 'refused') return refuse(proving.reason)
      const { proof } = proving
      const { claims } = proof
      const nowSeconds = clock.now() / 1000
      const scopes = scopesIn(claims, settings.scopeClaims)
      const unfit = ask(list.claims, { claims, nowSeconds, scopes }, heard)
      if (unfit === 'expired') forget(text)
      if (unfit !== undefined) return refuse(unfit)
      const confirming = confirmed({ token: text, claims, call, nowSeconds }, settings, seenProofs)
      const answer = confirming instanceof Promise ? await confirming : confirming
      const unproven = ask(list.confirmation, answer, heard)
      if (unproven !== undefined) return refuse(unproven)
      const identity = identityOf(proof, scopes, settings)
      return { outcome: 'verified', identity, explanation: { checks: heard } }
    },
  }
}

function proverFor(settings: JwksSettings, list: QuestionList, surroundings: JwksSurroundings) {
  const { algorithms, preloadedKeys, verifiedTokensKept } = settings
  const preloaded = preloadedKeys && publishedKeys(preloadedKeys, algorithms)
  const life = { ...settings, ...(preloaded === undefined ? {} : { preloaded }) }
  const keys = keyStore(fetchingFrom(settings), life, surroundings)
  const plain = prover(list, keys)
  return verifiedTokensKept === 0 ? plain : rememberingProver(verifiedTokensKept, plain, keys)
}

type ReasonOf<Outcome> = Outcome extends { readonly reason: infer Reason } ? Reason : never

/** Everything a token is asked, in the order it is asked. */
interface QuestionList extends ProofQuestions {
  readonly claims: readonly Question<SignedClaims>[]
  readonly confirmation: readonly Question<Answer>[]
}

function questionsFor(settings: JwksSettings): QuestionList {
  const profile = profiles[settings.type]
  return {
    form: prepared(formQuestions),
    header: prepared(headerQuestions({ ...settings, profile })),
    key: prepared(keyQuestions),
    claims: prepared(claimQuestions({ ...settings, profile })),
    confirmation: prepared(confirmationQuestions(settings)),
  }
}

/** Only for claims that were asked everything above. */
function identityOf(
  { claims, key: { keyId } }: Proof,
  scopes: ReadonlySet<string> = new Set(),
  { issuer, type }: JwksSettings,
): Identity {
  const clientClaim = profiles[type].clientClaims.find((name) => Object.hasOwn(claims, name)) ?? ''
  return {
    issuer,
    subject: String(claims['sub']),
    clientId: String(claims[clientClaim]),
    scopes,
    // Whole seconds, rounded down: what is built on it must not outlive the token.
    expiresAtSeconds: Math.floor(Number(claims['exp'])),
    claims: withoutPrototypes(claims),
    ...(keyId === undefined ? {} : { keyId }),
  }
}
