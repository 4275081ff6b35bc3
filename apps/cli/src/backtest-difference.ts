import type { Landing } from '@sallyport/change-source-git/landings'
import type { Rules } from '@sallyport/delivery/rules'
import { type LandingName, landingName } from './backtest-tally.ts'
import type { Judged, Replay } from './replay.ts'

/** What two rule sets would do differently with the same history. */
export interface RulesDifference {
  /** Pipelines that only one of the two has. */
  readonly onlyInRules: readonly string[]
  readonly onlyInAgainst: readonly string[]
  /** Pipelines of both whose rules differ in what starts them. */
  readonly changed: readonly string[]
  /** Those that would start differently at least once. */
  readonly pipelines: readonly PipelineDifference[]
  readonly examples: readonly Example[]
}

export interface PipelineDifference {
  readonly pipeline: string
  /** Landings that one starts the pipeline for and the other does not. */
  readonly startsOnlyByRules: number
  readonly startsOnlyByAgainst: number
}

export interface Example extends LandingName {
  readonly pipeline: string
  /** Nothing where the rule set has no such pipeline for this source. */
  readonly rules?: Judged
  readonly against?: Judged
}

const mostExamples = 20

export interface Comparison {
  readonly compare: (landing: Landing, rules: readonly Judged[], against: readonly Judged[]) => void
  readonly result: () => RulesDifference
}

interface Sides {
  readonly replay: Replay
  readonly rules: Rules
}

/** Compares judgement by judgement, and keeps no more than a few examples of each pipeline. */
export function comparison(own: Sides, other: Sides): Comparison {
  const names = (side: Sides) => side.replay.eligible.map(({ pipeline }) => pipeline)
  const places = (side: Sides) => new Map(names(side).map((pipeline, at) => [pipeline, at]))
  const [ownPlaces, otherPlaces] = [places(own), places(other)]
  const records = [...new Set([...names(own), ...names(other)])].map((pipeline) => ({
    pipeline,
    own: ownPlaces.get(pipeline) ?? -1,
    other: otherPlaces.get(pipeline) ?? -1,
    startsOnlyByRules: 0,
    startsOnlyByAgainst: 0,
    examples: new Array<Example>(),
  }))
  return {
    compare(landing, rules, against) {
      for (const record of records) {
        const [mine, theirs] = [rules[record.own], against[record.other]]
        const isMine = mine?.verdict === 'start'
        if (isMine === (theirs?.verdict === 'start')) continue
        record[isMine ? 'startsOnlyByRules' : 'startsOnlyByAgainst'] += 1
        if (record.examples.length < mostExamples)
          record.examples.push(exampleOf(landing, record.pipeline, [mine, theirs]))
      }
    },
    result: () => ({
      ...contrast(own.rules, other.rules),
      pipelines: records
        .filter((record) => record.startsOnlyByRules + record.startsOnlyByAgainst > 0)
        .map(({ pipeline, startsOnlyByRules, startsOnlyByAgainst }) => ({
          pipeline,
          startsOnlyByRules,
          startsOnlyByAgainst,
        })),
      examples: inTurn(records.map(({ examples }) => examples)),
    }),
  }
}

function exampleOf(
  landing: Landing,
  pipeline: string,
  [rules, against]: readonly [Judged | undefined, Judged | undefined],
): Example {
  return {
    ...landingName(landing),
    pipeline,
    ...(rules === undefined ? {} : { rules }),
    ...(against === undefined ? {} : { against }),
  }
}

/** One of each pipeline before a second of any, so that a busy one does not hide the others. */
function inTurn(lists: readonly (readonly Example[])[]): readonly Example[] {
  const rounds = Array.from({ length: mostExamples }, (_, round) =>
    lists.flatMap((examples) => examples[round] ?? []),
  )
  return rounds
    .flat()
    .slice(0, mostExamples)
    .toSorted((one, other) => one.at.localeCompare(other.at))
}

function contrast(own: Rules, other: Rules) {
  const digests = ({ all }: Rules) => new Map(all.map(({ pipeline, digest }) => [pipeline, digest]))
  const [mine, theirs] = [digests(own), digests(other)]
  return {
    onlyInRules: [...mine.keys()].filter((pipeline) => !theirs.has(pipeline)),
    onlyInAgainst: [...theirs.keys()].filter((pipeline) => !mine.has(pipeline)),
    changed: [...mine]
      .filter(([pipeline, digest]) => (theirs.get(pipeline) ?? digest) !== digest)
      .map(([pipeline]) => pipeline),
  }
}
