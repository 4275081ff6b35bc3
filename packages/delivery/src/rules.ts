import type { Issue, Reading } from '@sallyport/kernel'
import { articleEntries } from './article-entries.ts'
import type { DocumentCalendar } from './calendar-document.ts'
import { judgementPlan } from './judgement-plan.ts'
import { type Judgement, startJudgement } from './path-judgement.ts'
import { canonical, type Origin, type SourceKind } from './revision.ts'
import { type RuleEntries, type RuleSettings, ruleEntries } from './rule-entries.ts'
import { isOf, type Rule, type RuleSource } from './rule.ts'
import { failedTests, testWarnings } from './rule-tests.ts'
import { type RulesDocument, readRules } from './rules-document.ts'

/** A rules document that can be decided by. */
export interface Rules {
  readonly onUnknownBase: 'start' | 'hold' | 'skip'
  /** One for each pipeline, in the document's order. */
  readonly all: readonly Rule[]
  /** The path of this document in its repository: a change that touches it may have changed rules. */
  readonly self?: string
  /** The package manager's lockfile, where rules wait for packages of a workspace. */
  readonly lockfile?: string
  /** Paths whose changes matter whatever the rules' globs say. */
  readonly watched: readonly string[]
  readonly calendars: Readonly<Record<string, DocumentCalendar>>
  /** What the document names, with its globs; `every` when it leaves that to the events. */
  readonly sources: readonly RuleSource[] | 'every'
  /** The repositories of `sources`, once each, for the sweep. */
  readonly places: readonly { readonly kind: SourceKind; readonly repository: string }[]
  /** What it says that was not judged when it was read. */
  readonly warnings: readonly Issue[]
  /** @param tag of an image; without one, globs for an image's tags are not looked at */
  readonly eligible: (origin: Origin, tag?: string) => readonly Rule[]
  /** Starts to judge changes by some of `all`, at a cost that does not depend on how many they are. */
  readonly judgementFor: (rules: readonly Rule[]) => Judgement
}

/**
 * Reads a rules document from its value: checked member by member, then across members, then by its
 * own tests. A document that fails any of them is not decided by.
 */
export function rules(value: unknown, settings: RuleSettings): Reading<Rules> {
  const read = readRules(value)
  if (read.outcome === 'bad') return read
  if (read.outcome === 'article')
    return { outcome: 'good', value: rulesOf(articleEntries(read.document, settings), undefined) }
  const entries = ruleEntries(read.document, settings)
  if (entries.issues.length > 0) return { outcome: 'bad', issues: entries.issues }
  const found = rulesOf(entries, read.document)
  const issues = failedTests(read.document.tests ?? [], found)
  return issues.length > 0 ? { outcome: 'bad', issues } : { outcome: 'good', value: found }
}

/** The same from JSON text. */
export function rulesFromText(content: string, settings: RuleSettings): Reading<Rules> {
  let value: unknown
  try {
    value = JSON.parse(content.replace(/^\uFEFF/, ''))
  } catch (error) {
    // V8's message quotes the text around the fault; only its place is repeated.
    const place = /position \d+|end of JSON input/.exec(String(error))?.[0]
    const found = place === undefined ? 'something else' : `a fault at ${place}`
    return { outcome: 'bad', issues: [{ severity: 'fault', path: [], expected: 'JSON', found }] }
  }
  return rules(value, settings)
}

function rulesOf({ rules: all, sources }: RuleEntries, document: RulesDocument | undefined): Rules {
  const plan = judgementPlan(all)
  const places = new Map(
    (sources === 'every' ? [] : sources).map(({ kind, repository }) => {
      const place = canonical({ kind, repository })
      return [JSON.stringify([place.kind, place.repository]), place]
    }),
  )
  const self = document?.self === undefined ? {} : { self: document.self }
  const path = all.map(({ workspace }) => workspace?.lockfile?.path).find((each) => each !== undefined)
  const lockfile = path === undefined ? {} : { lockfile: path }
  return {
    onUnknownBase: document?.onUnknownBase ?? 'start',
    all,
    ...self,
    ...lockfile,
    watched: [...Object.values(self), ...Object.values(lockfile)],
    calendars: document?.calendars ?? {},
    sources,
    places: [...places.values()],
    warnings: testWarnings(document?.tests ?? []),
    eligible: eligibility(all, sources),
    judgementFor: (asked) => startJudgement(plan, asked),
  }
}

/** Which sources an origin is of is asked once; the rules that follow from it are kept per combination. */
function eligibility(all: readonly Rule[], sources: RuleEntries['sources']): Rules['eligible'] {
  if (sources === 'every') return () => all
  const known = new Map<string, readonly Rule[]>()
  return (origin, tag) => {
    const names = new Set(sources.filter((source) => isOf(source, origin, tag)).map(({ name }) => name))
    const combination = [...names].join(' ')
    const found =
      known.get(combination) ??
      all.filter((rule) => rule.sources === 'every' || rule.sources.some(({ name }) => names.has(name)))
    if (known.size < 100) known.set(combination, found)
    return found
  }
}
