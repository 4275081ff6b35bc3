import { afterAll, describe, expect, it } from 'vitest'
import { algorithms, tokenStage } from './token-stage.ts'
import { type Contestant, contestants } from './token-verifiers.ts'

const isAccepted = async (verify: Contestant, token: string) => {
  try {
    await verify(token)
    return true
  } catch {
    return false
  }
}

describe.each(algorithms)('the contestants with %s', async (algorithm) => {
  const stage = await tokenStage(algorithm, 2)
  const [token = '', other = ''] = stage.tokens
  const swapped = `${token.slice(0, token.lastIndexOf('.'))}${other.slice(other.lastIndexOf('.'))}`
  afterAll(() => stage.close())

  it.each(Object.entries(contestants(stage)).filter(([name]) => name !== 'bare'))(
    'include %s, which accepts what the issuer signed and nothing else',
    async (_, verify) => {
      expect(await isAccepted(verify, token)).toBe(true)
      expect(await isAccepted(verify, swapped)).toBe(false)
      expect(await isAccepted(verify, token)).toBe(true)
    },
  )
})
