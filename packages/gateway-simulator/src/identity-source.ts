import { type GatewayRequest, headerOf, queryValueOf } from './request.ts'

/** One place where an authorizer finds who is calling. */
export interface IdentitySource {
  /** As written, such as `method.request.header.Authorization`. */
  readonly expression: string
  readonly kind: 'header' | 'querystring' | 'stageVariable' | 'context'
  readonly name: string
}

/** What of `$context` may identify a caller here. */
export const contextSources = [
  'identity.sourceIp',
  'identity.userAgent',
  'httpMethod',
  'path',
  'resourcePath',
  'stage',
  'apiId',
  'accountId',
  'protocol',
  'domainName',
]

const forms: readonly (readonly [RegExp, IdentitySource['kind']])[] = [
  [/^method\.request\.header\.([\w!#$%&'*+.^`|~-]+)$/, 'header'],
  [/^method\.request\.querystring\.(.+)$/, 'querystring'],
  [/^stageVariables\.(\w+)$/, 'stageVariable'],
  [/^context\.([\w.]+)$/, 'context'],
]

/** Reads one source; `undefined` for a form the simulator, or API Gateway, does not know. */
export function identitySource(expression: string): IdentitySource | undefined {
  for (const [form, kind] of forms) {
    const name = form.exec(expression)?.[1]
    if (name === undefined) continue
    return kind === 'context' && !contextSources.includes(name) ? undefined : { expression, kind, name }
  }
  return undefined
}

/** The sources of a comma separated list. */
export function sourceExpressions(identitySources = ''): readonly string[] {
  return identitySources
    .split(',')
    .map((expression) => expression.trim())
    .filter((expression) => expression !== '')
}

/** What sources other than the request itself are read from. */
export interface IdentityFacts {
  readonly stageVariables: Readonly<Record<string, string>>
  /** Values by the names of {@link contextSources}. */
  readonly context: Readonly<Record<string, string | undefined>>
}

/** The value at a source; missing and empty are the same, as API Gateway sees it. */
export function valueAt(
  source: IdentitySource,
  request: GatewayRequest,
  facts: IdentityFacts,
): string | undefined {
  return found(source, request, facts) || undefined
}

function found(
  { kind, name }: IdentitySource,
  request: GatewayRequest,
  facts: IdentityFacts,
): string | undefined {
  if (kind === 'header') return headerOf(request, name)
  if (kind === 'querystring') return queryValueOf(request, name)
  if (kind === 'context') return facts.context[name]
  return Object.hasOwn(facts.stageVariables, name) ? facts.stageVariables[name] : undefined
}
