import { type Policy, parsePolicy } from './policy/policy-document.ts'
import { type Reading, isRecord, kindOf, malformed } from './policy/policy-reading.ts'

/** A usable answer of the authorizer function. */
export interface AuthorizerAnswer {
  readonly principalId: string
  readonly policy: Policy
  /** The function's `context`, every value as text, as integrations see it. */
  readonly context: Readonly<Record<string, string>>
  /** Whether the answer said more than is used. */
  readonly surplus: 'none' | 'ignored'
}

/**
 * Reads what the function answered: `principalId`, `policyDocument` and an optional flat `context`.
 *
 * Source: API Gateway developer guide, "Output from an API Gateway Lambda authorizer".
 *
 * @throws SimulatorUnsupported for a policy the simulator does not know how to evaluate
 */
export function readAnswer(answer: unknown): Reading<AuthorizerAnswer> {
  if (!isRecord(answer)) return malformed('answer', 'an object', kindOf(answer))
  const { principalId } = answer
  if (typeof principalId !== 'string' || principalId === '') {
    const found = principalId === '' ? 'an empty one' : kindOf(principalId)
    return { ...malformed('principalId', 'text', found), behaviour: 'answer-principal-required' }
  }
  const policy = parsePolicy(answer['policyDocument'])
  if (policy.outcome === 'malformed') return { behaviour: 'policy-strict', ...policy }
  const context = 'context' in answer ? readContext(answer['context']) : empty
  if (context.outcome === 'malformed') return context
  const surplus = Object.keys(answer).some((member) => !used.includes(member)) ? 'ignored' : 'none'
  return { outcome: 'parsed', value: { principalId, policy: policy.value, context: context.value, surplus } }
}

const used = ['principalId', 'policyDocument', 'context']

const empty: Reading<Readonly<Record<string, string>>> = { outcome: 'parsed', value: {} }

function readContext(written: unknown): Reading<Readonly<Record<string, string>>> {
  if (!isRecord(written))
    return { ...malformed('context', 'an object', kindOf(written)), behaviour: ruleFor(written) }
  const texts: [string, string][] = []
  for (const [name, value] of Object.entries(written)) {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      return {
        ...malformed(`context.${name}`, 'text, a number or a boolean', kindOf(value)),
        behaviour: ruleFor(value),
      }
    texts.push([name, String(value)])
  }
  return { outcome: 'parsed', value: Object.fromEntries(texts) }
}

function ruleFor(value: unknown): 'context-null-refused' | 'context-scalars-only' {
  return value === null ? 'context-null-refused' : 'context-scalars-only'
}
