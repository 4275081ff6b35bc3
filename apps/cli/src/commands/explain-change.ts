import { changeEvent } from '../change-event.ts'
import { type ChangeExplanation, changeExplanation } from '../change-explanation.ts'
import { changePage } from '../change-page.ts'
import { rehearseChange } from '../change-rehearsal.ts'
import { exit, type ExitCode } from '../exit.ts'
import { issueLine } from '../issue-line.ts'
import { paintFor, print, printJson, tell } from '../terminal.ts'
import { triggerSetting } from '../trigger-setting.ts'

export interface ExplainChangeOptions {
  readonly config: string
  readonly event: string
  readonly exitCode?: true
  readonly json?: true
}

/** Tells what the trigger of a configuration would do about one event, and starts nothing. */
export async function explainChange(options: ExplainChangeOptions): Promise<ExitCode> {
  const event = await changeEvent(options.event)
  const setting = await triggerSetting(options.config)
  if (setting.outcome === 'bad') {
    const paint = paintFor(process.stderr, process.env)
    for (const { file, issue } of setting.faults) process.stderr.write(`${issueLine(file, issue, paint)}\n`)
    return exit.invalidDocument
  }
  const { gate, document } = setting
  // Rules that cannot be had or used end it here: of a Lambda's holding everything there is nothing to explain.
  const { value: rules } = await gate.rules.current()
  const rehearsal = await rehearseChange(event, gate)
  const explanation = changeExplanation(event, rehearsal, { rules, document })

  if (options.json) printJson(explanation)
  else print(changePage(explanation, paintFor(process.stdout, process.env)))
  return outcomeOf(explanation, options.exitCode === true)
}

function outcomeOf(explanation: ChangeExplanation, isAsked: boolean): ExitCode {
  const pipelines = explanation.outcome === 'decided' ? explanation.pipelines : []
  // Nothing is started, so it was the source that said no: to us, and maybe not to the Lambda.
  const failed = pipelines.find(({ verdict }) => verdict === 'fail')
  if (failed !== undefined) {
    tell(failed.because.note ?? `${failed.pipeline}: expected a decision, found ${failed.reason}`)
    return exit.remoteFailed
  }
  return isAsked && !pipelines.some(({ verdict }) => verdict === 'start') ? exit.denied : exit.done
}
