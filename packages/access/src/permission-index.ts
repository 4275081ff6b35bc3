import type { ApiStage } from './method-arn.ts'
import { type ApiRoute, type Grant, type Grants, selects } from './permission.ts'

/** A permissions document made ready for decisions. */
export interface PermissionIndex {
  /** Costs what the scopes find, whatever the document holds. */
  readonly lookUp: (scopes: Iterable<string>, api: ApiStage) => Grants
  /** Every grant of the document, for explanations and checks. */
  readonly all: readonly Grant[]
}

/** Indexes grants by scope, then by API and stage. */
export function permissionIndex(
  grants: readonly Grant[],
  denies: readonly ApiRoute[],
  routes: readonly ApiRoute[],
): PermissionIndex {
  const byScope = new Map<string, Shelf>()
  for (const grant of grants)
    for (const scope of keyScopes(grant)) {
      const shelf = byScope.get(scope) ?? shelve(byScope, scope)
      place(shelf, grant)
    }
  const around = surroundings(denies, routes)

  return {
    all: grants,
    lookUp(scopes, api) {
      const name = nameOf(api)
      const found = new Set<Grant>()
      for (const scope of scopes) {
        const shelf = byScope.get(scope)
        for (const grant of shelf?.exact.get(name) ?? []) found.add(grant)
        for (const grant of shelf?.wild ?? []) if (selects(grant.api, api)) found.add(grant)
      }
      return { candidates: [...found], ...around(api, found.size > 0 ? 'keep' : 'forget') }
    },
  }
}

/** What a document says about an API whatever the scopes. */
type Surroundings = Pick<Grants, 'denies' | 'routes'>

/** Events name the APIs; the answer may be kept only for those that the document knows of. */
export function surroundings(
  denies: readonly ApiRoute[],
  routes: readonly ApiRoute[],
): (api: ApiStage, memory: 'keep' | 'forget') => Surroundings {
  const kept = new Map<string, Surroundings>()
  return (api, memory) => {
    const name = nameOf(api)
    const known = kept.get(name)
    if (known !== undefined) return known
    const found = { denies: patternsFor(denies, api), routes: patternsFor(routes, api) }
    if (memory === 'keep') kept.set(name, found)
    return found
  }
}

interface Shelf {
  readonly exact: Map<string, Grant[]>
  readonly wild: Grant[]
}

function shelve(byScope: Map<string, Shelf>, scope: string): Shelf {
  const shelf: Shelf = { exact: new Map(), wild: [] }
  byScope.set(scope, shelf)
  return shelf
}

function place(shelf: Shelf, grant: Grant): void {
  if (Object.values(grant.api).includes('*')) {
    shelf.wild.push(grant)
    return
  }
  const name = nameOf(grant.api)
  const there = shelf.exact.get(name)
  if (there === undefined) shelf.exact.set(name, [grant])
  else there.push(grant)
}

/** A grant that needs all of several scopes is found by any one of them: the first. */
const keyScopes = ({ anyOf, allOf }: Grant) => (allOf.length > 0 ? allOf.slice(0, 1) : anyOf)

const nameOf = ({ region, accountId, apiId, stage }: Omit<ApiStage, 'partition'>) =>
  `${region}:${accountId}:${apiId}/${stage}`

const patternsFor = (entries: readonly ApiRoute[], api: ApiStage) =>
  entries.filter((entry) => selects(entry.api, api)).map(({ pattern }) => pattern)
