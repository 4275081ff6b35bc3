import { describe, expect, it } from 'vitest'
import { onFirstUse } from './first-use.ts'

describe('what is loaded on first use', () => {
  it('is loaded no sooner, and kept', async () => {
    let loads = 0
    const use = onFirstUse(async () => ({ load: ++loads }))
    expect(loads).toBe(0)
    expect(await use()).toEqual({ load: 1 })
    expect(use()).toEqual({ load: 1 })
  })

  it('is the same for all who came before it was there', async () => {
    const use = onFirstUse(async () => ({}))
    const [one, other] = await Promise.all([use(), use()])
    expect(one).toBe(other)
    expect(use()).toBe(one)
  })

  it('fails every use where it cannot be loaded', async () => {
    const use = onFirstUse(() => Promise.reject(new Error('no such file')))
    for (let each = 0; each < 2; each++) await expect(use()).rejects.toThrow('no such file')
  })
})
