import type { Server } from 'node:http'
import { ConfigurationInvalid } from '@sallyport/kernel'

/** Where a server listens, on this machine and for this machine only. */
export interface Loopback {
  readonly port: number
  /** Without a slash at the end: `http://127.0.0.1:49152`. */
  readonly url: string
  /** Ends every connection at once, idle and busy ones too. */
  readonly close: () => Promise<void>
}

type Host = '127.0.0.1' | '::1' | 'localhost'

/**
 * Lets a server listen on the loopback.
 *
 * @param port 0 for any free one
 * @throws ConfigurationInvalid if the port is taken, or none
 */
export async function loopback(server: Server, port: number, host: Host = '127.0.0.1'): Promise<Loopback> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw invalid('a port from 0 to 65535', String(port))
  await started(server, port, host)
  const actual = portOf(server)
  return {
    port: actual,
    url: `http://${host === '::1' ? '[::1]' : host}:${actual}`,
    close: () => closed(server),
  }
}

const invalid = (expected: string, found: string) =>
  new ConfigurationInvalid([{ severity: 'fault', path: ['port'], expected, found }])

function started(server: Server, port: number, host: Host): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? invalid('a free port', `${port} in use`) : error),
    )
    server.listen(port, host, resolve)
  })
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string')
    throw new Error('server: expected an address, found none')
  return address.port
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
