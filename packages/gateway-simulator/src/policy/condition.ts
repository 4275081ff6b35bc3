import { SimulatorUnsupported } from '../unsupported.ts'
import { conditionOperators } from './condition-operator.ts'

/** One line of a `Condition` block: an operator, a key and the values, any of which is enough. */
export interface Condition {
  /** As written, such as `StringEqualsIfExists`. */
  readonly operator: string
  readonly key: string
  readonly values: readonly string[]
}

/** What became of a condition. The request's value is left out: it may be someone's secret. */
export interface ConditionTrace {
  readonly operator: string
  readonly key: string
  readonly found: 'present' | 'absent'
  readonly outcome: 'met' | 'not_met'
}

/** What a request says about itself, by condition key. Names are compared without case. */
export type ConditionKeys = Readonly<Record<string, string>>

/** Keys a Lambda authorizer's policy can meet, if the request has the fact at all. */
const present = new Set(
  [
    'aws:CurrentTime',
    'aws:EpochTime',
    'aws:SourceIp',
    'aws:UserAgent',
    'aws:Referer',
    'aws:SecureTransport',
  ].map((key) => key.toLowerCase()),
)

/**
 * Keys that need IAM authentication or a private API, so that no caller of a public API with a
 * Lambda authorizer ever has them.
 *
 * Source: API Gateway developer guide, "AWS condition keys that can be used in API Gateway resource policies".
 */
const neverPresent =
  /^aws:(principal.+|tokenissuetime|multifactorauth(age|present)|userid|username|federatedprovider|sourcevpce?|vpcsourceip)$/

/** Whether the words of the condition are known, whatever the request; throws `SimulatorUnsupported` if not. */
export function assertSupported({ operator, key }: Condition, keys: ConditionKeys): void {
  if (operator !== 'Null' && !conditionOperators.has(plain(operator)))
    throw new SimulatorUnsupported(`condition operator "${operator}"`)
  const name = key.toLowerCase()
  if (!present.has(name) && !neverPresent.test(name) && valueOf(keys, key) === undefined)
    throw new SimulatorUnsupported(`condition key "${key}"`)
}

/** Judges one condition against the facts of a request. */
export function judgeCondition(condition: Condition, keys: ConditionKeys): ConditionTrace {
  const found = valueOf(keys, condition.key)
  return {
    operator: condition.operator,
    key: condition.key,
    found: found === undefined ? 'absent' : 'present',
    outcome: isMet(condition, found) ? 'met' : 'not_met',
  }
}

/** The operator without `IfExists`. `NullIfExists` does not exist, so `Null` is left alone. */
export function plain(operator: string): string {
  return operator.endsWith('IfExists') ? operator.slice(0, -'IfExists'.length) : operator
}

function isMet({ operator, values }: Condition, found: string | undefined): boolean {
  if (operator === 'Null')
    return values.some((value) => (value.toLowerCase() === 'true') === (found === undefined))
  const { sense, matches } = conditionOperators.get(plain(operator)) ?? unknownOperator(operator)
  if (found === undefined) return sense === 'negated' || operator.endsWith('IfExists')
  const any = values.some((value) => matches(value, found))
  return sense === 'positive' ? any : !any
}

function unknownOperator(operator: string): never {
  throw new SimulatorUnsupported(`condition operator "${operator}"`)
}

function valueOf(keys: ConditionKeys, key: string): string | undefined {
  const wanted = key.toLowerCase()
  return Object.entries(keys).find(([name]) => name.toLowerCase() === wanted)?.[1]
}
