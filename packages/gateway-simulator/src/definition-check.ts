import type { Issue } from '@sallyport/kernel'
import { authorizerIssues } from './authorizer-check.ts'
import { type Members, fault, statusIssues, strangers, textMap } from './definition-fault.ts'
import { responsesIssues } from './gateway-response-check.ts'
import { isRecord, kindOf } from './policy/policy-reading.ts'
import { routePattern } from './route-table.ts'

const members = [
  'id',
  'region',
  'accountId',
  'partition',
  'stage',
  'stageVariables',
  'routes',
  'authorizer',
  'gatewayResponses',
]

/** Everything wrong with a definition, whatever its type said at compile time. */
export function definitionIssues(definition: unknown): readonly Issue[] {
  if (!isRecord(definition)) return [fault([], 'an API definition', kindOf(definition))]
  return [
    ...strangers(definition, members, []),
    ...matching(definition, 'id', { form: /^[a-z0-9]{1,64}$/, expected: 'lower-case letters and digits' }),
    ...matching(definition, 'region', { form: /^[a-z]{2}(-[a-z]+)+-\d$/, expected: 'an AWS region' }),
    ...matching(definition, 'accountId', { form: /^\d{12}$/, expected: 'twelve digits' }),
    ...matching(definition, 'stage', {
      form: /^[\w-]{1,128}$/,
      expected: 'letters, digits, hyphens and underscores',
    }),
    ...among(definition, 'partition', ['aws', 'aws-cn', 'aws-us-gov']),
    ...textMap(definition['stageVariables'], ['stageVariables']),
    ...routesIssues(definition['routes']),
    ...authorizerIssues(definition['authorizer']),
    ...responsesIssues(definition['gatewayResponses']),
  ]
}

interface Form {
  readonly form: RegExp
  readonly expected: string
}

function matching(written: Members, member: string, { form, expected }: Form): readonly Issue[] {
  const value = written[member]
  if (typeof value === 'string') return form.test(value) ? [] : [fault([member], expected, `"${value}"`)]
  return [fault([member], expected, kindOf(value))]
}

function among(written: Members, member: string, words: readonly string[]): readonly Issue[] {
  const value = written[member]
  if (value === undefined || words.some((word) => word === value)) return []
  return [fault([member], words.join(', '), typeof value === 'string' ? `"${value}"` : kindOf(value))]
}

function routesIssues(written: unknown): readonly Issue[] {
  if (!Array.isArray(written)) return [fault(['routes'], 'a list of routes', kindOf(written))]
  const seen: Seen = new Map()
  return written.flatMap((route: unknown, index) => {
    const path = ['routes', index]
    if (!isRecord(route)) return [fault(path, 'a route', kindOf(route))]
    return [
      ...strangers(route, ['route', 'authorization', 'integration'], path),
      ...routeIssues(route['route'], path, seen),
      ...authorizationIssues(route['authorization'], [...path, 'authorization']),
      ...integrationIssues(route['integration'], [...path, 'integration']),
    ]
  })
}

/** Parameter names by the place they stand at, and routes without their names. */
type Seen = Map<string, string>

function routeIssues(written: unknown, path: Issue['path'], seen: Seen): readonly Issue[] {
  const place = [...path, 'route']
  const pattern = typeof written === 'string' ? routePattern(written) : undefined
  if (pattern === undefined)
    return [fault(place, 'a verb and a path such as "GET /pets/{id}"', JSON.stringify(written) ?? 'nothing')]
  const issues: Issue[] = []
  let parent = ''
  for (const segment of pattern.segments) {
    const form = `${parent}/${segment.kind === 'literal' ? segment.text : `{${segment.kind}}`}`
    const name = segment.kind === 'literal' ? segment.text : segment.name
    const sibling = seen.get(form) ?? name
    // API Gateway refuses a second variable beside a first: they would be one place under two names.
    if (sibling !== name) issues.push(fault(place, `the parameter "${sibling}" at this place`, `"${name}"`))
    seen.set(form, sibling)
    parent = form
  }
  const form = `${pattern.method} ${parent}`
  if (issues.length === 0 && seen.has(form))
    issues.push(fault(place, 'a route of its own', `"${String(written)}" a second time`))
  seen.set(form, form)
  return issues
}

function authorizationIssues(written: unknown, path: Issue['path']): readonly Issue[] {
  if (written === undefined || written === 'custom' || written === 'none') return []
  return [fault(path, 'custom or none', JSON.stringify(written))]
}

function integrationIssues(written: unknown, path: Issue['path']): readonly Issue[] {
  if (!isRecord(written)) return [fault(path, 'a mock integration', kindOf(written))]
  const { body } = written
  return [
    ...strangers(written, ['status', 'headers', 'body'], path),
    ...statusIssues(written['status'], [...path, 'status']),
    ...textMap(written['headers'], [...path, 'headers']),
    ...(body === undefined || typeof body === 'string'
      ? []
      : [fault([...path, 'body'], 'text', kindOf(body))]),
  ]
}
