import type { Change } from './change-set.ts'
import { type Group, type JudgementPlan, judgementPlan } from './judgement-plan.ts'
import type { PatternNumber } from './path-index.ts'
import type { Rule } from './rule.ts'

/** Settles rules change by change; the order of the changes decides nothing but which path is named. */
export interface Judgement {
  /** After `settled` no further change can make a difference. */
  readonly take: (change: Change) => 'more' | 'settled'
  readonly groundsOf: (rule: Rule) => Grounds
  /** The rules whose grounds are `matched`, in the order in which they were. */
  readonly matched: () => readonly Rule[]
}

/** What the changes taken so far mean for one rule, and the path and glob that settled it. */
export interface Grounds {
  readonly outcome: 'matched' | 'ignored' | 'unmapped' | 'no_change'
  readonly because: { readonly path?: string; readonly rule?: string }
}

type Because = Grounds['because']

/** Judges the changes between two revisions for these rules. */
export const judgement = (rules: readonly Rule[]): Judgement => startJudgement(judgementPlan(rules), rules)

/** @param asked some of the plan's rules; the others are left alone */
export function startJudgement(plan: JudgementPlan, asked: readonly Rule[]): Judgement {
  const sheet = sheetOf(plan, asked)
  return {
    take(change) {
      sheet.seen++
      if (sheet.unsettled === 0) return 'settled'
      const found = plan.index.find(change.path)
      if (found.length > 0) weighAll(sheet, found, change)
      else if (sheet.excluded.length > 0) sheet.excluded = []
      if (plan.everyPath !== undefined && sheet.open[plan.everyPath] === 1)
        weigh(sheet, plan.everyPath, change)
      return sheet.unsettled === 0 ? 'settled' : 'more'
    },
    groundsOf: (rule) => groundsOn(sheet, rule),
    matched: () => sheet.matched.flatMap((number) => plan.rules[number] ?? []),
  }
}

interface Sheet {
  readonly plan: JudgementPlan
  /** By the rule's number. */
  readonly settled: (Because | undefined)[]
  readonly isAsked: Uint8Array
  readonly matched: number[]
  /** 1 for an including pattern that may still settle something. */
  readonly open: Uint8Array
  /** 1 for a group whose rules are all settled. */
  readonly isDone: Uint8Array
  readonly ignored: Map<number, { readonly at: number; readonly because: Because }>
  /** Patterns that take the path at hand from some rules. */
  excluded: readonly PatternNumber[]
  unsettled: number
  seen: number
}

function sheetOf(plan: JudgementPlan, asked: readonly Rule[]): Sheet {
  const isAsked = new Uint8Array(plan.rules.length)
  if (asked === plan.rules) isAsked.fill(1)
  else for (const { pipeline } of asked) isAsked[plan.numbers.get(pipeline) ?? -1] = 1
  return {
    plan,
    settled: [],
    isAsked,
    matched: [],
    open: plan.including.slice(),
    isDone: new Uint8Array(plan.groupCount),
    ignored: new Map(),
    excluded: [],
    unsettled: asked.length,
    seen: 0,
  }
}

function weighAll(sheet: Sheet, found: readonly PatternNumber[], change: Change): void {
  const { plan, open } = sheet
  const included: PatternNumber[] = []
  const excluded: PatternNumber[] = []
  for (const number of found) {
    if (plan.excluding[number] === 1) excluded.push(number)
    if (open[number] === 1) included.push(number)
  }
  sheet.excluded = excluded
  if (included.length > 1) included.sort((one, other) => one - other)
  for (const number of included) weigh(sheet, number, change)
}

/** Settles what an including pattern settles, unless exclusion takes the path from it: that is final. */
function weigh(sheet: Sheet, number: PatternNumber, { path, change }: Change): void {
  const { plan, isDone, ignored } = sheet
  let isOpen = 0
  for (const group of plan.roles[number]?.groups ?? []) {
    if (isDone[group.number] === 1) continue
    if (!group.changes.includes(change)) {
      isOpen = 1
      continue
    }
    const taker = takerFor(sheet, group)
    if (taker === undefined) {
      settle(sheet, group, path)
      continue
    }
    isOpen = 1
    if (!ignored.has(group.number))
      ignored.set(group.number, { at: sheet.seen, because: { path, rule: plan.texts[taker] ?? '' } })
  }
  sheet.open[number] = isOpen
}

/** The pattern that takes the path from a group; the first in the document, of several. */
function takerFor({ plan, excluded }: Sheet, { excludes }: Group): PatternNumber | undefined {
  let first: PatternNumber | undefined
  for (const number of excluded) {
    const isTaken = plan.roles[number]?.exclude === 'all' || excludes.has(number)
    if (isTaken && (first === undefined || number < first)) first = number
  }
  return first
}

function settle(sheet: Sheet, { number, rules, text }: Group, path: string): void {
  const because = text === undefined ? { path } : { path, rule: text }
  for (const rule of rules) {
    if (sheet.isAsked[rule] !== 1 || sheet.settled[rule] !== undefined) continue
    sheet.settled[rule] = because
    sheet.matched.push(rule)
    sheet.unsettled--
  }
  sheet.isDone[number] = 1
}

function groundsOn({ plan, settled, ignored, seen }: Sheet, { pipeline }: Rule): Grounds {
  const number = plan.numbers.get(pipeline) ?? -1
  const because = settled[number]
  if (because !== undefined) return { outcome: 'matched', because }
  if (ignored.size === 0) return { outcome: seen === 0 ? 'no_change' : 'unmapped', because: {} }
  const notes = (plan.groupsOf[number] ?? []).flatMap((group) => ignored.get(group) ?? [])
  const first = notes.toSorted((one, other) => one.at - other.at)[0]
  if (first !== undefined) return { outcome: 'ignored', because: first.because }
  return { outcome: 'unmapped', because: {} }
}
