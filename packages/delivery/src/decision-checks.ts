import type { Check } from '@sallyport/kernel'
import type { Evidence } from './decide.ts'
import type { Decision } from './verdict.ts'

/** What a decision rests on, check by check. */
export function checksOn({ from, verdict, reason, because }: Decision, evidence: Evidence): readonly Check[] {
  const found = extentOf(evidence)
  const path =
    because.path === undefined ? reason : `${JSON.stringify(because.path)}, by ${because.rule ?? 'no paths'}`
  return [
    {
      check: 'baseline',
      outcome: from === undefined ? 'failed' : 'passed',
      expected: 'a revision decided before',
      found: from ?? 'none',
    },
    {
      check: 'changes',
      outcome: ['exact', 'superset', 'as a whole'].includes(found) ? 'passed' : 'failed',
      expected: 'every change since',
      found,
    },
    {
      check: 'paths',
      outcome: verdict === 'skip' ? 'failed' : 'passed',
      expected: 'a path that the rule watches',
      found: path,
    },
  ]
}

function extentOf(evidence: Evidence): string {
  if (evidence.evidence === 'compared') return evidence.completeness
  if (evidence.evidence === 'whole') return 'as a whole'
  return evidence.evidence === 'suspicious' ? evidence.found : 'no base to compare with'
}
