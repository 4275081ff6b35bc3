import type { TokenVerifier } from './ports/token-verifier.ts'
import { dependenciesOf } from './sender-constraint.ts'

/**
 * Several issuers at one gate: each verifier knows its own `iss` before it asks anyone, so the first
 * that does not answer `unknown_issuer` is the one that speaks for the token. Together they depend on
 * whatever one of them depends on.
 */
export function anyIssuer(verifiers: readonly TokenVerifier[]): TokenVerifier {
  const [first, ...others] = verifiers
  if (first === undefined) throw new RangeError('verifiers: expected at least one, found none')
  if (others.length === 0) return first
  return {
    dependsOn: dependenciesOf(verifiers),
    async verify(token, call) {
      let answer = await first.verify(token, call)
      for (const verifier of others) {
        if (answer.outcome === 'verified' || answer.reason !== 'unknown_issuer') return answer
        answer = await verifier.verify(token, call)
      }
      return answer
    },
  }
}
