import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { ConfigurationInvalid } from '@sallyport/kernel'
import { bodyOf } from './body.ts'
import type { Door, PlainAnswer } from './door.ts'
import { type Desk, exchange, type Outcome } from './exchange.ts'

export interface Endpoint {
  /** `http://127.0.0.1:49152` */
  readonly url: string
  /** Ends every connection at once, idle and busy ones too. */
  readonly close: () => Promise<void>
}

/** Who is asked when a request is none of a JSON protocol. */
export interface Served {
  readonly plain: Door
}

/** Far more than any operation of the JSON protocols takes. */
const mostBodyBytes = 1024 * 1024

/**
 * Listens on the loopback for every API of the desk, as one endpoint.
 *
 * @throws ConfigurationInvalid if the port is taken, or none
 */
export async function endpoint(desk: Omit<Desk, 'closing'> & Served, port: number): Promise<Endpoint> {
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

async function serve(
  request: IncomingMessage,
  { plain, ...desk }: Desk & Served,
): Promise<Outcome | PlainAnswer> {
  const isJson =
    request.method === 'POST' && request.url === '/' && request.headers['x-amz-target'] !== undefined
  if (!isJson) return plain(request, desk.closing)
  const body = await bodyOf(request, mostBodyBytes)
  if (body === 'too_large')
    return { outcome: 'answered', status: 413, body: { __type: 'RequestEntityTooLargeException' } }
  return exchange({ headers: request.headers, body: body.toString('utf8') }, desk)
}

function send(response: ServerResponse, outcome: Outcome | PlainAnswer): void {
  if (response.destroyed) return
  if (outcome.outcome === 'cut') {
    response.socket?.resetAndDestroy()
    return
  }
  if (!response.req.complete) response.setHeader('Connection', 'close')
  if (outcome.outcome === 'plain') {
    response.writeHead(outcome.status, outcome.headers)
    response.end(outcome.body)
    return
  }
  const body = JSON.stringify(outcome.body)
  response.writeHead(outcome.status, {
    'x-amzn-RequestId': randomUUID(),
    'Content-Type': outcome.contentType ?? 'application/x-amz-json-1.1',
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
