import type { Issue } from '@sallyport/kernel'
import type { Entries } from './permission-entries.ts'
import type { ApiRoute, ApiSelector, Grant } from './permission.ts'
import { covers, meets, overreaches } from './route-reach.ts'

/** What is allowed but deserves a second look; `sallyport check` shows it. */
export function findings({ grants, denies, routes }: Entries): readonly Issue[] {
  return [
    ...grants.flatMap((grant) => inventoried(grant, routes)),
    ...grants.flatMap((grant) => neverGranted(grant, denies)),
    ...grants.flatMap((grant) => crossing(grant, routes)),
  ]
}

function warning(path: Issue['path'], expected: string, found: string): Issue {
  return { severity: 'warning', path, expected, found }
}

/** Without an inventory nothing takes the deeper paths back that a wildcard of the policy lets through. */
function crossing({ api, pattern, path }: Grant, routes: readonly ApiRoute[]): readonly Issue[] {
  const isInventoried = routes.some((route) => sameApi(route.api, api))
  if (isInventoried || !pattern.segments.includes('one')) return []
  const expected = 'an inventory (routes), since * crosses slashes in IAM'
  return [warning(path, expected, `${pattern.text}, which also grants every deeper path of that shape`)]
}

function inventoried(grant: Grant, routes: readonly ApiRoute[]): readonly Issue[] {
  const own = routes.filter(({ api }) => sameApi(api, grant.api)).map(({ pattern }) => pattern)
  if (own.length === 0) return []
  if (!own.some((route) => meets(grant.pattern, route)))
    return [warning(grant.path, 'a route of the inventory', `${grant.pattern.text}, which matches none`)]
  return own
    .filter((route) => overreaches(grant.pattern, route) && meets(grant.pattern, route))
    .map((route) =>
      warning(
        grant.path,
        `to cover ${route.text} whole or not at all`,
        `${grant.pattern.text}, which covers it in part`,
      ),
    )
}

function neverGranted({ api, pattern, path }: Grant, denies: readonly ApiRoute[]): readonly Issue[] {
  const deny = denies.find((entry) => sameApi(entry.api, api) && covers(entry.pattern, pattern))
  return deny === undefined
    ? []
    : [warning(path, 'a grant that is not denied', `${pattern.text}, under ${deny.pattern.text}`)]
}

const sameApi = (one: ApiSelector, other: ApiSelector) =>
  (['region', 'accountId', 'apiId', 'stage'] as const).every(
    (name) => one[name] === '*' || other[name] === '*' || one[name] === other[name],
  )
