import { type Desk, type Fresh, freshDecisions, repeated, sameForAll } from './fresh-decisions.ts'
import type { LedgerEntry } from './ports/ledger.ts'
import { SourceRefused } from './ports/source-refused.ts'
import type { Revision } from './revision.ts'
import type { Rule } from './rule.ts'
import type { Decision } from './verdict.ts'

export interface Decisions {
  readonly fresh: readonly Fresh[]
  /** Made before, and told again. */
  readonly known: readonly Decision[]
}

/** The rules that an event is about and that nobody is starting right now. */
interface Concerned {
  readonly free: readonly Rule[]
  /** Pipelines whose start was just confirmed, which is told already. */
  readonly confirmed: ReadonlySet<string>
}

/** Decides what an event means for each rule; a source that says no for good fails them all. */
export async function eventDecisions({ free, confirmed }: Concerned, desk: Desk): Promise<Decisions> {
  if (free.length === 0) return { fresh: [], known: [] }
  const { asked } = desk
  const { undeployable } = asked.revision
  if (undeployable !== undefined)
    return told(free, desk, { verdict: 'skip', reason: 'not_deployable', note: undeployable })
  const isStale = ({ pipeline }: Rule) => isLate(asked.revision, desk.entryOf(pipeline))
  const others = free.filter((rule) => !isStale(rule))
  const { known: stale } = told(free.filter(isStale), desk, { verdict: 'skip', reason: 'stale' })
  if (others.length === 0) return { fresh: [], known: stale }
  try {
    const to = await asked.source.tip(asked.revision)
    const { fresh, known } =
      to === undefined ? deleted(others, desk) : await decisionsAt(to, { free: others, confirmed }, desk)
    return { fresh, known: [...stale, ...known] }
  } catch (error) {
    if (!(error instanceof SourceRefused)) throw error
    const ruling = { verdict: 'fail', reason: 'incomplete_diff', note: error.message } as const
    return { fresh: sameForAll(desk, others, ruling), known: stale }
  }
}

async function decisionsAt(
  to: string,
  { free: others, confirmed }: Concerned,
  desk: Desk,
): Promise<Decisions> {
  const { asked, entryOf } = desk
  const isDecided = ({ pipeline }: Rule) => {
    const entry = entryOf(pipeline)
    return entry?.baseline === to && !isNews(asked.revision, entry)
  }
  return {
    fresh: await freshDecisions(
      desk,
      to,
      others.filter((rule) => !isDecided(rule)),
    ),
    known: others.filter(isDecided).flatMap(({ pipeline }) => {
      const entry = entryOf(pipeline)
      return entry === undefined || confirmed.has(pipeline) ? [] : [repeated(asked, to, entry)]
    }),
  }
}

/** Something newer was decided already. Not of a source whose events have no order: its ref tells. */
const isLate = ({ order }: Revision, entry: LedgerEntry | undefined) =>
  order !== undefined && entry?.order !== undefined && order < entry.order

/** An event of its own that leads to where we are: another tag on the same image. */
const isNews = ({ order }: Revision, entry: LedgerEntry) =>
  order !== undefined && entry.order !== undefined && order > entry.order

/** One decision for all that changes nothing in the ledger: it is about this event only. */
const told = (rules: readonly Rule[], desk: Desk, ruling: Parameters<typeof sameForAll>[2]): Decisions => ({
  fresh: [],
  known: sameForAll(desk, rules, ruling).map(({ decision }) => decision),
})

function deleted(free: readonly Rule[], desk: Desk): Decisions {
  // The image's other tags are still there, and so is what was decided of them.
  if (desk.asked.revision.tag !== undefined)
    return told(free, desk, { verdict: 'skip', reason: 'ref_deleted' })
  const news = free.filter(({ pipeline }) => desk.entryOf(pipeline)?.last?.reason !== 'ref_deleted')
  return { fresh: sameForAll(desk, news, { verdict: 'skip', reason: 'ref_deleted' }), known: [] }
}
