import type { Identity, TokenVerifier, Verification } from '@sallyport/access'
import type { Check, Clock } from '@sallyport/kernel'
import { claimQuestions, type SignedClaims } from './claim-questions.ts'
import { type Confirmation, confirmationQuestions } from './confirmation.ts'
import { onFirstUse } from './first-use.ts'
import { formQuestions } from './form-questions.ts'
import { headerQuestions } from './header-questions.ts'
import type { JwksSettings } from './jwks-options.ts'
import { withoutPrototypes } from './json-object.ts'
import type { Proof } from './kept-proofs.ts'
import { keyQuestions } from './key-questions.ts'
import type { KeyStore } from './key-store.ts'
import type { Profile } from './profile.ts'
import { type ProofQuestions, type Prover, prover } from './proving.ts'
import { type Answer, ask, prepared, type Question, unreached, wholeList } from './question.ts'
import { scopesIn } from './scopes.ts'

/** What a verification rests on beside the token. */
export interface VerificationMeans {
  readonly clock: Clock
  readonly keys: KeyStore
  readonly confirm: Confirmation
}

/** Asks a token everything that there is to ask, and tells what was heard. */
export function tokenVerification(
  settings: JwksSettings,
  profile: Profile,
  { clock, keys, confirm }: VerificationMeans,
): TokenVerifier['verify'] {
  const { scopeClaims = profile.scopeClaims } = settings
  const list = questionsFor({ ...settings, profile, scopeClaims })
  const plan = Object.values(list).flatMap((questions: readonly Pick<Check, 'check' | 'expected'>[]) =>
    questions.map(unreached),
  )
  const { prove, forget } = proverFor(list, keys, settings.verifiedTokensKept)

  return async (text, call) => {
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
    const scopes = scopesIn(claims, scopeClaims)
    const unfit = ask(list.claims, { claims, nowSeconds, scopes }, heard)
    if (unfit === 'expired') forget(text)
    if (unfit !== undefined) return refuse(unfit)
    const confirming = confirm({ token: text, claims, call, nowSeconds })
    const answer = confirming instanceof Promise ? await confirming : confirming
    const unproven = ask(list.confirmation, answer, heard)
    if (unproven !== undefined) return refuse(unproven)
    const identity = identityOf(proof, scopes, { issuer: settings.issuer, profile })
    return { outcome: 'verified', identity, explanation: { checks: heard } }
  }
}

function proverFor(list: QuestionList, keys: KeyStore, tokensKept: number): Prover {
  const plain = prover(list, keys)
  if (tokensKept === 0) return plain
  let forget = plain.forget
  const remembering = onFirstUse(async () => {
    const { rememberingProver } = await import('./remembering-prover.ts')
    const loaded = rememberingProver(tokensKept, plain, keys)
    forget = loaded.forget
    return loaded
  })
  return {
    prove: async (text, heard) => (await remembering()).prove(text, heard),
    forget: (text) => forget(text),
  }
}

type ReasonOf<Outcome> = Outcome extends { readonly reason: infer Reason } ? Reason : never

/** Everything a token is asked, in the order it is asked. */
interface QuestionList extends ProofQuestions {
  readonly claims: readonly Question<SignedClaims>[]
  readonly confirmation: readonly Question<Answer>[]
}

type Rules = JwksSettings & { readonly profile: Profile; readonly scopeClaims: readonly string[] }

function questionsFor(rules: Rules): QuestionList {
  return {
    form: prepared(formQuestions),
    header: prepared(headerQuestions(rules)),
    key: prepared(keyQuestions),
    claims: prepared(claimQuestions(rules)),
    confirmation: prepared(confirmationQuestions(rules)),
  }
}

/** Only for claims that were asked everything above. */
function identityOf(
  { claims, key: { keyId } }: Proof,
  scopes: ReadonlySet<string> = new Set(),
  { issuer, profile }: { readonly issuer: string; readonly profile: Profile },
): Identity {
  const clientClaim = profile.clientClaims.find((name) => Object.hasOwn(claims, name)) ?? ''
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
