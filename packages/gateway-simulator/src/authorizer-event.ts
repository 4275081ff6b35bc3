import { type RoutedExchange, contextOf } from './exchange.ts'

/** Source: API Gateway developer guide, "Input to an API Gateway Lambda authorizer". */
export interface TokenEvent {
  readonly type: 'TOKEN'
  readonly authorizationToken: string
  readonly methodArn: string
}

/** Source: as of {@link TokenEvent}; `requestContext` as real events have it. */
export interface RequestEvent {
  readonly type: 'REQUEST'
  readonly methodArn: string
  readonly resource: string
  readonly path: string
  readonly httpMethod: string
  readonly headers: Readonly<Record<string, string>>
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>>
  readonly queryStringParameters: Readonly<Record<string, string>>
  readonly multiValueQueryStringParameters: Readonly<Record<string, readonly string[]>>
  readonly pathParameters: Readonly<Record<string, string>>
  readonly stageVariables: Readonly<Record<string, string>>
  readonly requestContext: Readonly<Record<string, unknown>>
}

/** @param token the identity source's value as sent, `Bearer ` included */
export function tokenEvent({ methodArn }: RoutedExchange, token: string): TokenEvent {
  return { type: 'TOKEN', methodArn, authorizationToken: token }
}

/** The whole request, with single values being the last of several. */
export function requestEvent(exchange: RoutedExchange): RequestEvent {
  const { request, match, methodArn, api } = exchange
  const headers = grouped(request.headers)
  const query = Object.entries(request.query ?? {}).filter(([, values]) => values.length > 0)
  return {
    type: 'REQUEST',
    methodArn,
    resource: match.route.pattern.resource,
    path: request.path,
    httpMethod: request.method,
    headers: lastOf(headers),
    multiValueHeaders: Object.fromEntries(headers),
    queryStringParameters: lastOf(query),
    multiValueQueryStringParameters: Object.fromEntries(query),
    pathParameters: match.parameters,
    stageVariables: api.definition.stageVariables ?? {},
    requestContext: requestContext(exchange),
  }
}

type Entries = readonly (readonly [string, readonly string[]])[]

/** Headers under the first spelling of their name, since regional APIs keep the client's. */
function grouped(headers: readonly (readonly [string, string])[]): Entries {
  const groups = new Map<string, { readonly name: string; readonly values: string[] }>()
  for (const [name, value] of headers) {
    const group = groups.get(name.toLowerCase()) ?? { name, values: [] }
    group.values.push(value)
    groups.set(name.toLowerCase(), group)
  }
  return [...groups.values()].map(({ name, values }) => [name, values])
}

function lastOf(entries: Entries): Readonly<Record<string, string>> {
  return Object.fromEntries(entries.map(([name, values]) => [name, values.at(-1) ?? '']))
}

function requestContext(exchange: RoutedExchange): Readonly<Record<string, unknown>> {
  const context = contextOf(exchange)
  const { sourceIp, userAgent } = {
    sourceIp: context['identity.sourceIp'],
    userAgent: context['identity.userAgent'],
  }
  return {
    resourceId: context['resourceId'],
    resourcePath: context['resourcePath'],
    httpMethod: context['httpMethod'],
    extendedRequestId: context['extendedRequestId'],
    requestTime: context['requestTime'],
    path: context['path'],
    accountId: context['accountId'],
    protocol: context['protocol'],
    stage: context['stage'],
    domainPrefix: exchange.api.definition.id,
    requestTimeEpoch: exchange.startedAt,
    requestId: context['requestId'],
    identity: { ...anonymous, sourceIp, userAgent: userAgent === '' ? null : userAgent },
    domainName: context['domainName'],
    apiId: context['apiId'],
  }
}

const anonymous = {
  cognitoIdentityPoolId: null,
  accountId: null,
  cognitoIdentityId: null,
  caller: null,
  principalOrgId: null,
  accessKey: null,
  cognitoAuthenticationType: null,
  cognitoAuthenticationProvider: null,
  userArn: null,
  user: null,
}
