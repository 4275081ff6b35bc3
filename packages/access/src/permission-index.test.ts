import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ApiStage } from './method-arn.ts'
import { type ApiSelector, type Grant, selects } from './permission.ts'
import { permissionIndex } from './permission-index.ts'
import { isFault, type RoutePattern, routePattern } from './route-pattern.ts'

function pattern(text: string): RoutePattern {
  const read = routePattern(text)
  if (isFault(read)) throw new Error(`${text} is no pattern`)
  return read
}

const pets = pattern('GET /pets')
const api: ApiStage = {
  partition: 'aws',
  region: 'eu-west-1',
  accountId: '111122223333',
  apiId: 'a1',
  stage: 'prod',
}
const names = ['s1', 's2', 's3', 's4']
const selectors: fc.Arbitrary<ApiSelector> = fc.record({
  region: fc.constantFrom('eu-west-1', '*'),
  accountId: fc.constantFrom('111122223333', '*'),
  apiId: fc.constantFrom('a1', 'a2', '*'),
  stage: fc.constantFrom('prod', 'dev', '*'),
})
const demands = fc
  .record({ anyOf: fc.subarray(names), allOf: fc.subarray(names) })
  .filter(({ anyOf, allOf }) => anyOf.length + allOf.length > 0)
const grants: fc.Arbitrary<Grant> = fc
  .tuple(selectors, demands)
  .map(([of, demand]) => ({ api: of, pattern: pets, claims: {}, when: {}, path: [], ...demand }))
const routes = fc.array(
  selectors.map((of) => ({ api: of, pattern: pattern('GET /x') })),
  { maxLength: 4 },
)

const mayMatter = ({ anyOf, allOf }: Grant, scopes: ReadonlySet<string>) =>
  allOf.every((scope) => scopes.has(scope)) &&
  (anyOf.length === 0 || anyOf.some((scope) => scopes.has(scope)))

describe('a permission index', () => {
  it('finds what a search through the whole document would find, once each', () => {
    fc.assert(
      fc.property(
        fc.array(grants),
        fc.subarray(names),
        fc.constantFrom('a1', 'a2', 'a3'),
        (all, scopes, apiId) => {
          const event = { ...api, apiId }
          const { candidates } = permissionIndex(all, [], []).lookUp(scopes, event)
          const wanted = all.filter((grant) => selects(grant.api, event) && mayMatter(grant, new Set(scopes)))
          expect(new Set(candidates).size).toBe(candidates.length)
          expect(
            candidates.filter((grant) => mayMatter(grant, new Set(scopes))).toSorted(byPlace(all)),
          ).toEqual(wanted)
          for (const grant of candidates) expect(selects(grant.api, event)).toBe(true)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('brings the denials and routes of the API and stage, and of no other', () => {
    fc.assert(
      fc.property(routes, routes, (denies, inventory) => {
        const index = permissionIndex([], denies, inventory)
        const own = (entries: typeof denies) =>
          entries.filter((each) => selects(each.api, api)).map((each) => each.pattern)
        expect(index.lookUp([], api)).toEqual({ candidates: [], denies: own(denies), routes: own(inventory) })
      }),
    )
  })

  it('touches only the grants that it finds', () => {
    const reads = new Set<number>()
    const watched = Array.from({ length: 200 }, (_, at): Grant => {
      const grant: Grant = {
        api: { region: 'eu-west-1', accountId: '111122223333', apiId: `a${at % 2}`, stage: 'prod' },
        pattern: pets,
        anyOf: [`scope ${at}`],
        allOf: [],
        claims: {},
        when: {},
        path: [at],
      }
      return new Proxy(grant, {
        get(target, name) {
          reads.add(at)
          return Reflect.get(target, name) as unknown
        },
      })
    })
    const index = permissionIndex(watched, [], [])
    expect(reads.size).toBe(200)
    reads.clear()
    const { candidates } = index.lookUp(['scope 3', 'scope 4', 'scope 5', 'unknown'], { ...api, apiId: 'a1' })
    expect(reads.size).toBe(0)
    expect(candidates.map(({ path }) => path)).toEqual([[3], [5]])
  })

  it('keeps the lists of an API that it knows, so that what is found out about them may be kept', () => {
    const grant: Grant = { api, pattern: pets, anyOf: ['s1'], allOf: [], claims: {}, when: {}, path: [] }
    const index = permissionIndex([grant], [{ api, pattern: pets }], [{ api, pattern: pets }])
    const [one, other] = [index.lookUp(['s1'], api), index.lookUp(['s1'], api)]
    expect(one.denies).toBe(other.denies)
    expect(one.routes).toBe(other.routes)
    expect(index.all).toEqual([grant])
  })
})

const byPlace = (all: readonly Grant[]) => (one: Grant, other: Grant) => all.indexOf(one) - all.indexOf(other)
