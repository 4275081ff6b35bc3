import type { Clock, Explanation } from '@sallyport/kernel'
import type { Call } from './call.ts'
import { decide, type DecisionExplanation } from './decide.ts'
import type { CachedInput } from './guards.ts'
import type { Identity } from './identity.ts'
import type { PolicySettings } from './lifetime.ts'
import type { PolicyDocument } from './policy.ts'
import type { Guard } from './ports/guard.ts'
import type { PermissionSource } from './ports/permission-source.ts'
import type { RefusalReason, TokenVerifier } from './ports/token-verifier.ts'

/** Everything the verb needs of the world. */
export interface Gate {
  readonly verifier: TokenVerifier
  readonly permissions: PermissionSource
  readonly guards?: readonly Guard[]
  /** What the authorizer's identity sources name beside the token. */
  readonly cacheKey?: readonly CachedInput[]
  readonly settings: PolicySettings
  readonly clock: Clock
}

export type Authorization =
  | {
      readonly outcome: 'refused'
      readonly reason: RefusalReason
      readonly explanation: Explanation
      /** Known when the token was genuine and only its lifetime was not enough. */
      readonly identity?: Identity
    }
  | {
      readonly outcome: 'decided'
      readonly granted: 'some' | 'none'
      readonly identity: Identity
      readonly policy: PolicyDocument
      readonly explanation: DecisionExplanation
      /** Of the permissions that were decided by. */
      readonly version: string
    }

/**
 * Answers a call at gate 1: verifies the token, finds its permissions, decides.
 *
 * @throws UpstreamUnavailable when the issuer or the permissions cannot be reached: neither an
 *   Allow nor a refusal may come of an outage
 * @throws DocumentInvalid when the permissions were never readable
 */
export async function authorize(token: string, call: Call, gate: Gate): Promise<Authorization> {
  const { verifier, permissions, settings, clock, guards = [] } = gate
  // RFC 9449 section 7.1: whoever says DPoP must be held to a proof, and here is nobody who looks at it.
  if (call.scheme === 'dpop' && !verifier.dependsOn?.includes('dpopProof')) return unprovable
  const verification = await verifier.verify(token, call)
  if (verification.outcome === 'refused') return verification

  const { identity } = verification
  const { grants, version } = await permissions.grants(identity.scopes, call.methodArn)
  const decision = decide({ identity, grants, call, settings, guards }, clock.now())
  const checks = [...verification.explanation.checks, ...decision.explanation.checks]
  if (decision.outcome === 'refused') return { ...decision, identity, explanation: { checks } }
  return { ...decision, identity, version, explanation: { ...decision.explanation, checks } }
}

const unprovable: Authorization = {
  outcome: 'refused',
  reason: 'sender_constrained',
  explanation: {
    checks: [
      {
        check: 'scheme',
        outcome: 'failed',
        expected: 'a token for its bearer',
        found: 'one with a DPoP proof',
      },
    ],
  },
}
