import type { Issue } from '@sallyport/kernel'
import type { ApiRoute, ApiSelector, Grant, Scalar } from './permission.ts'
import type { ArticleEntry, DocumentGrant, PermissionsDocument } from './permissions-document.ts'
import { longestResource } from './policy.ts'
import { isFault, type RoutePattern, routePatternOf } from './route-pattern.ts'

/** A document's entries, one per route, and what is wrong between its members. */
export interface Entries {
  readonly grants: readonly Grant[]
  readonly denies: readonly ApiRoute[]
  readonly routes: readonly ApiRoute[]
  readonly issues: readonly Issue[]
}

const anywhere: ApiSelector = { region: '*', accountId: '*', apiId: '*', stage: '*' }

type Members = Pick<PermissionsDocument, 'api' | 'scopes' | 'grants' | 'deny' | 'routes' | 'apiPermissions'>

/** @param isList whether the whole document is the article's list, whose entries start the paths */
export function entriesOf(document: Members, isList: boolean): Entries {
  const { api: given, apiPermissions = [] } = document
  const api = given === undefined ? undefined : { ...given.arn, stage: given.stage }
  const issues: Issue[] = []
  const short = Object.entries(document.scopes ?? {}).flatMap(([scope, patterns]) =>
    patterns.map((pattern, at) => ({ pattern, scope, path: ['scopes', scope, at] })),
  )
  if (api === undefined && short.length > 0) issues.push(needsApi('scopes'))
  const around = api ?? anywhere
  const grants = [
    ...short.map(({ pattern, scope, path }) => plainGrant(around, pattern, { scope, path })),
    ...(document.grants ?? []).flatMap((grant, at) => longGrants(grant, at, { api, issues })),
    ...apiPermissions.flatMap((entry, at) =>
      articleGrant(entry, [...(isList ? [] : ['apiPermissions']), at], issues),
    ),
  ]
  const own = (member: 'deny' | 'routes') =>
    (document[member] ?? []).map((pattern, at) => ({ api: around, pattern, path: [member, at] }))
  const [denies, routes] = [own('deny'), own('routes')]
  issues.push(...[grants, denies, routes].flatMap(tooLong))
  return { grants, denies, routes, issues }
}

function plainGrant(
  api: ApiSelector,
  pattern: RoutePattern,
  { scope, path }: { readonly scope: string; readonly path: Issue['path'] },
): Grant {
  return { api, pattern, anyOf: [scope], allOf: [], claims: {}, when: {}, path }
}

function longGrants(
  { allow, scopes, when, note, api: own }: DocumentGrant,
  at: number,
  { api, issues }: { readonly api: ApiSelector | undefined; readonly issues: Issue[] },
): readonly Grant[] {
  const chosen = own === undefined ? api : { ...own.arn, stage: own.stage }
  if (chosen === undefined) {
    issues.push(needsApi('grants', at))
    return []
  }
  const { claims = {}, ...circumstances } = when ?? {}
  const shared = {
    api: chosen,
    anyOf: scopes.any ?? [],
    allOf: scopes.all ?? [],
    claims: Object.fromEntries(Object.entries(claims).map(([name, wanted]) => [name, listed(wanted)])),
    when: Object.fromEntries(Object.entries(circumstances).filter(([, wanted]) => wanted !== undefined)),
    ...(note === undefined ? {} : { note }),
  }
  return allow.map((pattern, index) => ({ ...shared, pattern, path: ['grants', at, 'allow', index] }))
}

const listed = (wanted: Scalar | readonly Scalar[]): readonly Scalar[] =>
  typeof wanted === 'object' ? wanted : [wanted]

/**
 * The article writes resources without their first slash, and a last `*` for whatever is below. A `*`
 * alone is the whole stage, its root included.
 */
function articleGrant(entry: ArticleEntry, path: Issue['path'], issues: Issue[]): readonly Grant[] {
  const below = entry.resource.replace(/^\//, '').replace(/(^|\/)\*$/, '$1**')
  return (below === '**' ? ['', '**'] : [below]).flatMap((resource) => {
    const pattern = routePatternOf(entry.httpVerb, `/${resource}`)
    if (!isFault(pattern))
      return [plainGrant({ ...entry.arn, stage: entry.stage }, pattern, { scope: entry.scope, path })]
    const member = pattern.expected.startsWith('one of') ? 'httpVerb' : 'resource'
    issues.push({ severity: 'fault', path: [...path, member], ...pattern })
    return []
  })
}

function needsApi(...path: (string | number)[]): Issue {
  return { severity: 'fault', path, expected: 'an api (arn and stage) that they belong to', found: 'none' }
}

interface Entry extends ApiRoute {
  readonly path: Issue['path']
}

/** The longest names that AWS gives, for what an entry leaves open. */
const longest = {
  region: 'us-gov-west-1',
  accountId: '111122223333',
  apiId: 'a1b2c3d4e5',
  stage: 's'.repeat(128),
}

function tooLong(entries: readonly Entry[]): readonly Issue[] {
  return entries.flatMap(({ api, pattern, path }) => {
    const names = Object.entries(longest).map(([name, text]) => {
      const own = api[name as keyof ApiSelector]
      return own === '*' ? text.length : own.length
    })
    const prefix =
      `arn:${partitionOf(api.region)}:execute-api::://`.length +
      names.reduce((sum, length) => sum + length, 0)
    const length = prefix + Math.max(...pattern.resources.map((resource) => resource.length))
    if (length <= longestResource) return []
    const expected = `a resource ARN of at most ${longestResource} characters`
    return [{ severity: 'fault' as const, path, expected, found: `one of ${length}` }]
  })
}

/** The event brings the partition; until then the region tells it, and the longest name stands for any. */
function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region === '*' || /^(us-gov|us-iso|eu-iso|eusc)/.test(region) ? 'aws-us-gov' : 'aws'
}
