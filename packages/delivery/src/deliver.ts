import { ConfigurationInvalid, DocumentInvalid, UpstreamUnavailable } from '@sallyport/kernel'
import { type Asked, type Attempt, attempt } from './attempt.ts'
import { type Gate, sourceOf } from './gate.ts'
import { hold } from './held.ts'
import { canonical, type Revision } from './revision.ts'
import type { Rule } from './rule.ts'
import type { Rules } from './rules.ts'
import type { Decision } from './verdict.ts'

/** What came of one revision. */
export interface Delivery {
  readonly decisions: readonly Decision[]
  /** Pipelines whose start is still to be made or confirmed; the event has to come again. */
  readonly unsettled: readonly Unsettled[]
}

export interface Unsettled {
  readonly pipeline: string
  readonly cause: unknown
}

const pauseMilliseconds = 100

/**
 * Decides which pipelines a revision starts, and starts each exactly once.
 *
 * @param only the pipelines to decide about; all whose rules are of the revision unless given
 * @throws UpstreamUnavailable when the rules, the source or the ledger cannot be reached: nothing has
 *   been started then, and the event may come again
 * @throws ConfigurationInvalid when no such source is configured
 */
export async function deliver(told: Revision, gate: Gate, only?: ReadonlySet<string>): Promise<Delivery> {
  const revision = canonical(told)
  const source = sourceOf(gate, revision)
  if (source === undefined) throw unconfigured(revision)
  const rules = await rulesOf(revision, gate)
  if ('decisions' in rules) return rules

  const asked = { revision, rules, source }
  const endOfPatience = gate.clock.now() + gate.patienceSeconds * 1000
  let eligible = rules
    .eligible(revision, revision.tag)
    .filter(({ pipeline }) => only === undefined || only.has(pipeline))
  let last = await attempt(asked, eligible, gate)
  const all = [last]
  for (
    let pause = pauseMilliseconds;
    last.busy.length > 0 && gate.clock.now() < endOfPatience;
    pause *= 1.5
  ) {
    await gate.pause(pause)
    const names = new Set(last.busy)
    eligible = eligible.filter(({ pipeline }) => names.has(pipeline))
    last = await anotherAttempt(asked, eligible, gate)
    all.push(last)
  }
  const busy = last.busy.map((pipeline) => ({
    pipeline,
    cause: new UpstreamUnavailable('ledger', { found: `somebody else who is starting ${pipeline}` }),
  }))
  return {
    decisions: all.flatMap(({ decisions }) => decisions),
    unsettled: [...all.flatMap(({ unsettled }) => unsettled), ...busy],
  }
}

/** What the first attempt started is told, whatever becomes of those that somebody else had begun. */
async function anotherAttempt(asked: Asked, eligible: readonly Rule[], gate: Gate): Promise<Attempt> {
  try {
    return await attempt(asked, eligible, gate)
  } catch (cause) {
    return { decisions: [], unsettled: eligible.map(({ pipeline }) => ({ pipeline, cause })), busy: [] }
  }
}

async function rulesOf(revision: Revision, gate: Gate): Promise<Rules | Delivery> {
  try {
    return (await gate.rules.current()).value
  } catch (error) {
    if (!(error instanceof DocumentInvalid)) throw error
    return { decisions: [await hold(revision, error.message, gate)], unsettled: [] }
  }
}

function unconfigured({ kind }: Revision): ConfigurationInvalid {
  const expected = `a source of ${kind}, since its events arrive`
  return new ConfigurationInvalid([{ severity: 'fault', path: ['sources'], expected, found: 'none' }])
}
