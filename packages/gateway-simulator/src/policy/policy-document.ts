import { SimulatorUnsupported } from '../unsupported.ts'
import type { Condition } from './condition.ts'
import {
  type Malformed,
  type Reading,
  conditionsIn,
  isRecord,
  kindOf,
  malformed,
  textsIn,
} from './policy-reading.ts'

/** A policy document an authorizer answered with, after its form was found right. */
export interface Policy {
  readonly version: '2012-10-17' | '2008-10-17'
  readonly statements: readonly Statement[]
  /** Liberties of its form that were taken. */
  readonly readAs: readonly ('policy-default-version' | 'policy-one-statement')[]
}

/** One statement; `except` is `NotAction` or `NotResource`. */
export interface Statement {
  readonly sid?: string
  readonly effect: 'Allow' | 'Deny'
  readonly actions: Selection
  readonly resources: Selection
  readonly conditions: readonly Condition[]
}

/** Patterns, and whether they choose what they match or everything else. */
export interface Selection {
  readonly mode: 'only' | 'except'
  readonly patterns: readonly string[]
}

/** Longest resource ARN a returned policy may hold (API Gateway developer guide, authorizer output). */
export const longestResourceCharacters = 512

const members = ['Version', 'Id', 'Statement']
const statementMembers = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition']

/**
 * Reads a policy document as strictly as API Gateway does: PascalCase members, no `Condition: null`.
 *
 * @throws SimulatorUnsupported for what IAM knows and the simulator does not, such as policy variables
 */
export function parsePolicy(document: unknown): Reading<Policy> {
  if (!isRecord(document)) return malformed('policyDocument', 'an object', kindOf(document))
  const stranger = strangerIn(document, members, 'policyDocument')
  if (stranger !== undefined) return stranger
  const version = document['Version'] ?? '2008-10-17'
  if (version !== '2012-10-17' && version !== '2008-10-17')
    return malformed('policyDocument.Version', '2012-10-17 or 2008-10-17', 'another version')
  const written = document['Statement']
  if (!Array.isArray(written) && !isRecord(written))
    return malformed('policyDocument.Statement', 'a list', kindOf(written))

  const statements: Statement[] = []
  for (const [index, one] of (Array.isArray(written) ? written : [written]).entries()) {
    const reading = parseStatement(one, `Statement[${index}]`)
    if (reading.outcome === 'malformed') return reading
    if (version === '2012-10-17') refuseVariables(reading.value)
    statements.push(reading.value)
  }
  return { outcome: 'parsed', value: { version, statements, readAs: libertiesOf(document) } }
}

type Members = Readonly<Record<string, unknown>>

function strangerIn(written: Members, known: readonly string[], path: string): Malformed | undefined {
  const stranger = Object.keys(written).find((member) => !known.includes(member))
  if (stranger === undefined) return undefined
  const miscased = known.some((member) => member.toLowerCase() === stranger.toLowerCase())
  return {
    ...malformed(`${path}.${stranger}`, known.join(', '), 'another member'),
    behaviour: miscased ? 'policy-pascal-case' : 'policy-strict',
  }
}

function libertiesOf({ Version: version, Statement: written }: Members): Policy['readAs'] {
  return [
    ...(version === undefined ? (['policy-default-version'] as const) : []),
    ...(Array.isArray(written) ? [] : (['policy-one-statement'] as const)),
  ]
}

function parseStatement(written: unknown, path: string): Reading<Statement> {
  if (!isRecord(written)) return malformed(path, 'an object', kindOf(written))
  if ('Principal' in written || 'NotPrincipal' in written)
    throw new SimulatorUnsupported('a Principal in an authorizer policy')
  const stranger = strangerIn(written, statementMembers, path)
  if (stranger !== undefined) return stranger
  const { Sid: sid, Effect: effect } = written
  if (sid !== undefined && typeof sid !== 'string') return malformed(`${path}.Sid`, 'text', kindOf(sid))
  if (effect !== 'Allow' && effect !== 'Deny')
    return malformed(`${path}.Effect`, 'Allow or Deny', 'something else')
  const actions = selection(written, 'Action', path)
  if (actions.outcome === 'malformed') return actions
  const resources = selection(written, 'Resource', path)
  if (resources.outcome === 'malformed') return resources
  if (resources.value.patterns.some((pattern) => pattern.length > longestResourceCharacters))
    return {
      ...malformed(`${path}.Resource`, `at most ${longestResourceCharacters} characters`, 'more'),
      behaviour: 'policy-resource-512',
    }
  const conditions = 'Condition' in written ? conditionsIn(written['Condition'], path) : none
  if (conditions.outcome === 'malformed') return conditions
  return {
    outcome: 'parsed',
    value: {
      ...(sid === undefined ? {} : { sid }),
      effect,
      actions: actions.value,
      resources: resources.value,
      conditions: conditions.value,
    },
  }
}

const none: Reading<readonly Condition[]> = { outcome: 'parsed', value: [] }

function selection(statement: Members, member: 'Action' | 'Resource', path: string): Reading<Selection> {
  const [only, except] = [member in statement, `Not${member}` in statement]
  if (only === except)
    return malformed(`${path}.${member}`, `either ${member} or Not${member}`, only ? 'both' : 'neither')
  const patterns = textsIn(statement[only ? member : `Not${member}`], `${path}.${member}`)
  if (patterns.outcome === 'malformed') return patterns
  return { outcome: 'parsed', value: { mode: only ? 'only' : 'except', patterns: patterns.value } }
}

function refuseVariables({ resources, conditions }: Statement): void {
  const texts = [...resources.patterns, ...conditions.flatMap(({ values }) => values)]
  if (texts.some((text) => text.includes('${')))
    throw new SimulatorUnsupported('policy variables such as "${aws:...}"')
}
