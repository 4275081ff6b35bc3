import type { GatewayResponse } from './request.ts'
import { layered } from './response-headers.ts'
import { type Variables, substitute, substituteHeader } from './substitution.ts'

/** A backend that always answers the same, but for the variables in its templates. */
export interface MockIntegration {
  readonly status: number
  /** Values may use `$context.authorizer.x`, `$context.requestId` and the like. Defaults to JSON's content type. */
  readonly headers?: Readonly<Record<string, string>>
  /** A template like the values of `headers`. */
  readonly body?: string
}

/** Which origins, methods and headers a browser may use. */
export interface Cors {
  readonly allowOrigin: string
  readonly allowMethods?: readonly string[]
  readonly allowHeaders?: readonly string[]
  readonly allowCredentials?: boolean
  readonly maxAgeSeconds?: number
}

/** The mock that API Gateway's console makes for `OPTIONS` when CORS is enabled for a resource. */
export function preflight(cors: Cors): MockIntegration {
  return { status: 200, headers: corsHeaders(cors), body: '' }
}

/** The headers of a CORS answer. */
export function corsHeaders(cors: Cors): Readonly<Record<string, string>> {
  const { allowOrigin, allowMethods, allowHeaders, allowCredentials = false, maxAgeSeconds } = cors
  return {
    'Access-Control-Allow-Origin': allowOrigin,
    ...(allowMethods === undefined ? {} : { 'Access-Control-Allow-Methods': allowMethods.join(',') }),
    ...(allowHeaders === undefined ? {} : { 'Access-Control-Allow-Headers': allowHeaders.join(',') }),
    ...(allowCredentials ? { 'Access-Control-Allow-Credentials': 'true' } : {}),
    ...(maxAgeSeconds === undefined ? {} : { 'Access-Control-Max-Age': String(maxAgeSeconds) }),
  }
}

/** The integration's answer to one request. */
export function mockResponse(integration: MockIntegration, variables: Variables): GatewayResponse {
  const { status, headers = {}, body = '' } = integration
  const filled = Object.entries(headers).map(
    ([name, value]) => [name, substituteHeader(value, variables)] as const,
  )
  return {
    status,
    headers: layered({ 'Content-Type': 'application/json' }, Object.fromEntries(filled)),
    body: substitute(body, variables),
  }
}
