import { repositoryContract } from '@sallyport/delivery/contracts'
import { readFile } from 'node:fs/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { githubStage } from './github.stage.ts'

const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

// Trees that GitHub does not tell to the end are walked, which has to promise the same.
const places = {
  'GitHub.com': {},
  'GitHub, every larger tree cut off': { simulated: { treeLimits: { entries: 1000 } } },
}

/** In milliseconds: thousands of files, while other packages are tested at the same time. */
const timeout = 30_000

describe.each(Object.entries(places))('%s', (_, setting) => {
  for (const { promise, keep } of repositoryContract)
    it(promise, { timeout }, async () => {
      const stage = await githubStage(setting)
      closing.push(stage.close)
      await keep(stage)
    })
})

describe('the README', () => {
  it('prints the promises of the contract, all of them and no others', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
    const [, section = ''] = readme.split('## Promises\n')
    const [list = ''] = section.split('\n## ')
    const printed = list.split('\n').filter((line) => line.startsWith('- '))
    expect(printed).toEqual(repositoryContract.map(({ promise }) => `- ${promise}`))
  })
})
