import type { ApiStage } from './method-arn.ts'
import type { OpeningHours } from './opening-hours.ts'
import type { RoutePattern } from './route-pattern.ts'

/** Which API's stages a permission speaks of; `*` stands for every one. The partition is the event's. */
export interface ApiSelector {
  readonly region: string
  readonly accountId: string
  readonly apiId: string
  readonly stage: string
}

export type Scalar = string | number | boolean

/** What must be so at the time of the call; it becomes a Condition of the policy. */
export interface Circumstances {
  /** IP addresses and CIDR blocks, any of them. */
  readonly sourceIp?: readonly string[]
  /** Patterns with `*` and `?`, any of them. */
  readonly userAgent?: readonly string[]
  readonly hours?: OpeningHours
}

/** One route that a caller with these scopes and claims may use. */
export interface Grant {
  readonly api: ApiSelector
  readonly pattern: RoutePattern
  /** One of these is enough; empty when `allOf` says it. */
  readonly anyOf: readonly string[]
  readonly allOf: readonly string[]
  /** Claims of the token and the values of which each must have one. */
  readonly claims: Readonly<Record<string, readonly Scalar[]>>
  readonly when: Circumstances
  readonly note?: string
  /** Where in the document it stands. */
  readonly path: readonly (string | number)[]
}

/** A pattern that belongs to an API, such as an entry of `deny` or of `routes`. */
export interface ApiRoute {
  readonly api: ApiSelector
  readonly pattern: RoutePattern
}

/** All that a document says about one API's stage to a caller with some scopes. */
export interface Grants {
  /** Each shares a scope with the caller; scopes and claims are still to be judged. */
  readonly candidates: readonly Grant[]
  /** Refused to everyone. */
  readonly denies: readonly RoutePattern[]
  /** The API's inventory, empty when the document has none. */
  readonly routes: readonly RoutePattern[]
}

export function selects(selector: ApiSelector, api: ApiStage): boolean {
  return (
    one(selector.apiId, api.apiId) &&
    one(selector.stage, api.stage) &&
    one(selector.region, api.region) &&
    one(selector.accountId, api.accountId)
  )
}

const one = (wanted: string, found: string) => wanted === '*' || wanted === found

/** Has the caller earned this grant by scopes and claims? */
export function isEarned(
  grant: Grant,
  scopes: ReadonlySet<string>,
  claims: Readonly<Record<string, unknown>>,
): boolean {
  const byScope =
    grant.allOf.every((scope) => scopes.has(scope)) &&
    (grant.anyOf.length === 0 || grant.anyOf.some((scope) => scopes.has(scope)))
  return byScope && Object.entries(grant.claims).every(([name, wanted]) => hasClaim(claims, name, wanted))
}

function hasClaim(
  claims: Readonly<Record<string, unknown>>,
  name: string,
  wanted: readonly Scalar[],
): boolean {
  // A claim's name is the issuer's choice: `constructor` must not find Object's own.
  if (!Object.hasOwn(claims, name)) return false
  const found = claims[name]
  const values: readonly unknown[] = Array.isArray(found) ? found : [found]
  return values.some((value) => wanted.some((each) => each === value))
}
