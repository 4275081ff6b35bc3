import type { Issue } from '@sallyport/kernel'
import { type Members, fault, strangers } from './definition-fault.ts'
import { identitySource, sourceExpressions } from './identity-source.ts'
import { isRecord, kindOf } from './policy/policy-reading.ts'

const members = [
  'id',
  'name',
  'type',
  'identitySource',
  'identityValidationExpression',
  'resultTtlSeconds',
  'invoke',
]

/** Everything wrong with the authorizer of a definition. */
export function authorizerIssues(written: unknown): readonly Issue[] {
  if (!isRecord(written)) return [at([], 'an authorizer', kindOf(written))]
  const { id, name, type, invoke } = written
  const known = type === 'TOKEN' || type === 'REQUEST'
  return [
    ...strangers(written, members, ['authorizer']),
    ...(typeof id === 'string' && id !== '' ? [] : [at(['id'], 'text', kindOf(id))]),
    ...(typeof name === 'string' && name !== '' ? [] : [at(['name'], 'text', kindOf(name))]),
    ...(known ? [] : [at(['type'], 'TOKEN or REQUEST', JSON.stringify(type) ?? 'nothing')]),
    ...(typeof invoke === 'function' ? [] : [at(['invoke'], 'a function', kindOf(invoke))]),
    ...ttlIssues(written['resultTtlSeconds']),
    ...sourceIssues(written),
    ...validationIssues(written),
  ]
}

function at(path: readonly string[], expected: string, found: string): Issue {
  return fault(['authorizer', ...path], expected, found)
}

function ttlIssues(seconds: unknown): readonly Issue[] {
  if (seconds === undefined) return []
  const right = Number.isInteger(seconds) && Number(seconds) >= 0 && Number(seconds) <= 3600
  return right
    ? []
    : [at(['resultTtlSeconds'], 'whole seconds from 0 to 3600', JSON.stringify(seconds) ?? 'nothing')]
}

function sourceIssues({ type, identitySource: written, resultTtlSeconds }: Members) {
  if (written !== undefined && typeof written !== 'string')
    return [at(['identitySource'], 'text', kindOf(written))]
  const expressions = sourceExpressions(written)
  const unknown = expressions.filter((expression) => identitySource(expression) === undefined)
  if (unknown.length > 0)
    return unknown.map((expression) =>
      at(['identitySource'], 'a source the simulator knows', `"${expression}"`),
    )
  if (type === 'TOKEN' && !(expressions.length === 1 && expressions[0]?.startsWith('method.request.header.')))
    return [
      at(
        ['identitySource'],
        'one header, as TOKEN has it',
        written === undefined ? 'nothing' : `"${written}"`,
      ),
    ]
  if (expressions.length === 0 && resultTtlSeconds !== 0)
    return [at(['identitySource'], 'a source, or resultTtlSeconds: 0', 'nothing')]
  return []
}

function validationIssues({ type, identityValidationExpression: written }: Members) {
  const path = ['identityValidationExpression']
  if (written === undefined) return []
  if (typeof written !== 'string') return [at(path, 'a regular expression', kindOf(written))]
  if (type === 'REQUEST') return [at(path, 'none, as it is for TOKEN only', 'one')]
  try {
    RegExp(written)
    return []
  } catch {
    return [at(path, 'a regular expression', `"${written}"`)]
  }
}
