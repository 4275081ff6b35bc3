import { createHash, randomUUID } from 'node:crypto'
import { type Authorization, authorize, type Gate, type RefusalReason } from '@sallyport/access'
import { checkGuards, checkSenderConstraint } from '@sallyport/access/guards'
import { Failure } from '@sallyport/kernel'
import type { AccessRecord } from './access-record.ts'
import { type AuthorizerAnswer, answerFor, denialFor } from './authorizer-answer.ts'
import { type Arrival, arrival } from './authorizer-event.ts'

export interface RestAuthorizerOptions {
  readonly gate: Gate
  /** `unauthorized` answers 401; `deny` an explicit Deny, which is 403 and is cached. */
  readonly onRefused: 'unauthorized' | 'deny'
  /** Told of each invocation; must not throw. */
  readonly report: (record: AccessRecord) => void
}

/** A Lambda's handler; Node 24 on Lambda refuses a third parameter. */
export type RestAuthorizer = (
  event: unknown,
  context?: { readonly awsRequestId?: string },
) => Promise<AuthorizerAnswer>

/**
 * Answers TOKEN and REQUEST events of a REST API.
 *
 * Throws exactly `Unauthorized` to have API Gateway answer 401. Every other error is its 500: an
 * outage must neither let a caller in nor tell him to throw a good token away.
 *
 * @throws ConfigurationInvalid for a guard or a verifier whose answer must not be cached
 */
export function restAuthorizer({ gate, onRefused, report }: RestAuthorizerOptions): RestAuthorizer {
  const { cacheSeconds } = gate.settings
  checkGuards(gate.guards ?? [], cacheSeconds, gate.cacheKey ?? [])
  checkSenderConstraint(gate.verifier, cacheSeconds, gate.cacheKey ?? [])
  return async (event, context) => {
    const started = performance.now()
    const decisionId = context?.awsRequestId ?? randomUUID()
    const tell = (
      facts: Omit<AccessRecord, 'decisionId' | 'gate' | 'cacheSeconds' | 'latencyMilliseconds'>,
    ) => {
      const latencyMilliseconds = Math.round((performance.now() - started) * 1000) / 1000
      report({ decisionId, gate: 'access', cacheSeconds, latencyMilliseconds, ...facts })
    }
    try {
      const arrived = arrival(event)
      const authorization = await authorizationOf(arrived, gate)
      tell(factsOf(authorization, arrived))
      if (authorization.outcome === 'decided')
        return answerFor(authorization.identity, authorization.policy, decisionId)
      if (onRefused === 'deny') return denialFor(arrived.call.methodArn, decisionId)
    } catch (error) {
      const failure = presentable(error)
      tell({ outcome: 'failed', reason: failure instanceof Failure ? failure.code : 'UNEXPECTED' })
      throw failure
    }
    throw new Error('Unauthorized')
  }
}

async function authorizationOf({ presented, call }: Arrival, gate: Gate): Promise<Authorization> {
  if (presented.outcome === 'presented') return authorize(presented.token, call, gate)
  return { ...presented, explanation: { checks: [bearerCheck(presented.reason)] } }
}

function bearerCheck(reason: RefusalReason) {
  const found = reason === 'missing' ? 'none' : 'several, or another scheme'
  return { check: 'bearer', outcome: 'failed' as const, expected: 'one bearer token', found }
}

function factsOf(authorization: Authorization, { presented }: Arrival) {
  const { outcome, explanation, identity } = authorization
  return {
    explanation,
    ...(presented.outcome === 'presented' ? { tokenHash: hash(presented.token) } : {}),
    ...(identity === undefined ? {} : { issuer: identity.issuer, subjectHash: hash(identity.subject) }),
    ...(identity?.keyId === undefined ? {} : { kid: identity.keyId }),
    ...(identity?.clientId === undefined ? {} : { clientId: identity.clientId }),
    ...(outcome === 'decided'
      ? {
          outcome: authorization.granted === 'some' ? ('granted' as const) : ('none' as const),
          policyBytes: Buffer.byteLength(JSON.stringify(authorization.policy)),
          permissionsVersion: authorization.version,
        }
      : { outcome, reason: authorization.reason }),
  }
}

/** What we threw ourselves is fit to be logged; of anything else only its kind is known to be harmless. */
function presentable(error: unknown): Error {
  if (error instanceof Failure) return error
  const kind = error instanceof Error ? error.name : typeof error
  return new Error(`authorizer: expected a decision, found an unexpected ${kind}`)
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32)
