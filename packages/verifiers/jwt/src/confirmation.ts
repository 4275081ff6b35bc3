import type { VerificationInput } from '@sallyport/access'
import type { Clock } from '@sallyport/kernel'
import type { ConfirmationRules, Presentation } from './bound-token.ts'
import type { SeenProofs } from './dpop-seen-proofs.ts'
import { onFirstUse } from './first-use.ts'
import { type Answer, passed, type Question, refused } from './question.ts'

/** What the port wants said of a verifier with these rules: such answers must not be replayed. */
export function dependenciesOf({ senderConstraint }: ConfirmationRules): readonly VerificationInput[] {
  return senderConstraint.map((constraint) => (constraint === 'dpop' ? 'dpopProof' : 'clientCertificate'))
}

/** The last question, asked of every call anew: whatever is known of the token says nothing about it. */
export function confirmationQuestions({ senderConstraint }: ConfirmationRules): readonly Question<Answer>[] {
  const expected =
    senderConstraint.length === 0
      ? 'a token that its bearer may use without a proof'
      : 'a proof of the key that the token is bound to, if it is bound'
  return [{ check: 'cnf', expected, answer: (found) => found }]
}

/**
 * Whether the sender has proven what the token's `cnf` asks for. Most tokens have none; what looks at
 * those that do is loaded with the first of them, and without it there is no answer.
 *
 * @throws UpstreamUnavailable when nobody can tell whether a proof was used before
 */
export type Confirmation = (presentation: Presentation) => Answer | Promise<Answer>

/** @param seenProofs which proofs were used before; without it this process remembers its own */
export function confirmation(rules: ConfirmationRules, clock: Clock, seenProofs?: SeenProofs): Confirmation {
  const means = onFirstUse(async () => {
    const { bindingFault, proofsInMemory } = await import('./bound-token.ts')
    return { bindingFault, proofs: seenProofs ?? proofsInMemory(clock) }
  })
  const bound = async (presentation: Presentation): Promise<Answer> => {
    const { bindingFault, proofs } = await means()
    const fault = await bindingFault(presentation, rules, proofs)
    return fault === undefined ? passed : unproven(fault)
  }
  return (presentation) => {
    const { claims, call } = presentation
    if (Object.hasOwn(claims, 'cnf'))
      return rules.senderConstraint.length === 0 ? unproven('a token bound to a key') : bound(presentation)
    return call.scheme === 'dpop' ? unproven('a token bound to no key, under the DPoP scheme') : passed
  }
}

const unproven = (found: string) => refused('sender_constrained', found)
