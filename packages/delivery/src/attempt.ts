import { eventDecisions } from './event-decisions.ts'
import type { EntryOf } from './fresh-decisions.ts'
import type { Gate } from './gate.ts'
import type { ChangeSource } from './ports/change-source.ts'
import type { LedgerEntry } from './ports/ledger.ts'
import { everyPipeline, release } from './held.ts'
import { inTurns } from './in-turns.ts'
import { type Resumed, resume } from './resume.ts'
import type { Origin, Revision } from './revision.ts'
import type { Rule } from './rule.ts'
import type { Rules } from './rules.ts'
import { make, type StartOutcome } from './starts.ts'
import type { Decision } from './verdict.ts'
import { writeAll } from './written-decisions.ts'

/** One go at a revision. */
export interface Attempt {
  readonly decisions: readonly Decision[]
  readonly unsettled: readonly { readonly pipeline: string; readonly cause: unknown }[]
  /** Pipelines that somebody else is starting right now. */
  readonly busy: readonly string[]
}

/** A revision and all that is asked about it. */
export interface Asked {
  readonly revision: Revision
  readonly rules: Rules
  readonly source: ChangeSource
}

/**
 * Takes up what was begun and never confirmed, decides what is not decided yet, writes every decision
 * down, and only then makes the starts.
 */
export async function attempt(asked: Asked, eligible: readonly Rule[], gate: Gate): Promise<Attempt> {
  const origin = originOf(asked.revision)
  const before = await entriesOf(origin, eligible, gate)
  const resumed = await resume([...before.values()], asked.source, gate)
  const free = eligible.filter(({ pipeline }) => !resumed.closed.has(pipeline))
  try {
    const entries = resumed.outcomes.length > 0 ? await entriesOf(origin, free, gate) : before
    return joined(resumed, await decided({ asked, free, resumed, entries }, gate))
  } catch (cause) {
    if (resumed.outcomes.length === 0) throw cause
    // What was taken up is told all the same: the event that comes again will not tell of it.
    const unsettled = free.map(({ pipeline }) => ({ pipeline, cause }))
    return joined(resumed, { decisions: [], unsettled, busy: [] })
  }
}

function joined({ outcomes, busy }: Resumed, rest: Attempt): Attempt {
  return {
    decisions: [...decisionsIn(outcomes), ...rest.decisions],
    unsettled: [...outcomes.filter((each) => each.outcome === 'unsettled'), ...rest.unsettled],
    busy: [...busy, ...rest.busy],
  }
}

const decisionsIn = (outcomes: readonly StartOutcome[]): readonly Decision[] =>
  outcomes.flatMap((each) => (each.outcome === 'decided' ? [each.decision] : []))

interface State {
  readonly asked: Asked
  readonly free: readonly Rule[]
  readonly resumed: Resumed
  readonly entries: ReadonlyMap<string, LedgerEntry>
}

async function decided(state: State, gate: Gate): Promise<Attempt> {
  const { asked, entries } = state
  const entryOf: EntryOf = (pipeline) => entries.get(pipeline)
  const confirmed = decisionsIn(state.resumed.outcomes).map(({ pipeline }) => pipeline)
  const others = { free: state.free, confirmed: new Set(confirmed) }
  const { fresh, known } = await eventDecisions(others, { asked, entryOf, gate })
  const { order } = asked.revision
  const written = await writeAll({ origin: originOf(asked.revision), entryOf, order }, fresh, gate)
  // Where the ref stood before the hold is in the hold alone while the source may not be asked.
  const isRefused = fresh.some(({ decision }) => decision.verdict === 'fail')
  if (written.busy.length === 0 && !isRefused)
    await release(entryOf(everyPipeline), fresh[0]?.decision.to, gate)
  const made = await inTurns(written.begun, (each) => make(each, gate, asked.source))
  return {
    decisions: [...decisionsIn(made), ...written.decisions, ...known],
    unsettled: made.filter((each) => each.outcome === 'unsettled'),
    busy: written.busy,
  }
}

const originOf = ({ kind, repository, ref }: Revision): Origin => ({ kind, repository, ref })

async function entriesOf(
  origin: Origin,
  rules: readonly Rule[],
  gate: Gate,
): Promise<ReadonlyMap<string, LedgerEntry>> {
  const names = rules.map(({ pipeline }) => pipeline)
  const entries = await gate.ledger.read(origin, [...names, everyPipeline])
  return new Map(entries.map((entry) => [entry.key.pipeline, entry]))
}
