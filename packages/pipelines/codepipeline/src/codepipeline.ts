import { setTimeout as pause } from 'node:timers/promises'
import type { CodePipelineClientConfig } from '@aws-sdk/client-codepipeline'
import type { PipelineStarter, Start, Started } from '@sallyport/delivery'
import { ConfigurationInvalid, type Issue } from '@sallyport/kernel'
import { kindOf } from './answer-kind.ts'
import { type Attempts, persistently } from './attempts.ts'
import { type FarSide, farSide } from './far-side.ts'
import { type Choice, chooseAction, type Structure, structureOf } from './source-action.ts'
import { type Structures, structures } from './structures.ts'

export interface CodePipelineOptions {
  /** Of the SDK's client; region, credentials and endpoint otherwise come from its standard environment. */
  readonly clientOptions?: CodePipelineClientConfig
  /** How often each question is asked before it counts as unanswered. Defaults to 4. */
  readonly attempts?: number
  /** How long one answer is waited for. Defaults to 5000. */
  readonly timeoutMilliseconds?: number
  /** The first pause is at most so long, each later one at most twice the one before. Defaults to 200. */
  readonly firstPauseMilliseconds?: number
  /** No pause is longer. Defaults to 5000. */
  readonly longestPauseMilliseconds?: number
  /** Spreads the pauses; from 0 to below 1. Defaults to `Math.random`. */
  readonly random?: () => number
  /** Waits; for tests. */
  readonly pause?: (milliseconds: number) => Promise<unknown>
}

/**
 * Starts pipelines of AWS CodePipeline, with the revision pinned by a source revision override.
 *
 * The token is StartPipelineExecution's `clientRequestToken`, so that a repeat starts nothing. Which
 * source action the override is for is read from the pipeline, once, and again when it does not fit.
 *
 * Source: CodePipeline API reference, StartPipelineExecution; user guide, "Start a pipeline with a
 * source revision override".
 * @throws ConfigurationInvalid when a number is out of its range
 */
export function codepipeline(options: CodePipelineOptions = {}): PipelineStarter {
  const numbers = numbersOf(options)
  const far = farSide({ clientOptions: options.clientOptions ?? {}, ...numbers })
  const attempts = { ...numbers, random: options.random ?? Math.random, pause: options.pause ?? pause }
  const known = structures(async (name) =>
    structureOf(await persistently(() => far.pipeline(name), attempts)),
  )
  return { start: (start) => startOrRefuse(start, { far, attempts, known }) }
}

interface Desk {
  readonly far: FarSide
  readonly attempts: Attempts
  readonly known: Structures
}

async function startOrRefuse(start: Start, desk: Desk): Promise<Started> {
  try {
    return await startPinned(start, desk)
  } catch (error) {
    const kind = kindOf(error)
    if (kind === 'transient') throw error
    desk.known.forget(start.pipeline)
    if (kind === 'missing')
      return { outcome: 'refused', reason: 'pipeline_missing', found: 'no pipeline of this name' }
    return { outcome: 'refused', reason: 'pipeline_refused', found: wordsOf(error, start) }
  }
}

async function startPinned(start: Start, desk: Desk): Promise<Started> {
  const { structure, remembered } = await desk.known.of(start.pipeline)
  if (!remembered) return startIn(structure, start, desk)
  try {
    const started = await startIn(structure, start, desk)
    if (started.outcome === 'started') return started
  } catch (error) {
    // AWS does not say which member it found invalid: the action may have been renamed since.
    if (kindOf(error) !== 'invalid') throw error
  }
  desk.known.forget(start.pipeline)
  return startIn((await desk.known.of(start.pipeline)).structure, start, desk)
}

async function startIn(structure: Structure, start: Start, desk: Desk): Promise<Started> {
  const choice = chooseAction(structure, start.pin)
  return choice.outcome === 'chosen'
    ? startAt(choice, start, desk)
    : { ...choice, reason: 'pipeline_refused' }
}

async function startAt(
  { actionName, pin }: Extract<Choice, { readonly outcome: 'chosen' }>,
  start: Start,
  { far, attempts }: Desk,
): Promise<Started> {
  const { pipeline, token, variables = {} } = start
  const values = Object.entries(variables).map(([name, value]) => ({ name, value }))
  const revisions = [pin, ...(pin.with ?? [])]
  const input = {
    name: pipeline,
    clientRequestToken: token,
    sourceRevisions: revisions.map(({ revisionType, revisionValue }) => ({
      actionName,
      revisionType,
      revisionValue,
    })),
    ...(values.length === 0 ? {} : { variables: values }),
  }
  return { outcome: 'started', execution: await persistently(() => far.start(input), attempts) }
}

/** What the service said, without the values of variables, which it may repeat. */
function wordsOf(error: unknown, { variables = {} }: Start): string {
  if (!(error instanceof Error)) return 'an error without words'
  const values = Object.values(variables)
    .filter((value) => value !== '')
    // One may be the beginning of another.
    .sort((left, right) => right.length - left.length)
  const message = values.reduce((words, value) => words.replaceAll(value, '...'), error.message)
  return `${error.name}: ${message}`
}

function numbersOf(options: CodePipelineOptions) {
  const numbers = {
    attempts: options.attempts ?? 4,
    timeoutMilliseconds: options.timeoutMilliseconds ?? 5000,
    firstPauseMilliseconds: options.firstPauseMilliseconds ?? 200,
    longestPauseMilliseconds: options.longestPauseMilliseconds ?? 5000,
  }
  const issues: readonly Issue[] = Object.entries(numbers)
    .filter(([, value]) => !Number.isInteger(value) || value < 1)
    .map(([name, value]) => ({
      severity: 'fault',
      path: [name],
      expected: 'a positive whole number',
      found: String(value),
    }))
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
  return numbers
}
