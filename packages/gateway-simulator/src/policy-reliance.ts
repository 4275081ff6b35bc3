import type { BehaviourId } from './behaviour.ts'
import type { ConditionTrace } from './policy/condition.ts'
import type { Evaluation } from './policy/evaluation.ts'
import type { Policy } from './policy/policy-document.ts'

/** The behaviours a decision relies on. */
export function policyReliance(policy: Policy, { statements }: Evaluation): readonly BehaviourId[] {
  const selections = policy.statements.flatMap(({ actions, resources }) => [actions, resources])
  const conditions = statements.flatMap((statement) => statement.conditions)
  return [
    'policy-deny-first',
    'policy-wildcards',
    'policy-action-case',
    ...policy.readAs,
    ...(policy.statements.length === 0 ? (['policy-no-statement'] as const) : []),
    ...(selections.some(({ mode }) => mode === 'except') ? (['policy-not-members'] as const) : []),
    ...(conditions.length > 0
      ? (['conditions-honoured', 'conditions-combine', 'conditions-keys'] as const)
      : []),
    ...conditions.flatMap(conditionReliance),
  ]
}

function conditionReliance({ key, found }: ConditionTrace): readonly BehaviourId[] {
  const name = key.toLowerCase()
  if (name === 'aws:currenttime' || name === 'aws:epochtime') return ['conditions-whole-seconds']
  if (name === 'aws:securetransport') return ['conditions-secure-transport']
  if (found === 'present') return []
  const optional = name === 'aws:useragent' || name === 'aws:referer'
  return optional ? ['conditions-missing-key'] : ['conditions-missing-key', 'conditions-absent-keys']
}
