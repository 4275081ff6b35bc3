import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAnswer } from './authorizer-answer.ts'
import { definitionIssues } from './definition-check.ts'
import { answering, petShop, petShopDefinition } from './pet-shop.fixture.ts'
import { SimulatorUnsupported } from './unsupported.ts'

/** JSON that is often almost right, since noise alone never reaches the deep places. */
function nearly(right: unknown): fc.Arbitrary<unknown> {
  const noise = fc.jsonValue({ maxDepth: 2 })
  if (Array.isArray(right)) return fc.oneof(fc.tuple(...right.map((one) => nearly(one))), noise)
  if (typeof right !== 'object' || right === null)
    return fc.oneof({ weight: 6, arbitrary: fc.constant(right) }, noise)
  const members = Object.fromEntries(Object.entries(right).map(([name, value]) => [name, nearly(value)]))
  return fc.oneof(
    { weight: 6, arbitrary: fc.record(members, { requiredKeys: [] }) },
    { weight: 1, arbitrary: noise },
  )
}

const answer = answering(
  { Condition: { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] }, Null: { 'aws:Referer': 'true' } } },
  { org: 'acme', level: 7 },
)

function outcomeOf(written: unknown): string {
  try {
    return readAnswer(written).outcome
  } catch (error) {
    return error instanceof SimulatorUnsupported ? 'refused by name' : String(error)
  }
}

describe('whatever a function answers', () => {
  it('is read, called malformed or refused by name, and nothing else', () => {
    fc.assert(
      fc.property(nearly(answer), (written) => {
        expect(['parsed', 'malformed', 'refused by name']).toContain(outcomeOf(written))
      }),
      { numRuns: 1000 },
    )
  })

  it('ends in an answer to the client', async () => {
    await fc.assert(
      fc.asyncProperty(nearly(answer), fc.webPath(), async (written, path) => {
        const { response } = await petShop({ answer: () => written }).get(`/pets${path}`)
        expect([200, 403, 500, 501]).toContain(response.status)
      }),
    )
  })
})

describe('whatever is given for a definition', () => {
  it('gets a list of issues', () => {
    const right: unknown = JSON.parse(
      JSON.stringify(petShopDefinition({ gatewayResponses: { cors: { allowOrigin: '*' } } })),
    )
    fc.assert(
      fc.property(nearly(right), (written) => Array.isArray(definitionIssues(written))),
      { numRuns: 500 },
    )
  })
})
