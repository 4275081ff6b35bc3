import type { Landing } from '@sallyport/change-source-git/landings'
import type { Judged, Replay } from './replay.ts'

/** A landing as reports name it. */
export interface LandingName {
  readonly revision: string
  /** ISO 8601, UTC. */
  readonly at: string
}

type Named = Pick<Landing, 'revision' | 'at'>

export const landingName = ({ revision, at }: Named): LandingName => ({
  revision,
  at: new Date(at).toISOString(),
})

/** What a history would have been to one pipeline. */
export interface PipelineTally {
  readonly pipeline: string
  readonly starts: number
  /** Runs of a trigger that starts on every landing, less those of the rules. */
  readonly saved: number
  readonly holds: number
  /** By reason: `ignored`, `unmapped`, `no_change`, `unknown_base`. */
  readonly skips: Readonly<Record<string, number>>
  readonly firstStart?: LandingName
  readonly lastStart?: LandingName
}

export interface Tally {
  readonly count: (landing: Landing, judged: readonly Judged[]) => void
  readonly pipelines: () => readonly PipelineTally[]
}

/** Counts what a replay comes to; it holds no landing but the first and the last start. */
export function tally({ eligible }: Replay): Tally {
  const counts = eligible.map(({ pipeline }) => countOf(pipeline))
  let landings = 0
  return {
    count(landing, judged) {
      landings += 1
      // Without its changes: those of the first commit may be a whole tree.
      const named: Named = { revision: landing.revision, at: landing.at }
      for (const [at, each] of judged.entries()) {
        const count = counts[at]
        if (count === undefined) continue
        if (each.verdict === 'start') {
          count.starts += 1
          count.first ??= named
          count.last = named
        } else if (each.verdict === 'hold') count.holds += 1
        else count.skips.set(each.reason, (count.skips.get(each.reason) ?? 0) + 1)
      }
    },
    pipelines: () => counts.map((count) => presented(count, landings)),
  }
}

interface Count {
  readonly pipeline: string
  starts: number
  holds: number
  readonly skips: Map<string, number>
  first: Named | undefined
  last: Named | undefined
}

const countOf = (pipeline: string): Count => ({
  pipeline,
  starts: 0,
  holds: 0,
  skips: new Map(),
  first: undefined,
  last: undefined,
})

function presented({ pipeline, starts, holds, skips, first, last }: Count, landings: number): PipelineTally {
  return {
    pipeline,
    starts,
    saved: landings - starts,
    holds,
    skips: Object.fromEntries(skips),
    ...(first === undefined ? {} : { firstStart: landingName(first) }),
    ...(last === undefined ? {} : { lastStart: landingName(last) }),
  }
}
