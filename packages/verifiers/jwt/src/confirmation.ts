import type { Call, VerificationInput } from '@sallyport/access'
import { certificateFault } from './bound-certificate.ts'
import type { ConfirmationSettings, SenderConstraint } from './confirmation-options.ts'
import { type ProofCase, proofFault, type ProofRules } from './dpop-proof.ts'
import type { SeenProofs } from './dpop-seen-proofs.ts'
import { isJsonObject, type JsonObject } from './json-object.ts'
import { type Answer, passed, type Question, refused } from './question.ts'

/** What is verified, and by which rules; a token bound otherwise is refused. */
export type ConfirmationRules = ProofRules & Pick<ConfirmationSettings, 'senderConstraint'>

/** A token that is genuine and alive, and the call that it came with. */
export interface Presentation {
  readonly token: string
  readonly claims: JsonObject
  readonly call: Call
  readonly nowSeconds: number
}

/** Members of `cnf` (RFC 7800 section 3.1) and what each of them demands. */
const members: ReadonlyMap<string, SenderConstraint> = new Map([
  ['jkt', 'dpop'],
  ['x5t#S256', 'mtls'],
])

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
 * Whether the sender has proven what the token's `cnf` asks for. Only a DPoP proof is waited for.
 *
 * @throws UpstreamUnavailable when nobody can tell whether a proof was used before
 */
export function confirmed(
  presentation: Presentation,
  rules: ConfirmationRules,
  seenProofs: SeenProofs,
): Answer | Promise<Answer> {
  const { claims, token, call, nowSeconds } = presentation
  const { scheme } = call
  if (!Object.hasOwn(claims, 'cnf'))
    return scheme === 'dpop' ? unproven('a token bound to no key, under the DPoP scheme') : passed
  const { cnf } = claims
  if (!isJsonObject(cnf) || !isVerifiable(cnf, rules)) return unproven('a token bound to a key')
  if (call.kind === 'token') return unproven('a token bound to a key, in an event that carries no proof')
  const isDpopBound = Object.hasOwn(cnf, 'jkt')
  if (isDpopBound !== (scheme === 'dpop'))
    // RFC 9449 section 7.2: a bound token must not be worth anything to who has nothing but it.
    return unproven(
      isDpopBound ? 'a DPoP-bound token under another scheme' : 'a token that DPoP does not bind',
    )

  const wrongCertificate = Object.hasOwn(cnf, 'x5t#S256')
    ? certificateFault(call.clientCertificate, cnf['x5t#S256'])
    : undefined
  if (wrongCertificate !== undefined) return unproven(wrongCertificate)
  if (!isDpopBound) return passed
  return proven({ token, call, nowSeconds, thumbprint: cnf['jkt'] }, rules, seenProofs)
}

async function proven(given: ProofCase, rules: ProofRules, seenProofs: SeenProofs): Promise<Answer> {
  const wrongProof = await proofFault(given, rules, seenProofs)
  return wrongProof === undefined ? passed : unproven(wrongProof)
}

/** Every member must be one that is verified here: a binding that is passed over binds nobody. */
function isVerifiable(cnf: JsonObject, { senderConstraint }: ConfirmationRules): boolean {
  const names = Object.keys(cnf)
  return (
    names.length > 0 &&
    names.every((name) => {
      const demanded = members.get(name)
      return demanded !== undefined && senderConstraint.includes(demanded) && typeof cnf[name] === 'string'
    })
  )
}

const unproven = (found: string) => refused('sender_constrained', found)
