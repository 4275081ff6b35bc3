import { repositoryContract } from '@sallyport/delivery/contracts'
import { readFile } from 'node:fs/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { codecommitStage } from './codecommit.stage.ts'

const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

describe.each(['kept', 'gone'] as const)('CodeCommit, its unreachable commits %s', (unreachableCommits) => {
  for (const { promise, keep } of repositoryContract)
    it(promise, async () => {
      const stage = await codecommitStage(unreachableCommits)
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
