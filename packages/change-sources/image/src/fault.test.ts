import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { image } from './image.ts'

describe('a server that is not there', () => {
  it('is told by the system’s own word', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    await new Promise((resolve) => server.close(resolve))
    const port = typeof address === 'object' ? address?.port : undefined
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    const clientOptions = { endpoint: `http://127.0.0.1:${port}`, region: 'eu-west-1', credentials }
    const source = image({ clientOptions, attempts: 1 })
    const asked = source.tip({ kind: 'ecr', repository: 'web', ref: 'web', tag: 'v1' })
    await expect(asked).rejects.toThrow('found ECONNREFUSED')
  })
})
