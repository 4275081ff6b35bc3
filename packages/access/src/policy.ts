import { DocumentInvalid } from '@sallyport/kernel'
import { type Condition, type ConditionBlock, conditionBlock } from './condition.ts'
import type { Entitlement } from './entitlement.ts'
import { type ApiStage, resourcePrefix } from './method-arn.ts'
import type { RoutePattern } from './route-pattern.ts'

/** An IAM policy as API Gateway reads it: PascalCase members, none of them null or empty. */
export interface PolicyDocument {
  readonly Version: '2012-10-17'
  readonly Statement: readonly Statement[]
}

export interface Statement {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: 'execute-api:Invoke'
  readonly Resource: readonly string[]
  readonly Condition?: ConditionBlock
}

/** The most characters an ARN of an authorizer's policy may have (AWS: "Output from a Lambda authorizer"). */
export const longestResource = 512

/**
 * Everything the caller may do on this API and stage, so that API Gateway may cache it under the
 * token: one Allow per distinct condition, what must be taken back, and the token's own end.
 *
 * @param expiresAtSeconds the end to write into the policy, or nothing when something else ends it
 */
export function policyFor(
  { allows, denies }: Entitlement,
  api: ApiStage,
  expiresAtSeconds: number | undefined,
): PolicyDocument {
  if (allows.length === 0) return denyAll(api)
  const prefix = resourcePrefix(api)
  const end: Condition = expiresAtSeconds === undefined ? {} : { untilSeconds: expiresAtSeconds }
  const everywhere = [`${prefix}*`]
  const expired =
    expiresAtSeconds === undefined ? [] : [statement('Deny', everywhere, { fromSeconds: expiresAtSeconds })]
  const allowed = allows.map(({ grant, condition }) => ({
    pattern: grant.pattern,
    condition: earlier(condition, end),
  }))
  return {
    Version: '2012-10-17',
    Statement: [
      ...statements('Allow', allowed, { prefix, always: end }),
      ...statements('Deny', denies, { prefix, always: {} }),
      ...expired,
    ],
  }
}

/** Silence would let an Allow of the API's resource policy through; an explicit Deny always wins. */
export function denyAll(api: ApiStage): PolicyDocument {
  return { Version: '2012-10-17', Statement: [statement('Deny', [`${resourcePrefix(api)}*`], {})] }
}

interface Conditional {
  readonly pattern: RoutePattern
  readonly condition: Condition
}

function statements(
  effect: Statement['Effect'],
  entries: readonly Conditional[],
  { prefix, always }: { readonly prefix: string; readonly always: Condition },
): readonly Statement[] {
  const groups = new Map<string, { condition: Condition; resources: Set<string> }>()
  for (const { pattern, condition } of entries) {
    const key = JSON.stringify(condition)
    const group = groups.get(key) ?? { condition, resources: new Set() }
    for (const resource of pattern.resources) group.resources.add(resource)
    groups.set(key, group)
  }
  const plain = groups.get(JSON.stringify(always))?.resources ?? new Set<string>()
  return [...groups.values()]
    .map(({ condition, resources }) => {
      const wider = resources === plain ? [plain] : [resources, plain]
      const kept = [...resources]
        .filter((resource) => !isSpare(resource, wider, resources === plain))
        .toSorted()
      return { condition, resources: kept.map((resource) => arn(prefix, resource)) }
    })
    .filter(({ resources }) => resources.length > 0)
    .toSorted((one, other) => order(one.condition, other.condition))
    .map(({ condition, resources }) => statement(effect, resources, condition))
}

/** A resource is spare when another says it already: the same of the plain statement, or `GET/a/?*` for `GET/a/b`. */
function isSpare(resource: string, sets: readonly ReadonlySet<string>[], isPlain: boolean): boolean {
  if (!isPlain && sets.at(-1)?.has(resource)) return true
  for (let slash = resource.indexOf('/'); slash >= 0; slash = resource.indexOf('/', slash + 1)) {
    const wildcard = `${resource.slice(0, slash)}/?*`
    // `GET/a/` is not of `GET/a/?*`, and nothing is spare because of itself.
    const reaches = slash < resource.length - 1 && wildcard !== resource
    if (reaches && sets.some((set) => set.has(wildcard))) return true
  }
  return false
}

function earlier(condition: Condition, { untilSeconds }: Condition): Condition {
  if (untilSeconds === undefined) return condition
  return { ...condition, untilSeconds: Math.min(condition.untilSeconds ?? untilSeconds, untilSeconds) }
}

function arn(prefix: string, resource: string): string {
  const whole = prefix + resource
  if (whole.length <= longestResource) return whole
  const expected = `resources of at most ${longestResource} characters`
  throw new DocumentInvalid([{ severity: 'fault', path: [], expected, found: `one of ${whole.length}` }])
}

function statement(
  effect: Statement['Effect'],
  resources: readonly string[],
  condition: Condition,
): Statement {
  const block = conditionBlock(condition)
  const plain: Statement = { Effect: effect, Action: 'execute-api:Invoke', Resource: resources }
  return block === undefined ? plain : { ...plain, Condition: block }
}

/** The plainest first; and the same caller gets the same policy, to the letter, however the document is ordered. */
function order(one: Condition, other: Condition): number {
  const [demands, others] = [Object.keys(one).length, Object.keys(other).length]
  if (demands !== others) return demands - others
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1
}
