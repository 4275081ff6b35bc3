import { inRange, ipRange } from './ip-range.ts'
import { instantOf } from './instant.ts'
import { matchesWildcard } from './wildcard.ts'

/** How one kind of operator reads the policy's value and compares the request's with it. */
export interface ConditionOperator {
  /** Negated operators hold when no value matches, and when the key is missing. */
  readonly sense: 'positive' | 'negated'
  /** Whether the text may stand in a policy under this operator. */
  readonly accepts: (wanted: string) => boolean
  readonly matches: (wanted: string, found: string) => boolean
}

type Comparison = Pick<ConditionOperator, 'accepts' | 'matches'>

const text = (matches: Comparison['matches']): Comparison => ({ accepts: () => true, matches })

const ordered = (
  read: (text: string) => number | undefined,
  compare: (found: number, wanted: number) => boolean,
): Comparison => ({
  accepts: (wanted) => read(wanted) !== undefined,
  matches: (wanted, found) => {
    const [left, right] = [read(found), read(wanted)]
    return left !== undefined && right !== undefined && compare(left, right)
  },
})

const equalTo = (found: number, wanted: number) => found === wanted
const equalText = text((wanted, found) => wanted === found)
const equalWithoutCase = text((wanted, found) => wanted.toLowerCase() === found.toLowerCase())
const likeText = text(matchesWildcard)
const likeArn = text(matchesArn)

const withinRange: Comparison = {
  accepts: (wanted) => ipRange(wanted) !== undefined,
  matches: (wanted, found) => {
    const [range, address] = [ipRange(wanted), ipRange(found)]
    return range !== undefined && address !== undefined && inRange(range, address)
  },
}

const truth: Comparison = {
  accepts: (wanted) => /^(true|false)$/i.test(wanted),
  matches: (wanted, found) => wanted.toLowerCase() === found.toLowerCase(),
}

const positive = (comparison: Comparison): ConditionOperator => ({ sense: 'positive', ...comparison })
const negated = (comparison: Comparison): ConditionOperator => ({ sense: 'negated', ...comparison })

function family(name: string, read: (text: string) => number | undefined) {
  const comparisons: readonly (readonly [string, ConditionOperator])[] = [
    [`${name}Equals`, positive(ordered(read, equalTo))],
    [`${name}NotEquals`, negated(ordered(read, equalTo))],
    [`${name}LessThan`, positive(ordered(read, (found, wanted) => found < wanted))],
    [`${name}LessThanEquals`, positive(ordered(read, (found, wanted) => found <= wanted))],
    [`${name}GreaterThan`, positive(ordered(read, (found, wanted) => found > wanted))],
    [`${name}GreaterThanEquals`, positive(ordered(read, (found, wanted) => found >= wanted))],
  ]
  return comparisons
}

/**
 * The operators of IAM that compare a single value, but `Null`, which asks about the key itself.
 *
 * Source: IAM user guide, "IAM JSON policy elements: Condition operators".
 */
export const conditionOperators: ReadonlyMap<string, ConditionOperator> = new Map([
  ['StringEquals', positive(equalText)],
  ['StringNotEquals', negated(equalText)],
  ['StringEqualsIgnoreCase', positive(equalWithoutCase)],
  ['StringNotEqualsIgnoreCase', negated(equalWithoutCase)],
  ['StringLike', positive(likeText)],
  ['StringNotLike', negated(likeText)],
  ...family('Numeric', numberOf),
  ...family('Date', instantOf),
  ['Bool', positive(truth)],
  ['IpAddress', positive(withinRange)],
  ['NotIpAddress', negated(withinRange)],
  ['ArnEquals', positive(likeArn)],
  ['ArnLike', positive(likeArn)],
  ['ArnNotEquals', negated(likeArn)],
  ['ArnNotLike', negated(likeArn)],
])

function numberOf(written: string): number | undefined {
  return /^[+-]?\d+(\.\d+)?$/.test(written) ? Number(written) : undefined
}

/** Each of the six parts of an ARN is compared by itself, so that a `*` does not cross a colon. */
function matchesArn(wanted: string, found: string): boolean {
  const [patterns, parts] = [partsOfArn(wanted), partsOfArn(found)]
  return (
    patterns.length === 6 &&
    parts.length === 6 &&
    patterns.every((pattern, index) => matchesWildcard(pattern, parts[index] ?? ''))
  )
}

function partsOfArn(arn: string): readonly string[] {
  const parts = arn.split(':')
  return parts.length < 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')]
}
