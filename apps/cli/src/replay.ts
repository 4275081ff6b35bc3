import type { Landing } from '@sallyport/change-source-git/landings'
import type { Decision, Origin } from '@sallyport/delivery'
import type { Grounds, Rule, Rules } from '@sallyport/delivery/rules'

/** What a rule would have made of one landing. Calendars are not asked. */
export type Judged = Pick<Decision, 'verdict' | 'reason' | 'because'>

/** A rule set that is asked about one landing after the other. */
export interface Replay {
  /** The rules that wait for changes of this origin. */
  readonly eligible: readonly Rule[]
  /** One judgement for each eligible rule, in their order. */
  readonly judge: (landing: Landing) => readonly Judged[]
}

/**
 * Judges landings as if each had come by an event of its own, with its parent as the baseline. What has
 * no parent has no baseline either.
 */
export function replay(rules: Rules, origin: Origin): Replay {
  const eligible = rules.eligible(origin)
  const unknown: Judged = { verdict: rules.onUnknownBase, reason: 'unknown_base', because: {} }
  return {
    eligible,
    judge({ parent, changes }) {
      if (parent === undefined) return eligible.map(() => unknown)
      const judgement = rules.judgementFor(eligible)
      for (const change of changes) if (judgement.take(change) === 'settled') break
      return eligible.map((rule) => judged(judgement.groundsOf(rule)))
    },
  }
}

const judged = ({ outcome, because }: Grounds): Judged => ({
  verdict: outcome === 'matched' ? 'start' : 'skip',
  reason: outcome,
  because,
})
