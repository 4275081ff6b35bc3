import type { Call, DecisionExplanation, Grant, PolicyDocument } from '@sallyport/access'
import type { Permissions } from '@sallyport/access/documents'
import { behaviours } from '@sallyport/gateway-simulator'
import { type Check, spelled } from '@sallyport/kernel'
import type { AskedCall } from './asked-call.ts'
import { type CacheOutlook, cacheOutlook } from './cache-outlook.ts'
import { matchingDenies, type NearGrant, nearGrants } from './near-grants.ts'
import type { Rehearsal } from './rehearsal.ts'

/** A decision as data. It holds no token and no claim's value. */
export interface CallExplanation {
  readonly request: {
    readonly method: string
    readonly path: string
    readonly api: string
    readonly authorizer: 'TOKEN' | 'REQUEST'
    readonly sourceIp: string
    readonly sourceIpIs: 'given' | 'assumed'
    /** ISO 8601. */
    readonly at: string
  }
  /** What the client gets. The body of a 200 is the integration's. */
  readonly status: number
  readonly body: string
  readonly outcome: 'granted' | 'none' | 'refused' | 'failed' | 'not_asked'
  readonly reason?: string
  readonly verdict?: 'allow' | 'explicit_deny' | 'silent'
  readonly checks: readonly Check[]
  readonly matched: readonly ShownGrant[]
  readonly denied: readonly string[]
  readonly missing: readonly (ShownGrant & { readonly missing: NearGrant['missing'] })[]
  readonly withheld: readonly (ShownGrant & { readonly guard: string })[]
  readonly conflicts: readonly { readonly denial: string; readonly lost: string }[]
  readonly conditions: readonly ConditionOutcome[]
  readonly policy?: PolicyDocument
  readonly policyBytes?: number
  readonly cache: CacheOutlook
  /** What the answer rests on that AWS does not document. */
  readonly uncertain: readonly {
    readonly id: string
    readonly evidence: string
    readonly statement: string
  }[]
  readonly unsupported?: string
}

/** Of the document: nothing of the caller's. */
export interface ShownGrant {
  readonly pattern: string
  /** Where it stands, such as `grants[0].allow[1]`. */
  readonly place: string
  readonly anyOf: readonly string[]
  readonly allOf: readonly string[]
  readonly note?: string
}

/** One condition of a statement whose resource is the call's. */
export interface ConditionOutcome {
  readonly effect: 'Allow' | 'Deny'
  readonly condition: string
  readonly outcome: 'met' | 'not_met'
}

interface Circumstances {
  readonly permissions: Permissions | undefined
  /** Milliseconds since the epoch. */
  readonly now: number
}

export function callExplanation(
  asked: AskedCall,
  rehearsal: Rehearsal,
  { permissions, now }: Circumstances,
): CallExplanation {
  const { handled, record, answer } = rehearsal
  const { response, trace } = handled
  const { verdict } = decisionOf(rehearsal)
  const { policyDocument: policy } = answer ?? {}
  return {
    request: requestOf(asked, now),
    status: response.status,
    body: response.body,
    outcome: record?.outcome ?? 'not_asked',
    ...(record?.reason === undefined ? {} : { reason: record.reason }),
    ...(verdict === undefined ? {} : { verdict }),
    checks: record?.explanation?.checks ?? gatewayChecks(rehearsal),
    ...grantsOf(asked, rehearsal, { permissions, now }),
    conditions: conditionsOf(rehearsal),
    ...(policy === undefined ? {} : { policy, policyBytes: Buffer.byteLength(JSON.stringify(policy)) }),
    cache: cacheOutlook(rehearsal, now),
    uncertain: behaviours
      .filter(({ id, evidence }) => evidence !== 'documented' && trace.behaviours.includes(id))
      .map(({ id, evidence, statement }) => ({ id, evidence, statement })),
    ...(trace.unsupported === undefined ? {} : { unsupported: trace.unsupported }),
  }
}

function requestOf(
  { api, authorizer, request, sourceIp }: AskedCall,
  now: number,
): CallExplanation['request'] {
  const { partition, region, accountId, apiId, stage } = api
  return {
    method: request.method,
    path: request.path,
    api: `arn:${partition}:execute-api:${region}:${accountId}:${apiId}/${stage}`,
    authorizer,
    sourceIp: request.sourceIp,
    sourceIpIs: sourceIp,
    at: new Date(now).toISOString(),
  }
}

function grantsOf(asked: AskedCall, rehearsal: Rehearsal, { permissions, now }: Circumstances) {
  const { matched = [], withheld = [], conflicts = [] } = decisionOf(rehearsal)
  const { verification, handled } = rehearsal
  const call: Call = {
    kind: 'token',
    methodArn: { ...asked.api, verb: asked.request.method, path: asked.request.path },
  }
  const isTurnedAway = handled.response.status !== 200
  const identity = verification?.outcome === 'verified' ? verification.identity : undefined
  const isKnown = permissions !== undefined && identity !== undefined && isTurnedAway
  return {
    matched: [...new Set(matched)].map(shown),
    denied: isKnown ? matchingDenies(permissions, { call, now }) : [],
    missing: isKnown
      ? nearGrants(permissions, identity, { call, now }).map(({ grant, missing }) => ({
          ...shown(grant),
          missing,
        }))
      : [],
    withheld: withheld.map(({ grant, guard }) => ({ ...shown(grant), guard })),
    conflicts: conflicts.map(({ denial, lost }) => ({ denial: denial.text, lost: lost.text })),
  }
}

function decisionOf({ record }: Rehearsal): Partial<DecisionExplanation> {
  const explanation = record?.explanation
  return explanation !== undefined && 'verdict' in explanation ? explanation : {}
}

const shown = ({ pattern, path, anyOf, allOf, note }: Grant): ShownGrant => ({
  pattern: pattern.text,
  place: spelled(path),
  anyOf,
  allOf,
  ...(note === undefined ? {} : { note }),
})

/** The gateway's own look at the caller, before it asks the authorizer. */
function gatewayChecks({ handled }: Rehearsal): readonly Check[] {
  const { identity } = handled.trace
  if (identity !== 'missing') return []
  return [
    { check: 'identity source', outcome: 'failed', expected: 'the header Authorization', found: 'none' },
  ]
}

function conditionsOf({ handled }: Rehearsal): readonly ConditionOutcome[] {
  return (handled.trace.evaluation?.statements ?? [])
    .filter(({ resource }) => resource === 'matched')
    .flatMap(({ effect, conditions }) =>
      conditions.map(({ operator, key, outcome }) => ({ effect, condition: `${operator} ${key}`, outcome })),
    )
}
