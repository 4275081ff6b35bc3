export type { Condition, ConditionKeys, ConditionTrace } from './policy/condition.ts'
export {
  type Evaluation,
  type PolicyRequest,
  type StatementTrace,
  PolicyMalformed,
  evaluate,
  evaluatePolicy,
} from './policy/evaluation.ts'
export { type Policy, type Selection, type Statement, parsePolicy } from './policy/policy-document.ts'
export type { Malformed, Reading } from './policy/policy-reading.ts'
export { matchesWildcard } from './policy/wildcard.ts'
export { SimulatorUnsupported } from './unsupported.ts'
