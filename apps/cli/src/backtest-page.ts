import type { Example, RulesDifference } from './backtest-difference.ts'
import type { SideTally } from './backtest-run.ts'
import type { LandingName, PipelineTally } from './backtest-tally.ts'
import type { BacktestReport } from './commands/backtest.ts'
import type { Judged } from './replay.ts'
import { table } from './table.ts'
import { counted, type Paint, printable } from './terminal.ts'

/** A replayed history for people. */
export function backtestPage(report: BacktestReport, paint: Paint): readonly string[] {
  const { range, source, ref, landings, first, last, rules, difference, files } = report
  const dates = first && last ? `, ${day(first)} to ${day(last)}` : ''
  return [
    `${paint('strong', counted(landings, 'landing'))} of ${printable(`${range}${dates}; as ${source} ${ref}`)}`,
    '',
    ...tallyLines(rules, landings, paint),
    ...sideNotes(rules),
    ...(difference === undefined || files.against === undefined
      ? []
      : differenceLines(difference, { rules: files.rules, against: files.against }, paint)),
  ]
}

const day = ({ at }: LandingName) => at.slice(0, 10)
const short = ({ revision }: LandingName) => revision.slice(0, 7)
const named = (landing: LandingName | undefined) =>
  landing === undefined ? '' : `${day(landing)} ${short(landing)}`

/** Columns that are there only if some pipeline has a number in them. */
const seldom: readonly (readonly [string, (tally: PipelineTally) => number])[] = [
  ['ignored', ({ skips }) => skips['ignored'] ?? 0],
  ['unmapped', ({ skips }) => skips['unmapped'] ?? 0],
  ['no change', ({ skips }) => skips['no_change'] ?? 0],
  ['unknown base', ({ skips }) => skips['unknown_base'] ?? 0],
  ['holds', ({ holds }) => holds],
]

function tallyLines({ pipelines }: SideTally, landings: number, paint: Paint): readonly string[] {
  if (pipelines.length === 0) return ['  no pipeline waits for these changes']
  const columns = seldom.filter(([, of]) => pipelines.some((tally) => of(tally) > 0))
  const head = [
    'pipeline',
    'starts',
    'saved',
    ...columns.map(([title]) => title),
    'first start',
    'last start',
  ]
  const rows = pipelines.map((tally) => [
    tally.pipeline,
    tally.starts,
    tally.saved,
    ...columns.map(([, of]) => of(tally)),
    named(tally.firstStart),
    named(tally.lastStart),
  ])
  const [titles = '', ...lines] = table(head, rows)
  const starts = pipelines.reduce((sum, tally) => sum + tally.starts, 0)
  const all = pipelines.length * landings
  return [
    paint('strong', `  ${titles}`),
    ...lines.map((line) => `  ${line}`),
    '',
    `${counted(starts, 'start')}; ${all} if every landing started all of them: ${counted(all - starts, 'run')} saved`,
  ]
}

function sideNotes({ notAsked, withCalendars }: SideTally): readonly string[] {
  return [
    ...(withCalendars.length === 0
      ? []
      : [`Calendars are not judged by this version: ${withCalendars.join(', ')} started whatever the time.`]),
    ...(notAsked.length === 0 ? [] : [`Of other sources or branches, and not asked: ${notAsked.join(', ')}`]),
  ]
}

interface Files {
  readonly rules: string
  readonly against: string
}

function differenceLines(difference: RulesDifference, files: Files, paint: Paint): readonly string[] {
  const { onlyInRules, onlyInAgainst, changed, pipelines, examples } = difference
  const list = (title: string, names: readonly string[]) =>
    names.length === 0 ? [] : [printable(`${title}: ${names.join(', ')}`)]
  const rows = pipelines.map((each) => [each.pipeline, each.startsOnlyByRules, each.startsOnlyByAgainst])
  const head = ['pipeline', `only by ${files.rules}`, `only by ${files.against}`]
  return [
    '',
    paint('strong', printable(`${files.rules} and ${files.against}`)),
    ...list(`  only in ${files.rules}`, onlyInRules),
    ...list(`  only in ${files.against}`, onlyInAgainst),
    ...list('  changed', changed),
    ...(pipelines.length === 0
      ? ['  start the same pipelines for every landing']
      : table(head, rows).map((line) => printable(`  ${line}`))),
    ...(examples.length === 0 ? [] : ['', paint('strong', 'Such as')]),
    ...examples.map((example) => printable(`  ${exampleLine(example, files)}`)),
  ]
}

function exampleLine(example: Example, files: Files): string {
  const { pipeline, rules, against } = example
  return `${short(example)}  ${day(example)}  ${pipeline}  ${files.rules}: ${words(rules)}  ${files.against}: ${words(against)}`
}

function words(judged: Judged | undefined): string {
  if (judged === undefined) return 'no such pipeline'
  const { verdict, reason, because } = judged
  const path = because.path === undefined ? '' : ` ${JSON.stringify(because.path)}`
  const rule = because.rule === undefined ? '' : ` by ${because.rule}`
  return `${verdict} (${reason}${path}${rule})`
}
