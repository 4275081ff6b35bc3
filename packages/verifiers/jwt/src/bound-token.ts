import type { Call } from '@sallyport/access'
import { certificateFault } from './bound-certificate.ts'
import type { ConfirmationSettings, SenderConstraint } from './confirmation-options.ts'
import { proofFault, type ProofRules } from './dpop-proof.ts'
import type { SeenProofs } from './dpop-seen-proofs.ts'
import { isJsonObject, type JsonObject } from './json-object.ts'

export { proofsInMemory } from './dpop-seen-proofs.ts'

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

/**
 * Looks for what is missing of the proof that a token with a `cnf` asks for.
 *
 * @returns what there is instead, in words, or nothing where all of it is proven
 * @throws UpstreamUnavailable when nobody can tell whether a proof was used before
 */
export async function bindingFault(
  { claims, token, call, nowSeconds }: Presentation,
  rules: ConfirmationRules,
  seenProofs: SeenProofs,
): Promise<string | undefined> {
  const { cnf } = claims
  if (!isJsonObject(cnf) || !isVerifiable(cnf, rules)) return 'a token bound to a key'
  if (call.kind === 'token') return 'a token bound to a key, in an event that carries no proof'
  const isDpopBound = Object.hasOwn(cnf, 'jkt')
  if (isDpopBound !== (call.scheme === 'dpop'))
    // RFC 9449 section 7.2: a bound token must not be worth anything to who has nothing but it.
    return isDpopBound ? 'a DPoP-bound token under another scheme' : 'a token that DPoP does not bind'

  const wrongCertificate = Object.hasOwn(cnf, 'x5t#S256')
    ? certificateFault(call.clientCertificate, cnf['x5t#S256'])
    : undefined
  if (wrongCertificate !== undefined || !isDpopBound) return wrongCertificate
  return proofFault({ token, call, nowSeconds, thumbprint: cnf['jkt'] }, rules, seenProofs)
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
