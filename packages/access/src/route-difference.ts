import type { Segment } from './route-pattern.ts'

/** What a reading of a pattern takes: each segment as it is, or a `{segment}` as one or more. */
export type Reading = 'written' | 'policy'

/**
 * Is there a path of the route, and of the pattern's wider reading, that the pattern as written does
 * not answer for? All three are followed at once, name by name, over every name that any of them
 * spells and one that none does; so the answer is exact where `**` could be split in many ways.
 */
export function isDifferent(
  pattern: readonly Segment[],
  route: readonly Segment[],
  wider: readonly Segment[] = ['deep'],
): boolean {
  const spelled = [...pattern, ...route].flatMap((each) => (typeof each === 'string' ? [] : [each.literal]))
  const names = [...new Set(spelled), undefined]
  const waiting: Places[] = [{ route: [0], wide: [0], exact: [0] }]
  const seen = new Set<string>()
  for (const { route: on, wide, exact } of waiting) {
    if (isEnd(route, on) && isEnd(wider, wide) && !isEnd(pattern, exact)) return true
    for (const name of names) {
      const next = {
        route: after(route, on, { name, reading: 'written' }),
        wide: after(wider, wide, { name, reading: 'policy' }),
        exact: after(pattern, exact, { name, reading: 'written' }),
      }
      const place = JSON.stringify(next)
      if (next.route.length === 0 || next.wide.length === 0 || seen.has(place)) continue
      seen.add(place)
      waiting.push(next)
    }
  }
  return false
}

/** Positions that each may stand at after the names so far, in ascending order. */
interface Places {
  readonly route: readonly number[]
  readonly wide: readonly number[]
  readonly exact: readonly number[]
}

interface Step {
  /** Nothing stands for a name that no segment spells. */
  readonly name: string | undefined
  readonly reading: Reading
}

function after(segments: readonly Segment[], places: readonly number[], step: Step): readonly number[] {
  const next = new Set<number>()
  for (const at of places) {
    const segment = segments[at]
    if (segment === undefined || (typeof segment === 'object' && segment.literal !== step.name)) continue
    if (segment === 'deep' || (segment === 'one' && step.reading === 'policy')) next.add(at)
    next.add(at + 1)
  }
  return [...next].toSorted((one, other) => one - other)
}

const isEnd = (segments: readonly Segment[], places: readonly number[]) => places.includes(segments.length)
