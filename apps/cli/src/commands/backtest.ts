import type { FileFault } from '../authorizer-setting.ts'
import { backtestPage } from '../backtest-page.ts'
import { backtestRun, type BacktestQuestion, type Replayed } from '../backtest-run.ts'
import { decisionStream } from '../decision-stream.ts'
import { exit, type ExitCode, UsageError } from '../exit.ts'
import { repositoryAt } from '../git-repository.ts'
import { issueLine } from '../issue-line.ts'
import { progress } from '../progress.ts'
import { type OriginOptions, replayedOrigin } from '../replayed-origin.ts'
import { rulesFile } from '../rules-file.ts'
import { paintFor, print, printJson } from '../terminal.ts'

export interface BacktestOptions extends OriginOptions {
  readonly rules: string
  readonly against?: string
  readonly repo?: string
  readonly range?: string
  readonly decisions?: true
  readonly json?: true
}

/** A replayed history, and how it was asked for. */
export interface BacktestReport extends Replayed {
  readonly repository: string
  readonly range: string
  /** `codecommit:shop`: whose changes the landings were taken for. */
  readonly source: string
  readonly ref: string
  readonly files: { readonly rules: string; readonly against?: string }
  readonly calendars: 'not_judged'
}

/** Tells what rules would have started over a repository's history. */
export async function backtest(options: BacktestOptions): Promise<ExitCode> {
  const { repo = '.', range = 'HEAD', json, decisions } = options
  if (decisions && !json) throw new UsageError('--decisions', '--json beside it', 'none')
  const own = await rulesFile(options.rules)
  const other = options.against === undefined ? undefined : await rulesFile(options.against)
  if (own.outcome === 'bad' || other?.outcome === 'bad')
    return invalid([own, other].flatMap((each) => (each?.outcome === 'bad' ? each.faults : [])))

  const repository = await repositoryAt(repo)
  const { top } = repository
  const sets = other === undefined ? [own.rules] : [own.rules, other.rules]
  const origin = replayedOrigin(options, sets, repository)
  const total = await repository.landingCount(range)
  const asked = { rules: own.rules, ...(other === undefined ? {} : { against: other.rules }) }
  const replayed = await replayedBefore({ top, range, origin, ...asked }, total, decisions === true)
  const report: BacktestReport = {
    repository: top,
    range,
    source: `${origin.kind}:${origin.repository}`,
    ref: origin.ref,
    files: { rules: own.file, ...(other === undefined ? {} : { against: other.file }) },
    calendars: 'not_judged',
    ...replayed.result,
  }
  if (replayed.end !== undefined) replayed.end(report)
  else if (json) printJson(report)
  else print(backtestPage(report, paintFor(process.stdout, process.env)))
  return exit.done
}

function invalid(faults: readonly FileFault[]): ExitCode {
  const paint = paintFor(process.stderr, process.env)
  for (const { file, issue } of faults) process.stderr.write(`${issueLine(file, issue, paint)}\n`)
  return exit.invalidDocument
}

/** Shows how far it is, and writes the decisions out if they are wanted. */
async function replayedBefore(question: BacktestQuestion, total: number, isTold: boolean) {
  const { rules, against, origin } = question
  const eligible = { rules: rules.eligible(origin), against: against?.eligible(origin) ?? [] }
  const stream = isTold ? decisionStream(process.stdout, eligible) : undefined
  const shown = progress(process.stderr, { total, noun: 'landings', now: () => performance.now() })
  try {
    const result = await backtestRun(question, (landing, judged) => {
      shown.advance()
      return stream?.landing(landing, judged)
    })
    return { result, end: stream?.end }
  } finally {
    shown.end()
  }
}
