import { canary, faultMatrix } from '@sallyport/access/contracts'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { faultStage, type JwtFaultStage } from './fault.stage.ts'

let stage: JwtFaultStage
beforeEach(async () => {
  stage = await faultStage()
})
afterEach(() => stage.close())

describe('a verifier of JWT access tokens', () => {
  for (const { promise, keep } of faultMatrix)
    it(promise, async () => {
      await keep(stage)
      expect(inspect(stage.notices, { depth: Number.POSITIVE_INFINITY })).not.toContain(canary)
    })
})
