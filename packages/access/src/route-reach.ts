import { isDifferent, type Reading } from './route-difference.ts'
import type { RoutePattern, Segment } from './route-pattern.ts'

/**
 * How far a pattern reaches, on segments. A pattern has two readings: as written, where `{id}` is one
 * segment, and in IAM, where every wildcard crosses slashes. Literal names stand between slashes in
 * both, so nothing finer than a segment need be looked at.
 */

/** Does the pattern, as written, answer for this request? */
export function matches(pattern: RoutePattern, verb: string, path: string): boolean {
  return hasVerb(pattern, verb) && fits(pattern.segments, stepsOf(path))
}

/** Does the pattern's resource in a policy match this request? */
export function matchesInPolicy(pattern: RoutePattern, verb: string, path: string): boolean {
  return pattern.resources.some((resource) => isMatch(resource, `${verb}${path}`))
}

/** Is every request of the route one that the pattern, as written, answers for? */
export function covers(pattern: RoutePattern, route: RoutePattern): boolean {
  return (
    route.verbs.every((verb) => hasVerb(pattern, verb)) && coversSegments(pattern.segments, route.segments)
  )
}

/** Is there a request of the route that the pattern, as written, answers for? */
export function meets(pattern: RoutePattern, route: RoutePattern): boolean {
  return shareVerb(pattern, route) && overlaps(pattern.segments, route.segments, 'written') !== 'apart'
}

/** Is there a request of the route that the pattern lets through in a policy only, by crossing a slash? */
export function overreaches(pattern: RoutePattern, route: RoutePattern): boolean {
  const [own, other] = [pattern.segments, route.segments]
  return (
    shareVerb(pattern, route) &&
    !fits(own, other) &&
    overlaps(own, other, 'policy') === 'crossing' &&
    // Where a `**` follows, what crosses a slash may be answered for as written all the same.
    (!own.includes('deep') || isDifferent(own, other, own))
  )
}

/** Does the pattern's resource in a policy match some request of the route? */
export function meetsInPolicy(pattern: RoutePattern, route: RoutePattern): boolean {
  return shareVerb(pattern, route) && overlaps(pattern.segments, route.segments, 'policy') !== 'apart'
}

/** A trailing slash means nothing, but a second one is an empty segment, which no pattern has. */
function stepsOf(path: string): readonly Segment[] {
  const bare = path.slice(1)
  const names = bare === '' ? [] : bare.replace(/\/$/, '').split('/')
  return names.map((literal) => ({ literal }))
}

const coversSegments = (pattern: readonly Segment[], route: readonly Segment[]) =>
  fits(pattern, route) || (route.includes('deep') && pattern.includes('deep') && !isDifferent(pattern, route))

const hasVerb = (pattern: RoutePattern, verb: string) => pattern.verbs.some((each) => each === verb)
const shareVerb = (one: RoutePattern, other: RoutePattern) => one.verbs.some((verb) => hasVerb(other, verb))

/** Whether the pattern takes in every path that the steps stand for, segment by segment. */
function fits(pattern: readonly Segment[], steps: readonly Segment[]): boolean {
  const seen = new Map<number, boolean>()
  const from = (at: number, step: number): boolean => {
    const segment = pattern[at]
    const next = steps[step]
    if (segment === undefined || next === undefined) return segment === undefined && next === undefined
    const place = at * (steps.length + 1) + step
    const known = seen.get(place)
    if (known !== undefined) return known
    const answer =
      takes(segment, next) && (from(at + 1, step + 1) || (segment === 'deep' && from(at, step + 1)))
    seen.set(place, answer)
    return answer
  }
  return from(0, 0)
}

function takes(segment: Segment, next: Segment): boolean {
  if (typeof segment === 'object') return same(segment, next)
  return segment === 'deep' ? !empty(next) : next !== 'deep' && !empty(next)
}

/** Whether IAM takes the text for the resource, whose one wildcard is `?*`: any characters, at least one. */
function isMatch(resource: string, text: string): boolean {
  const [first = '', ...pieces] = resource.split('?*')
  const last = pieces.pop()
  if (last === undefined) return text === resource
  if (!text.startsWith(first)) return false
  let at = first.length
  for (const piece of pieces) {
    const found = text.indexOf(piece, at + 1)
    if (found < 0) return false
    at = found + piece.length
  }
  return at < text.length - last.length && text.endsWith(last)
}

/**
 * Whether some path is of both patterns, and whether one of those needs a `{segment}` of the first to
 * cross a slash.
 */
function overlaps(
  pattern: readonly Segment[],
  route: readonly Segment[],
  reading: Reading,
): 'apart' | 'together' | 'crossing' {
  const seen = new Set<string>()
  let found: 'apart' | 'together' | 'crossing' = 'apart'
  // Each place is (segment of the pattern, segment of the route, has either begun, was a slash crossed).
  const visit = (at: number, step: number, crossed: boolean): void => {
    const place = `${at},${step},${crossed}`
    if (seen.has(place) || found === 'crossing') return
    seen.add(place)
    const one = pattern[at]
    const other = route[step]
    if (one === undefined || other === undefined) {
      if (one === undefined && other === undefined) found = crossed ? 'crossing' : 'together'
      return
    }
    if (typeof one === 'object' && typeof other === 'object' && !same(one, other)) return
    visit(at + 1, step + 1, crossed)
    if (other === 'deep') visit(at + 1, step, crossed)
    if (one === 'deep') visit(at, step + 1, crossed)
    if (one === 'one' && reading === 'policy') {
      visit(at, step + 1, true)
      if (other === 'deep') visit(at, step, true)
    }
  }
  visit(0, 0, false)
  return found
}

const empty = (segment: Segment) => typeof segment === 'object' && segment.literal === ''

function same(one: Segment, other: Segment): boolean {
  return typeof one === 'object' && typeof other === 'object' && one.literal === other.literal
}
