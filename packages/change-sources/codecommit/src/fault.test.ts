import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { codecommit } from './codecommit.ts'

describe('a server that is not there', () => {
  it('is told by the system’s own word', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    await new Promise((resolve) => server.close(resolve))
    const port = typeof address === 'object' ? address?.port : undefined
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    const clientOptions = { endpoint: `http://127.0.0.1:${port}`, region: 'eu-west-1', credentials }
    const source = codecommit({ clientOptions, attempts: 1 })
    const asked = source.tip({ kind: 'codecommit', repository: 'shop', ref: 'refs/heads/main' })
    await expect(asked).rejects.toThrow('found ECONNREFUSED')
  })
})
