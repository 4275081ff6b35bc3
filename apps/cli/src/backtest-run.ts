import { type Landing, landings } from '@sallyport/change-source-git/landings'
import type { Origin } from '@sallyport/delivery'
import type { Rules } from '@sallyport/delivery/rules'
import { comparison, type RulesDifference } from './backtest-difference.ts'
import { type LandingName, landingName, type PipelineTally, tally } from './backtest-tally.ts'
import { type Judged, replay } from './replay.ts'

/** A history, and the one or two rule sets that it is held against. */
export interface BacktestQuestion {
  readonly top: string
  readonly range: string
  readonly origin: Origin
  readonly rules: Rules
  readonly against?: Rules
}

/** What the history would have been. */
export interface Replayed {
  readonly landings: number
  readonly first?: LandingName
  readonly last?: LandingName
  readonly rules: SideTally
  readonly against?: SideTally
  readonly difference?: RulesDifference
}

export interface SideTally {
  readonly pipelines: readonly PipelineTally[]
  /** Pipelines of other sources or branches, to which this history says nothing. */
  readonly notAsked: readonly string[]
  /** Of those asked, the ones that have calendars, which are not judged. */
  readonly withCalendars: readonly string[]
}

/** What each landing would have come to; told one after the other, so that none is kept. */
export type OnLanding = (
  landing: Landing,
  judged: { readonly rules: readonly Judged[]; readonly against: readonly Judged[] },
) => Promise<void> | undefined

/** A history of many years is still read in one go. */
const longestMilliseconds = 3_600_000

export async function backtestRun(question: BacktestQuestion, onLanding: OnLanding): Promise<Replayed> {
  const { top, range, origin, against } = question
  const own = sideOf(question.rules, origin)
  const other = against === undefined ? undefined : sideOf(against, origin)
  const contrast = other === undefined ? undefined : comparison(own, other)
  let count = 0
  let [first, last]: (LandingName | undefined)[] = []
  for await (const landing of landings({ path: top, range, timeoutMilliseconds: longestMilliseconds })) {
    count += 1
    last = landingName(landing)
    first ??= last
    const judged = { rules: own.judge(landing), against: other?.judge(landing) ?? [] }
    contrast?.compare(landing, judged.rules, judged.against)
    // Waited for only where there is something to wait for: a tick for each landing would be felt.
    const told = onLanding(landing, judged)
    if (told !== undefined) await told
  }
  return {
    landings: count,
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
    rules: own.result(),
    ...(other === undefined ? {} : { against: other.result() }),
    ...(contrast === undefined ? {} : { difference: contrast.result() }),
  }
}

function sideOf(rules: Rules, origin: Origin) {
  const asked = replay(rules, origin)
  const counts = tally(asked)
  const names = new Set(asked.eligible.map(({ pipeline }) => pipeline))
  return {
    rules,
    replay: asked,
    judge: (landing: Landing) => {
      const judged = asked.judge(landing)
      counts.count(landing, judged)
      return judged
    },
    result: (): SideTally => ({
      pipelines: counts.pipelines(),
      notAsked: rules.all.map(({ pipeline }) => pipeline).filter((pipeline) => !names.has(pipeline)),
      withCalendars: asked.eligible
        .filter(({ calendars }) => calendars.length > 0)
        .map(({ pipeline }) => pipeline),
    }),
  }
}
