import type { Check, Explanation } from '@sallyport/kernel'
import type { Call } from './call.ts'
import { isUnconditional } from './condition.ts'
import { type Conflict, type Entitlement, entitlement } from './entitlement.ts'
import { factsOf, withholding } from './guards.ts'
import type { Identity } from './identity.ts'
import { lifetime, type PolicySettings } from './lifetime.ts'
import { type Grant, type Grants, isEarned } from './permission.ts'
import { type PolicyDocument, policyFor } from './policy.ts'
import type { Guard } from './ports/guard.ts'
import type { RefusalReason } from './ports/token-verifier.ts'
import { matchesInPolicy } from './route-reach.ts'

/** All that a decision rests on, beside the time. */
export interface Case {
  readonly identity: Identity
  readonly grants: Grants
  readonly call: Call
  readonly settings: PolicySettings
  readonly guards: readonly Guard[]
}

export type Decision =
  | { readonly outcome: 'refused'; readonly reason: RefusalReason; readonly explanation: Explanation }
  | {
      readonly outcome: 'decided'
      /** Whether the caller may do anything at all on this API and stage. */
      readonly granted: 'some' | 'none'
      readonly policy: PolicyDocument
      readonly explanation: DecisionExplanation
    }

export interface DecisionExplanation extends Explanation {
  /** What the policy says of the very call, were every circumstance right. */
  readonly verdict: 'allow' | 'explicit_deny' | 'silent'
  /** The caller's grants that the call matches. */
  readonly matched: readonly Grant[]
  /** Grants that a guard took away. */
  readonly withheld: readonly { readonly grant: Grant; readonly guard: string }[]
  readonly conflicts: readonly Conflict[]
}

/**
 * Judges what a verified caller may do. Pure: the same case at the same time gives the same policy,
 * and the requested path has no part in it.
 *
 * @param now milliseconds since the Unix epoch
 */
export function decide(given: Case, now: number): Decision {
  const { identity, settings, call, grants } = given
  const nowSeconds = now / 1000
  const life = lifetime(identity, settings, nowSeconds)
  if (life.outcome === 'refused')
    return { outcome: 'refused', reason: life.reason, explanation: { checks: [life.check] } }

  const { earned, withheld } = earnedGrants(given, now)
  const horizon = { nowSeconds, untilSeconds: nowSeconds + settings.cacheSeconds }
  const entitled = entitlement(earned, grants, horizon)
  const { verdict, matched } = verdictOn(call, entitled)
  return {
    outcome: 'decided',
    granted: entitled.allows.length === 0 ? 'none' : 'some',
    policy: policyFor(entitled, call.methodArn, life.endsAtSeconds),
    explanation: {
      checks: [life.check, permissionCheck(verdict, grants.candidates.length, earned.length)],
      verdict,
      matched,
      withheld,
      conflicts: entitled.conflicts,
    },
  }
}

function earnedGrants({ identity, grants, call, guards }: Case, now: number) {
  const earned: Grant[] = []
  const withheld: { grant: Grant; guard: string }[] = []
  const facts = factsOf(identity, call, now)
  // Before any guard has had its hands on the claims: a guard may only take away.
  const byToken = grants.candidates.filter((grant) => isEarned(grant, identity.scopes, identity.claims))
  for (const grant of byToken) {
    const guard = withholding(guards, facts, grant)
    if (guard === undefined) earned.push(grant)
    else withheld.push({ grant, guard })
  }
  return { earned, withheld }
}

function verdictOn(
  { methodArn: { verb, path } }: Call,
  { allows, denies }: Entitlement,
): Pick<DecisionExplanation, 'verdict' | 'matched'> {
  const matching = allows.filter(({ grant }) => matchesInPolicy(grant.pattern, verb, path))
  // Hours may give one grant several windows.
  const matched = [...new Set(matching.map(({ grant }) => grant))]
  const isDenied =
    allows.length === 0 ||
    denies.some((denial) => isUnconditional(denial.condition) && matchesInPolicy(denial.pattern, verb, path))
  if (isDenied) return { verdict: 'explicit_deny', matched }
  return { verdict: matched.length > 0 ? 'allow' : 'silent', matched }
}

function permissionCheck(verdict: DecisionExplanation['verdict'], candidates: number, earned: number): Check {
  return {
    check: 'permission',
    outcome: verdict === 'allow' ? 'passed' : 'failed',
    expected: 'a grant for this call',
    found: `${earned} earned of ${candidates} with a scope of the token; the policy answers ${verdict}`,
  }
}
