import { ConfigurationInvalid, type Issue } from '@sallyport/kernel'
import type { CachedInput } from './guards.ts'
import type { TokenVerifier, VerificationInput } from './ports/token-verifier.ts'

/** Everything that one of these verifiers depends on, each named once. */
export function dependenciesOf(verifiers: readonly TokenVerifier[]): readonly VerificationInput[] {
  return [...new Set(verifiers.flatMap(({ dependsOn = [] }) => dependsOn))]
}

/**
 * Refuses a verifier whose answer could be replayed for a request that proves nothing: a hit in the
 * gateway's cache never reaches the verifier. A DPoP proof is for one request (RFC 9449 section 4.3), so
 * nothing may be cached; a certificate (RFC 8705) may be part of the cache key.
 *
 * @param cacheSeconds the TTL set on the authorizer
 * @param cacheKey inputs among the authorizer's identity sources
 * @throws ConfigurationInvalid naming each input that the cache would pass over
 */
export function checkSenderConstraint(
  { dependsOn = [] }: TokenVerifier,
  cacheSeconds: number,
  cacheKey: readonly CachedInput[],
): void {
  if (cacheSeconds === 0) return
  const issues: Issue[] = []
  const found = `${cacheSeconds}`
  if (dependsOn.includes('dpopProof'))
    issues.push(fault('0, because a DPoP proof is for one request and a cached answer asks for none', found))
  if (dependsOn.includes('clientCertificate') && !cacheKey.includes('clientCertificate'))
    issues.push(
      fault('0, or the client certificate among the identity sources, because tokens are bound to it', found),
    )
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
}

const fault = (expected: string, found: string): Issue => ({
  severity: 'fault',
  path: ['policy', 'cacheSeconds'],
  expected,
  found,
})
