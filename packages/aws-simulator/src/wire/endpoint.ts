import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { bodyOf, type Loopback, loopback } from '@sallyport/simulation'
import type { Door, PlainAnswer } from './door.ts'
import { type Desk, exchange, type Outcome } from './exchange.ts'

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
export async function endpoint(desk: Omit<Desk, 'closing'> & Served, port: number): Promise<Loopback> {
  const closing = new AbortController()
  const server = createServer((request, response) => {
    void serve(request, { ...desk, closing: closing.signal }).then(
      (outcome) => send(response, outcome),
      () => response.destroy(),
    )
  })
  const place = await loopback(server, port)
  return {
    ...place,
    close: () => {
      closing.abort()
      return place.close()
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
