import type { Clock } from '@sallyport/kernel'
import type { AuthorizerAnswer } from './authorizer-answer.ts'
import { type Refused, type Desk, authorize } from './authorization.ts'
import { authorizerCache } from './authorizer-cache.ts'
import type { RestApiDefinition } from './definition.ts'
import { deploy } from './deployed-api.ts'
import { type Exchange, type RoutedExchange, contextOf, exchange, methodArnOf } from './exchange.ts'
import { fixedResponse, gatewayResponse } from './gateway-response.ts'
import { mockResponse } from './mock-integration.ts'
import { type GatewayRequest, type GatewayResponse, headerBytes } from './request.ts'
import { layered } from './response-headers.ts'
import { findRoute } from './route-table.ts'
import type { Variables } from './substitution.ts'
import { type Trace, notebook } from './trace.ts'
import { SimulatorUnsupported } from './unsupported.ts'

/** One stage of a simulated REST API. */
export interface RestApi {
  /** The first segment of its URLs. */
  readonly stage: string
  readonly handle: (request: GatewayRequest) => Promise<Handled>
  /** Forgets every cached answer of the stage, as `FlushStageAuthorizersCache` does. */
  readonly flushAuthorizerCache: () => void
}

/** An answer, and how it came about. */
export interface Handled {
  readonly response: GatewayResponse
  readonly trace: Trace
}

/** Bytes of all headers together (API Gateway developer guide, quotas). */
export const mostHeaderBytes = 10_240

/** Bytes of a method ARN with authorization (API Gateway developer guide, quotas). */
export const longestMethodArnBytes = 1600

/**
 * Deploys a REST API with a Lambda authorizer, without AWS.
 *
 * @throws ConfigurationInvalid naming every fault of the definition
 */
export function restApi(definition: RestApiDefinition, { clock }: { readonly clock: Clock }): RestApi {
  const api = deploy(definition)
  const cache = authorizerCache(api.ttlSeconds, clock)
  return {
    stage: definition.stage,
    flushAuthorizerCache: cache.flush,
    handle: async (request) => {
      const opened = exchange(api, request, clock.now())
      const notes = notebook(opened.requestId)
      notes.rely('response-headers')
      const response = await answerOrRefuse(opened, { cache, notes, now: clock.now })
      return { response: withIds(response, opened), trace: notes.trace() }
    },
  }
}

async function answerOrRefuse(opened: Exchange, desk: Desk): Promise<GatewayResponse> {
  try {
    return await answer(opened, desk)
  } catch (error) {
    if (!(error instanceof SimulatorUnsupported)) throw error
    desk.notes.note({ unsupported: error.feature })
    return fixedResponse(501, 'SimulatorUnsupported', { message: error.message, unsupported: error.feature })
  }
}

async function answer(opened: Exchange, desk: Desk): Promise<GatewayResponse> {
  const { api, request } = opened
  const { notes } = desk
  if (headerBytes(request) > mostHeaderBytes) {
    notes.rely('http-headers-431')
    return fixedResponse(431, 'RequestHeaderFieldsTooLargeException', {
      message: 'Request Header Fields Too Large',
    })
  }
  notes.rely('route-specific-first', 'route-resource-decides', 'route-raw-path')
  if (request.path.length > 1 && request.path.endsWith('/')) notes.rely('route-trailing-slash')
  if (request.path.includes('//')) notes.rely('route-empty-segment')
  const match = findRoute(api.routes, request.method, request.path)
  if (match === undefined) {
    notes.rely('route-unmatched-403')
    return refuse(opened, { refusal: { type: 'MISSING_AUTHENTICATION_TOKEN' } }, desk)
  }
  const methodArn = methodArnOf(opened)
  notes.note({ route: match.route.route, methodArn })
  return routed({ ...opened, match, methodArn }, desk)
}

async function routed(exchanged: RoutedExchange, desk: Desk): Promise<GatewayResponse> {
  const { notes } = desk
  const { integration, authorization = 'custom' } = exchanged.match.route
  if (authorization === 'none') {
    notes.note({ identity: 'not_required' })
    return mockResponse(integration, variablesOf(exchanged))
  }
  notes.rely(exchanged.request.path === '/' ? 'arn-root-slash' : 'arn-actual-path', 'arn-raw-path')
  if (Buffer.byteLength(exchanged.methodArn) > longestMethodArnBytes) {
    notes.rely('arn-too-long-414')
    return fixedResponse(414, 'RequestURITooLongException', { message: 'Request-URI Too Long' })
  }
  const verdict = await authorize(exchanged, desk)
  if (verdict.outcome === 'refused') return refuse(exchanged, verdict, desk)
  notes.rely('context-as-text')
  return mockResponse(integration, variablesOf(exchanged, verdict.answer))
}

function refuse(
  opened: Exchange,
  { refusal, answer: known }: Pick<Refused, 'refusal' | 'answer'>,
  desk: Desk,
) {
  const { gatewayResponses = {} } = opened.api.definition
  desk.notes.note({ gatewayResponse: refusal.type })
  if (refusal.type === 'AUTHORIZER_FAILURE') desk.notes.rely('response-failure-error-type')
  if (gatewayResponses[refusal.type] === undefined) desk.notes.rely('response-family')
  if (Object.keys(gatewayResponses).length > 0) desk.notes.rely('response-substitution', 'response-cors')
  if (known !== undefined) desk.notes.rely('response-authorizer-context')
  return gatewayResponse(refusal, gatewayResponses, variablesOf(opened, known))
}

/** What templates may use: `context.requestId`, `context.authorizer.principalId` and the like. */
function variablesOf(opened: Exchange | RoutedExchange, known?: AuthorizerAnswer): Variables {
  const authorizer = known === undefined ? {} : { ...known.context, principalId: known.principalId }
  return Object.fromEntries([
    ...Object.entries(contextOf(opened)).map(([name, value]) => [`context.${name}`, value]),
    ...Object.entries(authorizer).map(([name, value]) => [`context.authorizer.${name}`, value]),
  ])
}

function withIds(response: GatewayResponse, { requestId, extendedRequestId }: Exchange): GatewayResponse {
  const ids = { 'x-amzn-RequestId': requestId, 'x-amz-apigw-id': extendedRequestId }
  return { ...response, headers: layered(response.headers, ids) }
}
