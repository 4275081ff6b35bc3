import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { ConfigurationInvalid } from '@sallyport/kernel'
import { type Desk, exchange, type Outcome } from './exchange.ts'

export interface Endpoint {
  /** `http://127.0.0.1:49152` */
  readonly url: string
  /** Ends every connection at once, idle and busy ones too. */
  readonly close: () => Promise<void>
}

/** Far more than any operation here takes. */
const mostBodyBytes = 1024 * 1024

/**
 * Listens on the loopback for every API of the desk, as one endpoint.
 *
 * @throws ConfigurationInvalid if the port is taken, or none
 */
export async function endpoint(desk: Omit<Desk, 'closing'>, port: number): Promise<Endpoint> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw invalid('a port from 0 to 65535', port)
  const closing = new AbortController()
  const server = createServer((request, response) => {
    void serve(request, { ...desk, closing: closing.signal }).then(
      (outcome) => send(response, outcome),
      () => response.destroy(),
    )
  })
  await started(server, port)
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    close: () => {
      closing.abort()
      return closed(server)
    },
  }
}

async function serve(request: IncomingMessage, desk: Desk): Promise<Outcome> {
  if (request.method !== 'POST' || request.url !== '/')
    return { outcome: 'answered', status: 404, body: { __type: 'UnknownOperationException' } }
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    const piece = Buffer.from(chunk)
    bytes += piece.length
    if (bytes > mostBodyBytes)
      return { outcome: 'answered', status: 413, body: { __type: 'RequestEntityTooLargeException' } }
    chunks.push(piece)
  }
  return exchange({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') }, desk)
}

function send(response: ServerResponse, outcome: Outcome): void {
  if (response.destroyed) return
  if (outcome.outcome === 'cut') {
    response.socket?.resetAndDestroy()
    return
  }
  if (!response.req.complete) response.setHeader('Connection', 'close')
  const body = JSON.stringify(outcome.body)
  response.writeHead(outcome.status, {
    'x-amzn-RequestId': randomUUID(),
    'Content-Type': 'application/x-amz-json-1.1',
    'Content-Length': Buffer.byteLength(body),
  })
  response.end(body)
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
