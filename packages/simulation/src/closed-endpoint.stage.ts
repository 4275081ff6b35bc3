import { createServer } from 'node:net'

/** An address of the loopback at which nobody listens. */
export async function closedEndpoint(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string')
    throw new Error('server: expected an address, found none')
  return `http://127.0.0.1:${address.port}`
}
