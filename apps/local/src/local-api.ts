import type { Grant } from '@sallyport/access'
import type { Permissions } from '@sallyport/access/documents'
import type { AuthorizerDefinition, RestApiDefinition } from '@sallyport/gateway-simulator'
import { preflight } from '@sallyport/gateway-simulator'
import { ConfigurationInvalid } from '@sallyport/kernel'

type RoutePattern = Grant['pattern']

/** The API that a permissions document is about, as far as it tells. */
export interface DescribedApi {
  readonly region: string
  readonly accountId: string
  readonly id: string
  readonly stage: string
  /** Such as `GET /pets/{segment2}`. */
  readonly routes: readonly string[]
  /** Every scope that some grant asks for. */
  readonly scopes: readonly string[]
}

/** Names for what a document leaves open with `*`. */
const invented = { region: 'us-east-1', accountId: '111122223333', apiId: 'a1b2c3d4e5', stage: 'dev' }

/**
 * Reads the API out of a document: its inventory where there is one, else the routes it grants.
 *
 * @throws ConfigurationInvalid when no grant names one
 */
export function describedApi({ entries }: Permissions): DescribedApi {
  const [first] = entries.grants
  if (first === undefined)
    throw new ConfigurationInvalid([
      { severity: 'fault', path: ['permissions'], expected: 'at least one grant', found: 'none' },
    ])
  const isOurs = ({ api }: Pick<Grant, 'api'>) => JSON.stringify(api) === JSON.stringify(first.api)
  const granted = entries.grants.filter(isOurs)
  const inventory = entries.routes.filter(isOurs)
  const patterns = (inventory.length > 0 ? inventory : granted).map(({ pattern }) => pattern)
  const named = (name: keyof typeof invented) => (first.api[name] === '*' ? invented[name] : first.api[name])
  return {
    region: named('region'),
    accountId: named('accountId'),
    id: named('apiId'),
    stage: named('stage'),
    routes: [...new Set(patterns.flatMap(routesOf))],
    scopes: [...new Set(granted.flatMap(({ anyOf, allOf }) => [...anyOf, ...allOf]))],
  }
}

/** What the mock backend answers: what API Gateway tells an integration about its caller. */
const backend = {
  status: 200,
  body: JSON.stringify({
    message: 'the request reached the API',
    subject: '$context.authorizer.subject',
    scope: '$context.authorizer.scope',
    expiresAt: '$context.authorizer.expiresAt',
    decisionId: '$context.authorizer.decisionId',
  }),
}

const cors = { allowOrigin: '*', allowHeaders: ['Authorization', 'Content-Type'] }

/** The AWS article's own expression for what a token must look like. */
const threeParts = '^(Bearer )[a-zA-Z0-9\\-_]+?\\.[a-zA-Z0-9\\-_]+?\\.([a-zA-Z0-9\\-_]+)$'

export function localApi(
  { region, accountId, id, stage, routes }: DescribedApi,
  { ttlSeconds, onlyJwts }: { readonly ttlSeconds: number; readonly onlyJwts: boolean },
  invoke: AuthorizerDefinition['invoke'],
): RestApiDefinition {
  const paths = [...new Set(routes.map((route) => route.split(' ')[1] ?? '/'))]
  const hasOwn = (path: string) =>
    routes.some((route) => /^(OPTIONS|ANY) /.test(route) && route.endsWith(` ${path}`))
  return {
    region,
    accountId,
    id,
    stage,
    routes: [
      ...routes.map((route) => ({ route, integration: backend })),
      ...paths
        .filter((path) => !hasOwn(path))
        .map((path) => ({
          route: `OPTIONS ${path}`,
          authorization: 'none' as const,
          integration: preflight(cors),
        })),
    ],
    authorizer: {
      id: 'sallyport',
      name: 'sallyport',
      type: 'TOKEN',
      identitySource: 'method.request.header.Authorization',
      ...(onlyJwts ? { identityValidationExpression: threeParts } : {}),
      resultTtlSeconds: ttlSeconds,
      invoke,
    },
    gatewayResponses: { cors },
  }
}

/** API Gateway has one name for a variable at each place, and `{name+}` at the end only. */
function routesOf({ verbs, segments }: RoutePattern): readonly string[] {
  const deep = segments.indexOf('deep')
  const steps = (deep < 0 ? segments : segments.slice(0, deep + 1)).map((segment, at) => {
    if (typeof segment === 'object') return segment.literal
    return segment === 'one' ? `{segment${at + 1}}` : '{proxy+}'
  })
  const path = `/${steps.join('/')}`
  return verbs.length > 1 ? [`ANY ${path}`] : verbs.map((verb) => `${verb} ${path}`)
}
