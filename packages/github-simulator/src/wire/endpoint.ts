import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { bodyOf, type Loopback, loopback } from '@sallyport/simulation'
import { type Desk, exchange, type Outcome } from './exchange.ts'

/** Far more than a request for a token takes. */
const mostBodyBytes = 1024 * 1024

/**
 * Listens on the loopback.
 *
 * @throws ConfigurationInvalid if the port is taken, or none
 */
export function endpoint(desk: Omit<Desk, 'url'>, port: number): Promise<Loopback> {
  const server = createServer((request, response) => {
    void place
      .then(({ url }) => serve(request, { ...desk, url }))
      .then(
        (outcome) => send(response, outcome),
        () => response.destroy(),
      )
  })
  const place = loopback(server, port)
  return place
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
