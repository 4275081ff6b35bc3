import { closedEndpoint } from '@sallyport/simulation/stages'
import { describe, expect, it } from 'vitest'
import { image } from './image.ts'

describe('a server that is not there', () => {
  it('is told by the system’s own word', async () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    const clientOptions = { endpoint: await closedEndpoint(), region: 'eu-west-1', credentials }
    const source = image({ clientOptions, attempts: 1 })
    const asked = source.tip({ kind: 'ecr', repository: 'web', ref: 'web', tag: 'v1' })
    await expect(asked).rejects.toThrow('found ECONNREFUSED')
  })
})
