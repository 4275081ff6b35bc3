import type { GatewayResponses } from './gateway-response.ts'
import type { MockIntegration } from './mock-integration.ts'

/** A REST API with one stage and one Lambda authorizer, as it would be deployed. */
export interface RestApiDefinition {
  /** The id in ARNs and domain names, such as `a1b2c3`. */
  readonly id: string
  readonly region: string
  /** Twelve digits. */
  readonly accountId: string
  /** Defaults to `aws`. */
  readonly partition?: 'aws' | 'aws-cn' | 'aws-us-gov'
  readonly stage: string
  readonly stageVariables?: Readonly<Record<string, string>>
  readonly routes: readonly RouteDefinition[]
  readonly authorizer: AuthorizerDefinition
  readonly gatewayResponses?: GatewayResponses
}

/** One method of one resource. */
export interface RouteDefinition {
  /** Verb and resource path: `GET /pets/{id}`, `ANY /{proxy+}`. */
  readonly route: string
  /** Defaults to `custom`: asks the authorizer. */
  readonly authorization?: 'custom' | 'none'
  readonly integration: MockIntegration
}

/** A Lambda authorizer of a REST API. */
export interface AuthorizerDefinition {
  readonly id: string
  readonly name: string
  /** TOKEN sends one header's value to the function, REQUEST the whole request. */
  readonly type: 'TOKEN' | 'REQUEST'
  /**
   * TOKEN: one header, `method.request.header.Authorization`. REQUEST: any of
   * `method.request.header.X`, `method.request.querystring.X`, `stageVariables.X` and `context.X`,
   * comma separated, all of which must be present; may be left out when `resultTtlSeconds` is 0.
   */
  readonly identitySource?: string
  /** A regular expression for the token, of TOKEN authorizers only. */
  readonly identityValidationExpression?: string
  /** How long an answer is cached, 0 (never) to 3600 seconds. Defaults to 300. */
  readonly resultTtlSeconds?: number
  /** The function. It is given, and answers with, what survives JSON. */
  readonly invoke: (event: unknown) => Promise<unknown>
}
