import type { Change, Completeness } from './change-set.ts'
import type { Evidence } from './decide.ts'
import type { Comparison } from './ports/change-source.ts'
import type { Rule } from './rule.ts'
import type { Rules } from './rules.ts'

/** A comparison that can be read. */
export type Compared = Extract<Comparison, { readonly outcome: 'compared' }>

/**
 * Reads changes until every rule is settled, and no further.
 *
 * @throws UpstreamUnavailable when the source gives up halfway: nothing has been started yet
 */
export async function evidenceIn(
  comparisons: readonly Compared[],
  rules: Rules,
  eligible: readonly Rule[],
): Promise<Evidence> {
  const judgement = rules.judgementFor(eligible)
  let touchesRules = false
  let lockfile: Change | undefined
  const read: Completeness[] = []
  for (const { changes, completeness } of comparisons) {
    let isSettled = false
    for await (const change of changes) {
      touchesRules ||= change.path === rules.self
      if (change.path === rules.lockfile) lockfile = change
      isSettled = judgement.take(change) === 'settled'
      if (isSettled) break
    }
    // What was left unread matters to nobody any more.
    read.push(isSettled ? 'superset' : completeness())
    if (isSettled) break
  }
  const { groundsOf } = judgement
  return {
    evidence: 'compared',
    completeness: together(read),
    groundsOf,
    touchesRules,
    ...(lockfile === undefined ? {} : { lockfile }),
  }
}

function together([first = 'unknown', ...others]: readonly Completeness[]): Completeness {
  if (others.length === 0) return first
  return first === 'unknown' || others.includes('unknown') ? 'unknown' : 'superset'
}
