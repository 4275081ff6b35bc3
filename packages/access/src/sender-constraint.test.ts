import { ConfigurationInvalid } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import type { CachedInput } from './guards.ts'
import type { TokenVerifier, VerificationInput } from './ports/token-verifier.ts'
import { checkSenderConstraint } from './sender-constraint.ts'

const dependingOn = (...dependsOn: readonly VerificationInput[]): TokenVerifier => ({
  verify: async () => ({ outcome: 'refused', reason: 'expired', explanation: { checks: [] } }),
  dependsOn,
})

const checking = (verifier: TokenVerifier, cacheSeconds: number, cacheKey: readonly CachedInput[] = []) => {
  return () => checkSenderConstraint(verifier, cacheSeconds, cacheKey)
}

describe('the check of what an answer hangs on', () => {
  it('lets a verifier cache that depends on nothing but the token', () => {
    const { verify } = dependingOn()
    expect(checking(dependingOn(), 300)).not.toThrow()
    expect(checking({ verify }, 300)).not.toThrow()
  })

  it('lets every verifier pass where nothing is cached', () => {
    expect(checking(dependingOn('dpopProof', 'clientCertificate'), 0)).not.toThrow()
  })

  it.each([1, 300, 3600])('refuses a cache of %d s before DPoP proofs, whatever is in its key', (seconds) => {
    const all: readonly CachedInput[] = ['sourceIp', 'userAgent', 'clientCertificate']
    expect(checking(dependingOn('dpopProof'), seconds, all)).toThrow(ConfigurationInvalid)
    expect(checking(dependingOn('dpopProof'), seconds, all)).toThrow(
      `policy.cacheSeconds: expected 0, because a DPoP proof is for one request and a cached answer asks for none, found ${seconds}`,
    )
  })

  it('lets certificates be cached under themselves only', () => {
    const certified = dependingOn('clientCertificate')
    expect(checking(certified, 300, ['clientCertificate'])).not.toThrow()
    expect(checking(certified, 300, ['sourceIp'])).toThrow(
      'policy.cacheSeconds: expected 0, or the client certificate among the identity sources, because tokens are bound to it, found 300',
    )
  })

  it('names both faults at once', () => {
    const issues = faultsOf(checking(dependingOn('clientCertificate', 'dpopProof'), 60))
    expect(issues).toHaveLength(2)
  })
})

function faultsOf(act: () => void): readonly unknown[] {
  try {
    act()
  } catch (error) {
    if (error instanceof ConfigurationInvalid) return error.issues
    throw error
  }
  return []
}
