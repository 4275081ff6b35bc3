import { imageContract } from '@sallyport/delivery/contracts'
import { readFile } from 'node:fs/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { imageStage } from './image.stage.ts'

const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

describe.each(['docker', 'oci'] as const)('Amazon ECR, its manifests by %s', (format) => {
  for (const { promise, keep } of imageContract)
    it(promise, async () => {
      const stage = await imageStage(format)
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
    expect(printed).toEqual(imageContract.map(({ promise }) => `- ${promise}`))
  })
})
