import { both, type Condition, conditionsOf, type Horizon, isUnconditional, negations } from './condition.ts'
import type { Grant, Grants } from './permission.ts'
import type { RoutePattern } from './route-pattern.ts'
import { covers, meets, meetsInPolicy, overreaches } from './route-reach.ts'

/** What one caller may do on one API's stage, and what must be taken back. */
export interface Entitlement {
  readonly allows: readonly Allowance[]
  readonly denies: readonly Denial[]
  readonly conflicts: readonly Conflict[]
}

export interface Allowance {
  readonly grant: Grant
  readonly condition: Condition
}

/** Refused by the document, or a deeper route that a wildcard of the policy would let through unearned. */
export interface Denial {
  readonly pattern: RoutePattern
  readonly because: 'denied' | 'not_earned'
  readonly condition: Condition
}

/**
 * IAM has no wildcard that stops at a slash, so some denials take an earned route with them. The gate
 * then denies: a caller too few is a ticket, a caller too many an incident.
 */
export interface Conflict {
  readonly denial: RoutePattern
  readonly lost: RoutePattern
}

/** More alternatives than this are denied outright: the policy would grow past any use. */
const mostAlternatives = 32

export function entitlement(earned: readonly Grant[], grants: Grants, horizon: Horizon): Entitlement {
  const allows = earned.flatMap((grant) =>
    conditionsOf(grant.when, horizon).map((condition) => ({ grant, condition })),
  )
  const denies = denialsFor(allows, grants)
  return { allows, denies, conflicts: conflictsOf(denies, allows, grants.routes) }
}

function denialsFor(allows: readonly Allowance[], { denies, routes }: Grants): readonly Denial[] {
  const denied = new Set<RoutePattern>()
  const overreached = new Set<RoutePattern>()
  for (const { grant } of allows) {
    for (const pattern of reached(grant.pattern, denies, meetsInPolicy)) denied.add(pattern)
    for (const route of reached(grant.pattern, routes, overreaches)) overreached.add(route)
  }
  return [
    ...[...denied].map((pattern): Denial => ({ pattern, because: 'denied', condition: {} })),
    ...[...overreached].flatMap((route) => unearned(route, allows)),
  ]
}

/** Denies a route whenever none of the allowances that cover it holds. */
function unearned(route: RoutePattern, allows: readonly Allowance[]): readonly Denial[] {
  const conditions = allows
    .filter(({ grant }) => covers(grant.pattern, route))
    .map(({ condition }) => condition)
  if (conditions.some(isUnconditional)) return []
  const outside = conditions.reduce<readonly Condition[]>(
    (sofar, next) =>
      sofar.length > mostAlternatives
        ? sofar
        : sofar.flatMap((one) => negations(next).flatMap((other) => both(one, other) ?? [])),
    [{}],
  )
  const chosen = outside.length > mostAlternatives ? [{}] : outside
  return chosen.map((condition) => ({ pattern: route, because: 'not_earned', condition }))
}

function conflictsOf(
  denies: readonly Denial[],
  allows: readonly Allowance[],
  routes: readonly RoutePattern[],
): readonly Conflict[] {
  const isDenied = (route: RoutePattern) =>
    denies.some(({ pattern, because }) => because === 'denied' && covers(pattern, route))
  const lost = new Map<RoutePattern, Set<RoutePattern>>()
  for (const denial of denies) {
    // A document's own denial means what it matches as written; one of an unearned route means no other.
    const [reach, own] =
      denial.because === 'denied' ? [overreaches, []] : ([meetsInPolicy, [denial.pattern]] as const)
    const others = routes.filter(
      (route) => route !== denial.pattern && reach(denial.pattern, route) && !isDenied(route),
    )
    const taken = [...own, ...others].filter((route) => takesBack(denial, route, allows))
    lost.set(denial.pattern, new Set([...(lost.get(denial.pattern) ?? []), ...taken]))
  }
  return [...lost].flatMap(([denial, all]) => [...all].map((each) => ({ denial, lost: each })))
}

/** Is something of the route earned by an allowance that may hold while the denial does? */
function takesBack(
  { pattern, condition }: Denial,
  route: RoutePattern,
  allows: readonly Allowance[],
): boolean {
  // A conditional denial holds only when no allowance does that covers its whole route.
  return allows.some(
    ({ grant }) =>
      meets(grant.pattern, route) && (isUnconditional(condition) || !covers(grant.pattern, pattern)),
  )
}

type Reach = (pattern: RoutePattern, route: RoutePattern) => boolean

const known = new WeakMap<
  Reach,
  WeakMap<readonly RoutePattern[], WeakMap<RoutePattern, readonly RoutePattern[]>>
>()

/** A pattern's reach into a list is asked at each decision and never changes, so it is kept. */
function reached(
  pattern: RoutePattern,
  list: readonly RoutePattern[],
  reach: Reach,
): readonly RoutePattern[] {
  if (list.length === 0) return list
  const byList = known.get(reach) ?? remember(known, reach)
  const byPattern = byList.get(list) ?? remember(byList, list)
  const there = byPattern.get(pattern)
  if (there !== undefined) return there
  const found = list.filter((route) => reach(pattern, route))
  byPattern.set(pattern, found)
  return found
}

function remember<Key extends WeakKey, Inner extends WeakKey, Value>(
  map: WeakMap<Key, WeakMap<Inner, Value>>,
  key: Key,
): WeakMap<Inner, Value> {
  const inner = new WeakMap<Inner, Value>()
  map.set(key, inner)
  return inner
}
