import { createHash } from 'node:crypto'
import { ConfigurationInvalid } from '@sallyport/kernel'
import type { RestApiDefinition, RouteDefinition } from './definition.ts'
import { definitionIssues } from './definition-check.ts'
import { type IdentitySource, identitySource, sourceExpressions } from './identity-source.ts'
import { type RoutePattern, routePattern } from './route-table.ts'

/** A definition found right, with everything in it that was text taken apart. */
export interface DeployedApi {
  readonly definition: RestApiDefinition
  readonly domainName: string
  /** `arn:{partition}:execute-api:{region}:{account}:{id}/{stage}` */
  readonly stageArn: string
  readonly routes: readonly DeployedRoute[]
  readonly sources: readonly IdentitySource[]
  readonly validation: RegExp | undefined
  readonly ttlSeconds: number
}

/** A route with its resource's id, as events name it. */
export interface DeployedRoute extends RouteDefinition {
  readonly pattern: RoutePattern
  readonly resourceId: string
}

/** What API Gateway takes when the TTL is not set (developer guide, "Configure a Lambda authorizer"). */
export const defaultTtlSeconds = 300

/** @throws ConfigurationInvalid naming every fault of the definition */
export function deploy(definition: RestApiDefinition): DeployedApi {
  const issues = definitionIssues(definition)
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
  const { id, region, accountId, stage, partition = 'aws', authorizer } = definition
  const { identityValidationExpression: expression, resultTtlSeconds = defaultTtlSeconds } = authorizer
  return {
    definition,
    domainName: `${id}.execute-api.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}`,
    stageArn: `arn:${partition}:execute-api:${region}:${accountId}:${id}/${stage}`,
    routes: definition.routes.flatMap((route) => deployedRoute(route)),
    sources: sourceExpressions(authorizer.identitySource).flatMap((one) => identitySource(one) ?? []),
    validation: expression === undefined ? undefined : new RegExp(expression),
    ttlSeconds: resultTtlSeconds,
  }
}

function deployedRoute(route: RouteDefinition): readonly DeployedRoute[] {
  const pattern = routePattern(route.route)
  if (pattern === undefined) return []
  const digest = createHash('sha256').update(pattern.resource).digest('hex')
  return [{ ...route, pattern, resourceId: digest.slice(0, 6) }]
}
