import { type Cors, corsHeaders } from './mock-integration.ts'
import type { GatewayResponse } from './request.ts'
import { layered } from './response-headers.ts'
import { type Variables, substitute, substituteHeader } from './substitution.ts'

/**
 * What API Gateway can answer by itself here.
 *
 * Source: API Gateway developer guide, "Gateway response types for API Gateway".
 */
export type GatewayResponseType =
  | 'UNAUTHORIZED'
  | 'ACCESS_DENIED'
  | 'AUTHORIZER_FAILURE'
  | 'AUTHORIZER_CONFIGURATION_ERROR'
  | 'MISSING_AUTHENTICATION_TOKEN'

/** A gateway response as an API's owner shapes it; what is left out keeps its default. */
export interface GatewayResponseOverride {
  readonly status?: number
  /** Values may use `$context.x`. */
  readonly headers?: Readonly<Record<string, string>>
  /** Such as `{"message":$context.error.messageString}`. */
  readonly template?: string
}

/** Overrides by type; a type without its own takes that of `DEFAULT_4XX` or `DEFAULT_5XX`. */
export interface GatewayResponses
  extends Readonly<
    Partial<Record<GatewayResponseType | 'DEFAULT_4XX' | 'DEFAULT_5XX', GatewayResponseOverride>>
  > {
  /** Headers for every gateway response, so that browsers show the cause of a refusal. */
  readonly cors?: Cors
}

interface Default {
  readonly status: number
  readonly errorType: string
  /** The message, or none: `{"message":null}`. */
  readonly message: string | undefined
  /** Real API Gateway writes `Message` for ACCESS_DENIED and `message` for the others. */
  readonly member: 'message' | 'Message'
}

/** What the types answer when nobody shaped them. */
export const gatewayResponseDefaults: Readonly<Record<GatewayResponseType, Default>> = {
  UNAUTHORIZED: {
    status: 401,
    errorType: 'UnauthorizedException',
    message: 'Unauthorized',
    member: 'message',
  },
  ACCESS_DENIED: {
    status: 403,
    errorType: 'AccessDeniedException',
    message: 'User is not authorized to access this resource',
    member: 'Message',
  },
  AUTHORIZER_FAILURE: {
    status: 500,
    errorType: 'AuthorizerConfigurationException',
    message: undefined,
    member: 'message',
  },
  AUTHORIZER_CONFIGURATION_ERROR: {
    status: 500,
    errorType: 'AuthorizerConfigurationException',
    message: undefined,
    member: 'message',
  },
  MISSING_AUTHENTICATION_TOKEN: {
    status: 403,
    errorType: 'MissingAuthenticationTokenException',
    message: 'Missing Authentication Token',
    member: 'message',
  },
}

/** Which gateway response, and, where the type has several, the message of this one. */
export interface GatewayRefusal {
  readonly type: GatewayResponseType
  readonly message?: string
}

/** Writes a gateway response, with the owner's overrides and CORS headers. */
export function gatewayResponse(
  { type, message: special }: GatewayRefusal,
  responses: GatewayResponses,
  context: Variables,
): GatewayResponse {
  const defaults = gatewayResponseDefaults[type]
  const message = special ?? defaults.message
  const override = responses[type] ?? responses[defaults.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'] ?? {}
  const variables: Variables = {
    ...context,
    'context.error.message': message ?? '',
    'context.error.messageString': JSON.stringify(message ?? null),
    'context.error.responseType': type,
  }
  const shaped = layered(
    responses.cors === undefined ? {} : corsHeaders(responses.cors),
    override.headers ?? {},
  )
  const headers = Object.entries(shaped).map(
    ([name, value]) => [name, substituteHeader(value, variables)] as const,
  )
  return {
    status: override.status ?? defaults.status,
    headers: layered(
      { 'Content-Type': 'application/json', 'x-amzn-ErrorType': defaults.errorType },
      Object.fromEntries(headers),
    ),
    body:
      override.template === undefined
        ? JSON.stringify({ [defaults.member]: message ?? null })
        : substitute(override.template, variables),
  }
}

/** An answer outside the gateway responses, which nobody can shape. */
export function fixedResponse(
  status: number,
  errorType: string,
  body: Readonly<Record<string, unknown>>,
): GatewayResponse {
  return {
    status,
    headers: { 'Content-Type': 'application/json', 'x-amzn-ErrorType': errorType },
    body: JSON.stringify(body),
  }
}
