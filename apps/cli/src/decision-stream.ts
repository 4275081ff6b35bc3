import { once } from 'node:events'
import type { Landing } from '@sallyport/change-source-git/landings'
import { landingName } from './backtest-tally.ts'
import type { Judged, Replay } from './replay.ts'

/** Writes every decision out as it is made: a million of them are not kept. */
export interface DecisionStream {
  readonly landing: (landing: Landing, judged: Sides<readonly Judged[]>) => Promise<void> | undefined
  /** The rest of the report, as members of the same object. */
  readonly end: (report: object) => void
}

interface Sides<Value> {
  readonly rules: Value
  readonly against: Value
}

/** @param eligible whom the judgements are of, in their order */
export function decisionStream(
  stream: NodeJS.WritableStream,
  eligible: Sides<Replay['eligible']>,
): DecisionStream {
  const shown = (side: keyof Sides<unknown>, judged: Sides<readonly Judged[]>) =>
    judged[side].map((each, at) => ({ pipeline: eligible[side][at]?.pipeline, ...each }))
  let separator = ''
  stream.write('{"decisions":[')
  return {
    landing(landing, judged) {
      const against = eligible.against.length === 0 ? {} : { against: shown('against', judged) }
      const told = { ...landingName(landing), rules: shown('rules', judged), ...against }
      const isFree = stream.write(`${separator}${JSON.stringify(told)}`)
      separator = ','
      return isFree ? undefined : once(stream, 'drain').then(() => undefined)
    },
    end: (report) => void stream.write(`],${JSON.stringify(report).slice(1)}\n`),
  }
}
