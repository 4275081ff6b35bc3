import { type ConditionKeys, type ConditionTrace, assertSupported, judgeCondition } from './condition.ts'
import { type Policy, type Selection, type Statement, parsePolicy } from './policy-document.ts'
import { matchesWildcard } from './wildcard.ts'

/** The call a policy is asked about. */
export interface PolicyRequest {
  /** `execute-api:Invoke` for every call through a REST API. */
  readonly action: string
  /** The method ARN of the request. */
  readonly resource: string
  /** Condition keys and the request's values for them. */
  readonly context: ConditionKeys
}

/** What a policy says about a call, and how each statement came to its word. */
export interface Evaluation {
  /** An explicit Deny beats any Allow; silence is neither. */
  readonly decision: 'allow' | 'explicit_deny' | 'silent'
  readonly statements: readonly StatementTrace[]
}

/** One statement's part in a decision. */
export interface StatementTrace {
  readonly sid?: string
  readonly effect: 'Allow' | 'Deny'
  readonly action: 'matched' | 'not_matched'
  readonly resource: 'matched' | 'not_matched'
  readonly conditions: readonly ConditionTrace[]
  readonly outcome: 'applies' | 'does_not_apply'
}

/** The document is one that API Gateway answers with 500, so there is nothing to evaluate. */
export class PolicyMalformed extends Error {
  override readonly name = 'PolicyMalformed'
  readonly code = 'POLICY_MALFORMED'
}

/**
 * Evaluates a policy document as IAM does: explicit Deny, then Allow, then silence.
 *
 * Source: IAM user guide, "Policy evaluation logic"; API Gateway developer guide, Table A.
 *
 * @throws PolicyMalformed for a document API Gateway cannot read
 * @throws SimulatorUnsupported for an operator or key the simulator does not know
 */
export function evaluatePolicy(policyDocument: unknown, request: PolicyRequest): Evaluation {
  const reading = parsePolicy(policyDocument)
  if (reading.outcome === 'malformed') throw new PolicyMalformed(reading.complaint)
  return evaluate(reading.value, request)
}

/** The same for a document already read. */
export function evaluate({ statements }: Policy, request: PolicyRequest): Evaluation {
  // Before any verdict: whether a policy is understood must not depend on which statement applies first.
  for (const { conditions } of statements)
    for (const condition of conditions) assertSupported(condition, request.context)
  const judged = statements.map((statement) => judgeStatement(statement, request))
  const applying = judged.filter(({ outcome }) => outcome === 'applies')
  if (applying.some(({ effect }) => effect === 'Deny'))
    return { decision: 'explicit_deny', statements: judged }
  return { decision: applying.length > 0 ? 'allow' : 'silent', statements: judged }
}

function judgeStatement(statement: Statement, { action, resource, context }: PolicyRequest): StatementTrace {
  // Service prefixes and action names are compared without case, resources with it.
  const actionMatches = selects(statement.actions, action, (text) => text.toLowerCase())
  const resourceMatches = selects(statement.resources, resource, (text) => text)
  const conditions = statement.conditions.map((condition) => judgeCondition(condition, context))
  const applies = actionMatches && resourceMatches && conditions.every(({ outcome }) => outcome === 'met')
  return {
    ...(statement.sid === undefined ? {} : { sid: statement.sid }),
    effect: statement.effect,
    action: actionMatches ? 'matched' : 'not_matched',
    resource: resourceMatches ? 'matched' : 'not_matched',
    conditions,
    outcome: applies ? 'applies' : 'does_not_apply',
  }
}

function selects({ mode, patterns }: Selection, text: string, spelled: (text: string) => string): boolean {
  const any = patterns.some((pattern) => matchesWildcard(spelled(pattern), spelled(text)))
  return mode === 'only' ? any : !any
}
