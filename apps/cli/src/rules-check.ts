import { type Rules, ruleFindings, rules, type WorkspaceLock } from '@sallyport/delivery/rules'
import type { Issue } from '@sallyport/kernel'
import { digest } from '@sallyport/trigger'

/** What a rules document comes to. */
export interface RulesSummary {
  readonly pipelines: number
  /** `every` when the document leaves it to the events. */
  readonly sources: number | 'every'
  /** Different globs, of every sort. */
  readonly patterns: number
  readonly calendars: number
  /** Of the document's own tests, those that were run. */
  readonly tests: number
}

export interface RulesFindings {
  readonly issues: readonly Issue[]
  /** Only of a document that could be decided by. */
  readonly summary?: RulesSummary
}

/**
 * Faults as the trigger would find them, its own tests included; if there are none, what deserves a
 * second look.
 *
 * @param tree every path of the repository, to hold the globs against
 * @param lock of the workspace whose packages the rules speak of
 */
export function rulesFindings(value: unknown, tree?: readonly string[], lock?: WorkspaceLock): RulesFindings {
  const read = rules(value, { digest, ...(lock === undefined ? {} : { lock }) })
  if (read.outcome === 'bad') return { issues: read.issues }
  const issues = [...(lock === undefined ? unlocked(read.value) : []), ...ruleFindings(read.value, tree)]
  return { issues, summary: summaryOf(read.value, value) }
}

/** Without a lock nobody knows what a package depends on. */
function unlocked({ all }: Rules): readonly Issue[] {
  return all.flatMap(({ path, workspace }) =>
    workspace === undefined
      ? []
      : [
          {
            severity: 'warning' as const,
            path: [...path, 'workspace'],
            expected: 'a lock beside the rules, which `sallyport rules lock` writes',
            found: 'none, so that every change counts',
          },
        ],
  )
}

function summaryOf({ all, sources, calendars, warnings }: Rules, value: unknown): RulesSummary {
  const globs = all.flatMap(({ includes, excludes }) => [
    ...(includes === 'every' ? [] : includes),
    ...excludes,
  ])
  const tests: unknown = typeof value === 'object' && value !== null && 'tests' in value ? value.tests : []
  const unjudged = warnings.filter(({ path }) => path[0] === 'tests').length
  return {
    pipelines: all.length,
    sources: sources === 'every' ? 'every' : sources.length,
    patterns: new Set(globs.map(({ text }) => text)).size,
    calendars: Object.keys(calendars).length,
    tests: (Array.isArray(tests) ? tests.length : 0) - unjudged,
  }
}
