import { type Decision, type LedgerEntry, type Pin, type Revision, sourceName } from '@sallyport/delivery'
import type { Rules } from '@sallyport/delivery/rules'
import type { ChangeEvent } from './change-event.ts'
import type { ChangeRehearsal } from './change-rehearsal.ts'
import { rulePlace } from './rule-place.ts'
import type { WrittenRules } from './trigger-setting.ts'
import type { SeenComparison } from './witnessed-source.ts'

/** What a change comes to, as data. */
export type ChangeExplanation =
  | {
      readonly outcome: 'not_recognised'
      readonly event: { readonly source: string; readonly detailType: string }
      /** Kinds of the sources that the configuration has. */
      readonly asked: readonly string[]
    }
  | {
      readonly outcome: 'decided'
      readonly source: string
      readonly ref: string
      readonly happened: Revision['happened']
      /** What the event says. */
      readonly told: { readonly from?: string; readonly to?: string }
      /** Where the ref points now, which is what is decided on; null when it is gone. */
      readonly tip?: string | null
      readonly pipelines: readonly PipelineExplanation[]
      /** Somebody else is starting these right now. */
      readonly busy: readonly string[]
      /** Pipelines of other sources, branches or tags. */
      readonly notAsked: readonly string[]
      readonly ledger: 'read_only'
    }

export interface PipelineExplanation extends Decision {
  /** Of the glob that settled it, or of the pipeline. */
  readonly place?: { readonly file: string; readonly line: number; readonly column: number }
  readonly baseline: Baseline
  readonly compared?: SeenComparison
  readonly calendars: { readonly names: readonly string[]; readonly judged: false }
  /** What a start would take. */
  readonly pin?: Pin
}

/** What a pipeline decided last, or what stood in for it. */
export interface Baseline {
  readonly is: 'ledger' | 'event' | 'first_base' | 'none'
  readonly revision?: string
}

/** @param rules those that were decided by */
export function changeExplanation(
  event: ChangeEvent,
  rehearsal: ChangeRehearsal,
  { rules, document }: { readonly rules: Rules; readonly document: WrittenRules | undefined },
): ChangeExplanation {
  if (rehearsal.outcome === 'not_recognised')
    return {
      ...rehearsal,
      event: { source: event.source, detailType: event['detail-type'] },
    }
  const { revision, decisions, unsettled, source } = rehearsal
  const { ref, happened, from, to } = revision
  const tip = source.tip()
  const eligible = new Set(rules.eligible(revision, revision.tag).map(({ pipeline }) => pipeline))
  return {
    outcome: 'decided',
    source: sourceName(revision),
    ref,
    happened,
    told: { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
    ...(tip === undefined ? {} : { tip }),
    pipelines: decisions.map((decision) => explained(decision, rehearsal, { rules, document })),
    busy: unsettled.map(({ pipeline }) => pipeline),
    notAsked: rules.all.map(({ pipeline }) => pipeline).filter((pipeline) => !eligible.has(pipeline)),
    ledger: 'read_only',
  }
}

type Decided = Extract<ChangeRehearsal, { outcome: 'decided' }>

function explained(
  decision: Decision,
  { revision, source, ledger, pins }: Decided,
  { rules, document }: { readonly rules: Rules; readonly document: WrittenRules | undefined },
): PipelineExplanation {
  const { pipeline, from, to } = decision
  const rule = rules.all.find((each) => each.pipeline === pipeline)
  const compared = source.comparisons().findLast((seen) => seen.from === from && seen.to === to)
  const pin = pins.get(pipeline)
  const place =
    rule === undefined || document === undefined
      ? undefined
      : document.placeOf(rulePlace(document.value, rule, decision))
  return {
    ...decision,
    ...(document === undefined || place === undefined ? {} : { place: { file: document.file, ...place } }),
    baseline: baselineOf(decision, revision, ledger.known(pipeline)),
    ...(compared === undefined ? {} : { compared }),
    calendars: { names: rule?.calendars ?? [], judged: false },
    ...(pin === undefined ? {} : { pin }),
  }
}

function baselineOf(
  { from }: Pick<Decision, 'from'>,
  revision: Revision,
  entry: LedgerEntry | undefined,
): Baseline {
  if (entry?.baseline !== undefined) return { is: 'ledger', revision: entry.baseline }
  if (from === undefined) return { is: 'none' }
  return { is: from === revision.from ? 'event' : 'first_base', revision: from }
}
