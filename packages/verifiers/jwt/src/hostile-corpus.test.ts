import { canary, requirementTable, type Score, scoreOf } from '@sallyport/access/contracts'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { corpusStage, type JwtCorpusStage } from './corpus.stage.ts'

const algorithms = ['RS256', 'ES256', 'EdDSA'] as const
const scores = new Map<string, Score>()

// Once, after the last of them: `npm test` is where people look for what is covered.
afterAll(() => {
  const totals = Array.from(scores, ([algorithm, { hostileAccepted, goodRefused }]) => {
    return `${algorithm}: ${hostileAccepted.length} hostile tokens accepted, ${goodRefused.length} good ones refused`
  })
  const [first] = scores.values()
  if (first !== undefined) process.stdout.write(`\n${requirementTable(first)}\n${totals.join('\n')}\n`)
})

describe.each(algorithms)('a verifier of %s tokens before the hostile corpus', (algorithm) => {
  let stage: JwtCorpusStage
  let score: Score
  beforeAll(async () => {
    stage = await corpusStage(algorithm)
    score = await scoreOf(stage)
    scores.set(algorithm, score)
  })
  afterAll(() => stage.close())

  it('accepts none of its hostile tokens', () => {
    expect(score.hostileTokens).toBeGreaterThanOrEqual(600)
    expect(score.hostileAccepted).toEqual([])
  })

  it('refuses none of its good tokens', () => {
    expect(score.goodTokens).toBeGreaterThanOrEqual(40)
    expect(score.goodRefused).toEqual([])
  })

  it('accepts exactly one spelling of a token, of thousands', () => {
    expect(score.triedSpellings).toBeGreaterThan(3495)
    expect(score.acceptedSpellings).toBe(1)
  })

  it('names the cause of every refusal, and never fails instead', () => {
    expect(score.unexpectedReasons).toEqual([])
    expect(score.failed).toEqual([])
  })

  it('repeats no token and no value of one', () => {
    expect(score.leaked).toEqual([])
    expect(stage.notices.length).toBeGreaterThan(0)
    expect(inspect(stage.notices, { depth: Number.POSITIVE_INFINITY })).not.toContain(canary)
  })

  it('asks no URL of a token, and lets none of its names touch a prototype', () => {
    expect(score.lureVisits).toBe(0)
    expect(score.pollution).toEqual([])
  })
})

describe('a verifier that remembers tokens', () => {
  it('answers the corpus as it did before, once it has seen all of it', async () => {
    const stage = await corpusStage('EdDSA', { verifiedTokensKept: 1000 })
    const [first, second] = [await scoreOf(stage), await scoreOf(stage)]
    await stage.close()
    expect(second).toEqual(first)
    expect(second).toMatchObject({ hostileAccepted: [], goodRefused: [], unexpectedReasons: [], leaked: [] })
  })
})
