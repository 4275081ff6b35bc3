import { movableClock } from '@sallyport/gateway-simulator'
import { type CallOptions, askedCall } from '../asked-call.ts'
import { authorizerSetting } from '../authorizer-setting.ts'
import { callExplanation } from '../call-explanation.ts'
import { callPage } from '../call-page.ts'
import { exit, type ExitCode, lastWords, UsageError } from '../exit.ts'
import { issueLine } from '../issue-line.ts'
import { recordedEvent } from '../recorded-event.ts'
import { type Rehearsal, rehearse } from '../rehearsal.ts'
import { paintFor, print, printJson, tell } from '../terminal.ts'
import { authorizationHeader, tokenFrom, type TokenPlace } from '../token.ts'

export interface ExplainCallOptions extends CallOptions, TokenPlace {
  readonly config: string
  readonly event?: string
  readonly now?: string
  readonly exitCode?: true
  readonly json?: true
}

/** Tells how the authorizer of a configuration answers one call, and what the client will get. */
export async function explainCall(options: ExplainCallOptions): Promise<ExitCode> {
  // One instant for everything, so that what is said fits together.
  const now = instantOf(options.now)
  const clock = movableClock(now)
  const event = options.event === undefined ? undefined : await recordedEvent(options.event)
  const setting = await authorizerSetting(options.config, clock)
  if (setting.outcome === 'bad') {
    const paint = paintFor(process.stderr, process.env)
    for (const { file, issue } of setting.faults) process.stderr.write(`${issueLine(file, issue, paint)}\n`)
    return exit.invalidDocument
  }
  const { permissions } = setting
  const asked = askedCall(options, event, permissions)
  const token = await tokenFrom(options, event?.authorization)
  const header = token === undefined ? undefined : authorizationHeader(token)
  const rehearsal = await rehearse(asked, header, { ...setting, clock })
  const explanation = callExplanation(asked, rehearsal, { permissions, now })

  if (options.json) printJson(explanation)
  else print(callPage(explanation, paintFor(process.stdout, process.env)))
  return outcomeOf(rehearsal, options.exitCode === true)
}

function outcomeOf({ failure, handled }: Rehearsal, isAsked: boolean): ExitCode {
  if (failure !== undefined) {
    const { line, code } = lastWords(failure)
    tell(`${line}; callers get 500`)
    // Settings were seen to be good: what is wrong now came from outside.
    return code
  }
  const { unsupported } = handled.trace
  if (unsupported !== undefined) {
    tell(`simulator: expected what it knows, found ${unsupported}`)
    return exit.unexpected
  }
  return isAsked && handled.response.status !== 200 ? exit.denied : exit.done
}

/** Milliseconds since the epoch. */
function instantOf(written: string | undefined): number {
  if (written === undefined) return Date.now()
  const form = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/
  const instant = form.test(written) ? Date.parse(written) : Number.NaN
  if (!Number.isNaN(instant)) return instant
  throw new UsageError('--now', 'a time such as 2026-11-25T09:00:00Z', JSON.stringify(written))
}
