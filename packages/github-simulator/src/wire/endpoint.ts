import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { ConfigurationInvalid } from '@sallyport/kernel'
import { bodyOf } from './body.ts'
import { type Desk, exchange, type Outcome } from './exchange.ts'

export interface Endpoint {
  /** `http://127.0.0.1:49152` */
  readonly url: string
  /** Ends every connection at once, idle and busy ones too. */
  readonly close: () => Promise<void>
}

/** Far more than a request for a token takes. */
const mostBodyBytes = 1024 * 1024

/**
 * Listens on the loopback.
 *
 * @throws ConfigurationInvalid if the port is taken, or none
 */
export async function endpoint(desk: Omit<Desk, 'url'>, port: number): Promise<Endpoint> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw invalid('a port from 0 to 65535', port)
  const server = createServer((request, response) => {
    const url = `http://127.0.0.1:${portOf(server)}`
    void serve(request, { ...desk, url }).then(
      (outcome) => send(response, outcome),
      () => response.destroy(),
    )
  })
  await started(server, port)
  return { url: `http://127.0.0.1:${portOf(server)}`, close: () => closed(server) }
}

async function serve(request: IncomingMessage, desk: Desk): Promise<Outcome> {
  const body = await bodyOf(request, mostBodyBytes)
  if (body === 'too_large') return { outcome: 'answered', status: 413, headers: {}, body: { message: '' } }
  const { method = '', url = '', headers } = request
  return exchange({ method, target: url, headers, body: body.toString('utf8') }, desk)
}

function send(response: ServerResponse, outcome: Outcome): void {
  if (response.destroyed) return
  if (outcome.outcome === 'cut') {
    response.socket?.resetAndDestroy()
    return
  }
  const body = outcome.body === undefined ? '' : JSON.stringify(outcome.body)
  response.writeHead(outcome.status, {
    ...(body !== '' && { 'Content-Type': 'application/json; charset=utf-8' }),
    'Content-Length': Buffer.byteLength(body),
    'X-GitHub-Request-Id': randomUUID(),
    'X-GitHub-Media-Type': 'github.v3; format=json',
    ...outcome.headers,
  })
  if (outcome.outcome === 'answered') {
    response.end(body)
    return
  }
  // Half of it has to be on its way first, or the far side sees no answer at all.
  response.write(body.slice(0, body.length / 2), () => response.socket?.resetAndDestroy())
}

const invalid = (expected: string, found: number | string) =>
  new ConfigurationInvalid([{ severity: 'fault', path: ['port'], expected, found: String(found) }])

function started(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? invalid('a free port', `${port} in use`) : error),
    )
    server.listen(port, '127.0.0.1', resolve)
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
