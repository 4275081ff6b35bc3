import type { ChangeKind } from './change-set.ts'
import { type PathIndex, type PatternNumber, pathIndex } from './path-index.ts'
import type { PathPattern } from './path-pattern.ts'
import type { Rule } from './rule.ts'

/** Rules made ready for judging: every pattern once, whatever number of pipelines have it. */
export interface JudgementPlan {
  readonly index: PathIndex
  readonly rules: readonly Rule[]
  /** Of rules, by pipeline. */
  readonly numbers: ReadonlyMap<string, number>
  /** By the pattern's number, as are `texts` and `including`. */
  readonly roles: readonly Role[]
  readonly texts: readonly string[]
  /** 1 for each pattern that includes. */
  readonly including: Uint8Array
  /** 1 for each pattern that excludes. */
  readonly excluding: Uint8Array
  /** The number that stands for "every path". It is not in the index. */
  readonly everyPath: PatternNumber | undefined
  readonly groupCount: number
  /** The numbers of a rule's groups, by the rule's number. */
  readonly groupsOf: readonly (readonly number[])[]
}

interface Role {
  /** Whom it takes paths from: nobody, the groups that name it, or all. */
  readonly exclude: 'none' | 'some' | 'all'
  readonly groups: readonly Group[]
}

/** Rules with the same exclusions and kinds of change, that one pattern includes: one answer for all. */
export interface Group {
  readonly number: number
  /** Of the including pattern. */
  readonly text: string | undefined
  readonly excludes: ReadonlySet<PatternNumber>
  readonly changes: readonly ChangeKind[]
  readonly rules: readonly number[]
}

/** Reads the rules once, for any number of judgements. */
export function judgementPlan(rules: readonly Rule[]): JudgementPlan {
  const catalogue = catalogueOf(rules)
  const { patterns, numberOf, exclusions } = catalogue
  const members = Map.groupBy(
    rules.flatMap((rule, number) => included(rule, catalogue).map((pattern) => ({ rule, number, pattern }))),
    ({ rule, pattern }) => `${pattern} ${classOf(rule, numberOf)}`,
  )
  const groupsOf: number[][] = rules.map(() => [])
  const byPattern: Group[][] = [...patterns, undefined].map(() => [])
  for (const [number, [first, ...others]] of [...members.values()].entries()) {
    if (first === undefined) continue
    const numbers = [first, ...others].map((member) => member.number)
    for (const rule of numbers) groupsOf[rule]?.push(number)
    const excludes = new Set(first.rule.excludes.map((pattern) => numberOf(pattern)))
    const text = patterns[first.pattern]?.text
    byPattern[first.pattern]?.push({ number, text, excludes, changes: first.rule.changes, rules: numbers })
  }
  const kindOf = (count: number) => (count === 0 ? 'none' : count === rules.length ? 'all' : 'some')
  return {
    index: pathIndex(patterns),
    rules,
    numbers: new Map(rules.map(({ pipeline }, number) => [pipeline, number])),
    roles: byPattern.map((groups, number) => ({ groups, exclude: kindOf(exclusions.get(number) ?? 0) })),
    texts: patterns.map(({ text }) => text),
    including: Uint8Array.from(byPattern, (groups) => (groups.length > 0 ? 1 : 0)),
    excluding: Uint8Array.from(byPattern, (_, number) => (exclusions.has(number) ? 1 : 0)),
    everyPath: rules.some(({ includes }) => includes === 'every') ? patterns.length : undefined,
    groupCount: members.size,
    groupsOf,
  }
}

interface Catalogue {
  readonly patterns: readonly PathPattern[]
  readonly numberOf: (pattern: PathPattern) => PatternNumber
  /** How many rules exclude by a pattern. */
  readonly exclusions: ReadonlyMap<PatternNumber, number>
}

function catalogueOf(rules: readonly Rule[]): Catalogue {
  const numbers = new Map<string, PatternNumber>()
  const patterns: PathPattern[] = []
  const numberOf = (pattern: PathPattern) => {
    const name = pattern.form.form === 'caseless' ? `caseless ${pattern.text}` : `glob ${pattern.text}`
    const known = numbers.get(name)
    if (known !== undefined) return known
    numbers.set(name, patterns.length)
    return patterns.push(pattern) - 1
  }
  const exclusions = new Map<PatternNumber, number>()
  for (const { includes, excludes } of rules) {
    for (const pattern of includes === 'every' ? [] : includes) numberOf(pattern)
    for (const number of new Set(excludes.map(numberOf)))
      exclusions.set(number, (exclusions.get(number) ?? 0) + 1)
  }
  return { patterns, numberOf, exclusions }
}

const included = ({ includes }: Rule, { patterns, numberOf }: Catalogue): readonly PatternNumber[] =>
  includes === 'every' ? [patterns.length] : [...new Set(includes.map(numberOf))]

/** Rules of one class are told apart by what they include only. */
const classOf = ({ changes, excludes }: Rule, numberOf: Catalogue['numberOf']) =>
  [
    changes.toSorted().join(),
    ...[...new Set(excludes.map(numberOf))].toSorted((one, other) => one - other),
  ].join()
