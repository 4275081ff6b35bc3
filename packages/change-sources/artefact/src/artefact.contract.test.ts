import { changeSourceContract } from '@sallyport/delivery/contracts'
import { readFile } from 'node:fs/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { bucketStage } from './bucket.stage.ts'

const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

describe.each([
  // One file whose content is read, so that there is a second page to be too busy for.
  ['by its directory', ['start']],
  ['by its content', ['**']],
])('a zip in a bucket with versions, %s', (_, paths) => {
  for (const { promise, keep } of changeSourceContract)
    it(promise, async () => {
      const stage = await bucketStage({ verify: { paths } })
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
    expect(printed).toEqual(changeSourceContract.map(({ promise }) => `- ${promise}`))
  })
})
