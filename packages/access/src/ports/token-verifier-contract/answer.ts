import { demand } from '@sallyport/kernel'
import type { Identity } from '../../identity.ts'
import type { RefusalReason, Verification } from '../token-verifier.ts'
import type { VerifierStage } from './stage.ts'

/** The identity of a token that must be accepted. */
export async function accepted({ verifier, call }: VerifierStage, token: string): Promise<Identity> {
  const answer = await verifier.verify(token, call)
  demand(answer.outcome === 'verified', `expected acceptance, found ${spoken(answer)}`)
  return answer.identity
}

/**
 * Demands a refusal for one of these reasons. An issuer that is asked about every token need not say
 * why it does not know one, so `inactive` is as good as any.
 */
export async function refused(
  { verifier, call }: VerifierStage,
  token: string,
  reasons: readonly RefusalReason[],
): Promise<void> {
  const answer = await verifier.verify(token, call)
  const fits = answer.outcome === 'refused' && [...reasons, 'inactive'].includes(answer.reason)
  demand(fits, `expected a refusal as ${reasons.join(' or ')}, found ${spoken(answer)}`)
}

function spoken(answer: Verification): string {
  return answer.outcome === 'refused' ? `a refusal as ${answer.reason}` : 'acceptance'
}
