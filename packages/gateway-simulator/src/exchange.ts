import { randomBytes, randomUUID } from 'node:crypto'
import type { DeployedApi, DeployedRoute } from './deployed-api.ts'
import { type GatewayRequest, headerOf } from './request.ts'
import type { RouteMatch } from './route-table.ts'
import type { ConditionKeys } from './policy/condition.ts'
import type { Variables } from './substitution.ts'

/** One request on its way through one API. */
export interface Exchange {
  readonly api: DeployedApi
  readonly request: GatewayRequest
  readonly requestId: string
  readonly extendedRequestId: string
  /** Milliseconds since the epoch when the request came. */
  readonly startedAt: number
}

/** The same once its route is known. */
export interface RoutedExchange extends Exchange {
  readonly match: RouteMatch<DeployedRoute>
  /** Of the actual path, not of the route's template. */
  readonly methodArn: string
}

/** Opens an exchange with ids of its own. */
export function exchange(api: DeployedApi, request: GatewayRequest, startedAt: number): Exchange {
  return {
    api,
    request,
    startedAt,
    requestId: randomUUID(),
    extendedRequestId: `${randomBytes(11).toString('base64url')}=`,
  }
}

/** The ARN policies are evaluated against; the root ends in a slash. */
export function methodArnOf({ api, request }: Exchange): string {
  return `${api.stageArn}/${request.method}${request.path}`
}

/**
 * The `$context` of templates and identity sources, without the authorizer's part.
 *
 * Source: API Gateway developer guide, "$context variables for data models, authorizers, mapping templates".
 */
export function contextOf(from: Exchange | RoutedExchange): Variables {
  const { api, request, requestId, extendedRequestId, startedAt } = from
  const { id, accountId, stage } = api.definition
  return {
    accountId,
    apiId: id,
    domainName: api.domainName,
    extendedRequestId,
    httpMethod: request.method,
    'identity.sourceIp': request.sourceIp,
    'identity.userAgent': headerOf(request, 'user-agent') ?? '',
    path: `/${stage}${request.path}`,
    protocol: request.protocol ?? 'HTTP/1.1',
    requestId,
    requestTime: requestTime(startedAt),
    requestTimeEpoch: String(startedAt),
    stage,
    ...('match' in from
      ? { resourceId: from.match.route.resourceId, resourcePath: from.match.route.pattern.resource }
      : {}),
  }
}

/**
 * What condition keys a policy can ask about, at an instant.
 *
 * Source: API Gateway developer guide, "AWS condition keys that can be used in API Gateway resource policies".
 */
export function conditionKeysOf({ request }: Exchange, now: number): ConditionKeys {
  const seconds = Math.floor(now / 1000)
  const [userAgent, referer] = [headerOf(request, 'user-agent'), headerOf(request, 'referer')]
  return {
    'aws:CurrentTime': new Date(seconds * 1000).toISOString().replace('.000Z', 'Z'),
    'aws:EpochTime': String(seconds),
    'aws:SourceIp': request.sourceIp,
    // Clients reach API Gateway over TLS only, whatever the laptop's port speaks.
    'aws:SecureTransport': 'true',
    ...(userAgent === undefined ? {} : { 'aws:UserAgent': userAgent }),
    ...(referer === undefined ? {} : { 'aws:Referer': referer }),
  }
}

/** `09/Apr/2015:12:34:56 +0000` */
export function requestTime(milliseconds: number): string {
  const [, day, month, year, time] = new Date(milliseconds).toUTCString().split(' ')
  return `${day}/${month}/${year}:${time} +0000`
}
