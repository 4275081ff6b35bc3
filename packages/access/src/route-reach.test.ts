import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFault, type RoutePattern, routePattern, type Segment } from './route-pattern.ts'
import { covers, matches, matchesInPolicy, meets, meetsInPolicy, overreaches } from './route-reach.ts'

function pattern(text: string): RoutePattern {
  const read = routePattern(text)
  if (isFault(read)) throw new Error(`${text} is no pattern`)
  return read
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** As written, spelled as a regular expression: an oracle of its own. */
function written({ verbs, segments }: RoutePattern): RegExp {
  const spelled = (segment: Segment) =>
    typeof segment === 'object' ? escaped(segment.literal) : segment === 'one' ? '[^/]+' : '[^/]+(?:/[^/]+)*'
  const path = segments.map((segment) => `/${spelled(segment)}`).join('')
  return new RegExp(`^(?:${verbs.join('|')}) ${path === '' ? '/' : `${path}/?`}$`)
}

/** As IAM reads a resource: `*` is any run of characters, `?` is one. */
const iam = (resource: string) =>
  new RegExp(
    `^${Array.from(resource)
      .map((each) => (each === '*' ? '.*' : each === '?' ? '.' : escaped(each)))
      .join('')}$`,
    's',
  )

const isInPolicy = ({ resources }: RoutePattern, verb: string, path: string) =>
  resources.some((resource) => iam(resource).test(`${verb}${path}`))

const names = ['a', 'b', '{x}', '**']
const patterns = fc
  .tuple(fc.constantFrom('GET', 'POST', 'ANY'), fc.array(fc.constantFrom(...names), { maxLength: 5 }))
  .map(([verb, segments]) => pattern(`${verb} /${segments.join('/')}`))
const paths = fc.oneof(
  fc
    .tuple(fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 6 }), fc.constantFrom('', '/'))
    .map(([segments, slash]) => `/${segments.join('/')}${slash}`),
  fc
    .string({ unit: fc.constantFrom('/', 'a', 'b', '*', '?', '\n'), maxLength: 10 })
    .map((text) => `/${text}`),
)
const verb = fc.constantFrom('GET', 'POST', 'TRACE')

/** Every path of `a`, `b` and one other name, to this depth: more than the patterns above can tell apart. */
function everyPath(depth: number): readonly string[] {
  let [all, last] = [['/'], ['']]
  for (let at = 0; at < depth; at++) {
    last = last.flatMap((path) => ['a', 'b', 'c'].map((name) => `${path}/${name}`))
    all = [...all, ...last]
  }
  return all
}

const space = everyPath(6).flatMap((path) => ['GET', 'POST'].map((each) => ({ each, path })))
const asWritten = (one: RoutePattern, { each, path }: (typeof space)[number]) =>
  written(one).test(`${each} ${path}`)
const few = fc.array(fc.constantFrom(...names), { maxLength: 3 })
const shortPatterns = fc
  .tuple(fc.constantFrom('GET', 'POST', 'ANY'), few)
  .map(([method, segments]) => pattern(`${method} /${segments.join('/')}`))
const pairs = { numRuns: 300 }

describe('a pattern as written', () => {
  it('answers for what a regular expression of its own says', () => {
    fc.assert(
      fc.property(patterns, verb, paths, (one, method, path) => {
        expect(matches(one, method, path)).toBe(written(one).test(`${method} ${path}`))
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['GET /pets/{id}', '/pets/7', true],
    ['GET /pets/{id}', '/pets/7/', true],
    ['GET /pets/{id}', '/pets/7/toys', false],
    ['GET /pets/{id}', '/pets/', false],
    ['GET /x/**', '/x', false],
    ['GET /x/**', '/x/y/z', true],
    ['GET /', '/', true],
    ['GET /', '//', false],
    ['GET /pets', '/Pets', false],
  ])('%s answers for %s: %s', (text, path, answer) => {
    expect(matches(pattern(text), 'GET', path)).toBe(answer)
  })
})

describe('a pattern in a policy', () => {
  it('matches what IAM makes of its resources', () => {
    fc.assert(
      fc.property(patterns, verb, paths, (one, method, path) => {
        expect(matchesInPolicy(one, method, path)).toBe(isInPolicy(one, method, path))
      }),
      { numRuns: 1000 },
    )
  })

  it('matches at least what it answers for as written', () => {
    fc.assert(
      fc.property(patterns, verb, paths, (one, method, path) => {
        expect(!matches(one, method, path) || matchesInPolicy(one, method, path)).toBe(true)
      }),
    )
  })

  it.each(['/a//b', '//', '/a/', '/a//'])('is not deceived by empty segments: %s', (path) => {
    for (const text of ['GET /', 'GET /**', 'GET /a/{x}', 'GET /a/{x}/b', 'GET /a'])
      expect([text, matchesInPolicy(pattern(text), 'GET', path)]).toEqual([
        text,
        isInPolicy(pattern(text), 'GET', path),
      ])
  })
})

describe('a pattern and a route', () => {
  const check = (
    claim: (one: RoutePattern, route: RoutePattern) => boolean,
    truth: (one: RoutePattern, route: RoutePattern) => boolean,
  ) =>
    fc.assert(
      fc.property(shortPatterns, shortPatterns, (one, route) => {
        expect([one.text, route.text, claim(one, route)]).toEqual([one.text, route.text, truth(one, route)])
      }),
      pairs,
    )

  it('cover: every request of the route is answered for', () => {
    check(covers, (one, route) => {
      const [left, right] = [written(one), written(route)]
      return (
        space.every(({ each, path }) => !right.test(`${each} ${path}`) || left.test(`${each} ${path}`)) &&
        verbsOf(one, route)
      )
    })
  })

  it('meet: some request of the route is answered for', () => {
    check(meets, (one, route) =>
      space.some((request) => asWritten(one, request) && asWritten(route, request)),
    )
  })

  it('meet in a policy: some request of the route is let through', () => {
    check(meetsInPolicy, (one, route) =>
      space.some((request) => asWritten(route, request) && isInPolicy(one, request.each, request.path)),
    )
  })

  it('overreach: some request of the route is let through that is not answered for', () => {
    check(overreaches, (one, route) =>
      space.some(
        (request) =>
          asWritten(route, request) &&
          isInPolicy(one, request.each, request.path) &&
          !asWritten(one, request),
      ),
    )
  })

  it.each([
    ['GET /{x}/**', 'GET /**/{y}', true],
    ['GET /**/{x}', 'GET /{y}/**', true],
    ['GET /{x}/**', 'GET /**', false],
    ['ANY /a', 'GET /a', true],
    ['GET /a', 'ANY /a', false],
  ])('%s covers %s: %s', (one, route, answer) => {
    expect(covers(pattern(one), pattern(route))).toBe(answer)
  })

  it('do not overreach where a later ** answers for the crossing', () => {
    expect(overreaches(pattern('GET /{x}/**'), pattern('GET /**'))).toBe(false)
    expect(overreaches(pattern('GET /pets/{id}'), pattern('GET /pets/{id}/secrets'))).toBe(true)
  })
})

/** The space knows two verbs; the other five are the business of ANY. */
const verbsOf = (one: RoutePattern, route: RoutePattern) =>
  route.verbs.every((each) => one.verbs.includes(each))
