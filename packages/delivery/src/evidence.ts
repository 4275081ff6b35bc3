import type { Change, Completeness } from './change-set.ts'
import type { Evidence } from './decide.ts'
import type { Comparison } from './ports/change-source.ts'
import type { Rule } from './rule.ts'
import type { Rules } from './rules.ts'

/** A comparison that can be read. */
export type Compared = Extract<Comparison, { readonly outcome: 'compared' }>

/** How many changes are read for the lockfile's sake alone, once every rule is settled. */
const mostForLockfile = 1000

/**
 * Reads changes until every rule is settled, and no further; where rules wait for packages, on to the
 * lockfile, since what it resolves is remembered.
 *
 * @throws UpstreamUnavailable when the source gives up halfway: nothing has been started yet
 */
export async function evidenceIn(
  comparisons: readonly Compared[],
  rules: Rules,
  eligible: readonly Rule[],
): Promise<Evidence> {
  const judgement = rules.judgementFor(eligible)
  const isLockfileWanted = eligible.some(({ workspace }) => workspace?.lockfile !== undefined)
  let left = isLockfileWanted ? mostForLockfile : 0
  let touchesRules = false
  let lockfile: Change | undefined
  let isSettled = false
  const read: Completeness[] = []
  for (const { changes, completeness } of comparisons) {
    let isLeft = false
    for await (const change of changes) {
      touchesRules ||= change.path === rules.self
      if (change.path === rules.lockfile) lockfile = change
      isSettled = judgement.take(change) === 'settled'
      isLeft = isSettled && (lockfile !== undefined || (left -= 1) < 0)
      if (isLeft) break
    }
    read.push(isLeft ? 'unknown' : completeness())
    if (isLeft) break
  }
  const { groundsOf } = judgement
  const unread = together(read) === 'unknown' ? 'unread' : undefined
  const seen = lockfile ?? unread
  return {
    evidence: 'compared',
    // What was left unread matters to no rule any more.
    completeness: isSettled ? 'superset' : together(read),
    groundsOf,
    touchesRules,
    ...(seen === undefined ? {} : { lockfile: seen }),
  }
}

function together([first = 'unknown', ...others]: readonly Completeness[]): Completeness {
  if (others.length === 0) return first
  return first === 'unknown' || others.includes('unknown') ? 'unknown' : 'superset'
}
