import type { RefusalReason } from '@sallyport/access'
import type { Check } from '@sallyport/kernel'
import { type CompactToken, type TokenReading, tokenReader } from './compact-token.ts'
import type { Proof } from './kept-proofs.ts'
import { type KeyChoice, provenKey } from './key-questions.ts'
import type { KeyStore } from './key-store.ts'
import { ask, type Question } from './question.ts'

/** What a token is asked about itself, in this order: nothing here depends on the moment. */
export interface ProofQuestions {
  readonly form: readonly Question<TokenReading>[]
  readonly header: readonly Question<CompactToken>[]
  readonly key: readonly Question<KeyChoice>[]
}

export type Proving =
  | { readonly outcome: 'proven'; readonly proof: Proof }
  | { readonly outcome: 'refused'; readonly reason: RefusalReason }

export interface Prover {
  /**
   * Whether the issuer signed this text, from memory where that is asked for.
   *
   * @param heard receives every check that was made
   * @throws UpstreamUnavailable when no key may be used without an answer of the issuer
   */
  readonly prove: (text: string, heard: Check[]) => Proving | Promise<Proving>
  /** For a token that will not be accepted again. */
  readonly forget: (text: string) => void
}

export function prover(questions: ProofQuestions, keys: KeyStore): Prover {
  const readToken = tokenReader()
  return {
    prove(text, heard) {
      const reading = readToken(text)
      const illegible = ask(questions.form, reading, heard)
      if (reading.outcome === 'unreadable') return refused(illegible ?? reading.fault.reason)
      const { token } = reading
      const foreign = ask(questions.header, token, heard)
      if (foreign !== undefined) return refused(foreign)
      const conclude = (choice: KeyChoice): Proving => {
        const unproven = ask(questions.key, choice, heard)
        if (choice.outcome !== 'proven') return refused(unproven ?? 'bad_signature')
        const { claims, header } = token
        return { outcome: 'proven', proof: { claims, header, key: choice.key, among: choice.among } }
      }
      const choice = provenKey(token, keys)
      return choice instanceof Promise ? choice.then(conclude) : conclude(choice)
    },
    forget: () => undefined,
  }
}

const refused = (reason: RefusalReason): Proving => ({ outcome: 'refused', reason })
