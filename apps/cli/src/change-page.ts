import type { Baseline, ChangeExplanation, PipelineExplanation } from './change-explanation.ts'
import { type Paint, printable, type Tone } from './terminal.ts'
import type { SeenComparison } from './witnessed-source.ts'

/** What a change comes to, for people. */
export function changePage(explanation: ChangeExplanation, paint: Paint): readonly string[] {
  if (explanation.outcome === 'not_recognised') {
    const { event, asked } = explanation
    return [
      printable(`No source takes this event for its own: ${event.source}, ${event.detailType}`),
      `  asked  ${printable(asked.join(', '))}`,
    ]
  }
  const { source, ref, happened, told, tip, pipelines, busy, notAsked } = explanation
  return [
    paint('strong', printable(`${source} ${ref}, ${happened}`)),
    `  event   says ${span(told.from, told.to)}`,
    ...(tip === undefined ? [] : [`  ref     ${tip === null ? 'is gone' : `is at ${short(tip)} now`}`]),
    '  ledger  read, and not written; nothing is started',
    ...pipelines.flatMap((each) => ['', ...pipelineLines(each, paint)]),
    ...(busy.length === 0 ? [] : ['', printable(`Being started by somebody else: ${busy.join(', ')}`)]),
    ...(notAsked.length === 0
      ? []
      : ['', printable(`Of other sources, branches or tags, and not asked: ${notAsked.join(', ')}`)]),
  ]
}

const short = (revision: string) => (/^[0-9a-f]{40,}$/.test(revision) ? revision.slice(0, 12) : revision)

const span = (from: string | undefined, to: string | undefined) =>
  `${from === undefined ? 'nothing' : short(from)}..${to === undefined ? 'nothing' : short(to)}`

const tones: Readonly<Record<string, Tone>> = { start: 'good', skip: 'faint' }

function pipelineLines(explained: PipelineExplanation, paint: Paint): readonly string[] {
  const { pipeline, verdict, reason, because, compared, calendars, pin, execution } = explained
  const { names } = calendars
  const line = (title: string, text: string) => `  ${title.padEnd(9)} ${printable(text)}`
  return [
    `${paint('strong', printable(pipeline))}  ${paint(tones[verdict] ?? 'warning', verdict)}  ${reason}`,
    ...(because.path === undefined ? [] : [line('path', JSON.stringify(because.path))]),
    line('rule', `${because.rule ?? 'no glob'}${placeText(explained)}`),
    ...(because.note === undefined ? [] : [line('note', because.note)]),
    line('baseline', baselineText(explained.baseline)),
    ...(compared === undefined ? [] : [line('compared', comparedText(compared))]),
    line('calendar', names.length === 0 ? 'none' : `${names.join(', ')}, not judged by this version`),
    ...(pin === undefined ? [] : [line('would take', `${pin.revisionType} ${pin.revisionValue}`)]),
    ...(execution === undefined ? [] : [line('execution', `${execution}, started before`)]),
  ]
}

const placeText = ({ place }: PipelineExplanation) =>
  place === undefined ? '' : `, ${place.file}:${place.line}:${place.column}`

const origins: Readonly<Record<Baseline['is'], string>> = {
  ledger: 'from the ledger',
  event: 'the old one of the event, since the ledger has none',
  first_base: 'where the branch left the default branch, or the tag before, since the ledger has none',
  none: 'nothing to compare with',
}

const baselineText = ({ is, revision }: Baseline) =>
  revision === undefined ? origins[is] : `${short(revision)}, ${origins[is]}`

function comparedText({ from, to, outcome, changes, isWhole, completeness }: SeenComparison): string {
  if (outcome === 'whole') return `${span(from, to)}: as a whole, without paths`
  if (outcome !== 'compared') return `${span(from, to)}: ${outcome.replace('_', ' ')}`
  const read = `${changes} ${changes === 1 ? 'change' : 'changes'} read`
  return `${span(from, to)}: ${read}, ${isWhole ? completeness : 'which settled every pipeline'}`
}
