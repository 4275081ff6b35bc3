import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import type { Socket } from 'node:net'
import { ConfigurationInvalid } from '@sallyport/kernel'
import { loopback } from '@sallyport/simulation'
import { fixedResponse } from './gateway-response.ts'
import { inbound } from './inbound.ts'
import type { GatewayResponse } from './request.ts'
import type { Handled, RestApi } from './rest-api.ts'

/** Where a simulated API listens. */
export interface ListenOptions {
  /** Defaults to 0: any free port. */
  readonly port?: number
  /** A loopback address; defaults to `127.0.0.1`. */
  readonly host?: '127.0.0.1' | '::1' | 'localhost'
  /**
   * A header in which a client may say the address it pretends to come from, such as
   * `X-Simulated-Source-Ip`. API Gateway has nothing like it; without it, all come from the loopback.
   */
  readonly sourceIpHeader?: string
  /** Told of every request that reached the stage, for logs and `explain`. */
  readonly onHandled?: (handled: Handled) => void
}

/** A listening API. */
export interface Listener {
  /** The stage's URL without a trailing slash: `http://127.0.0.1:49152/dev`. */
  readonly url: string
  readonly port: number
  /** Ends every connection at once, idle and busy ones too. */
  readonly close: () => Promise<void>
}

/** Bytes of a request's body (API Gateway developer guide, quotas: payload size). */
export const mostBodyBytes = 10 * 1024 * 1024

/**
 * Serves an API at `/{stage}/...` on the loopback.
 *
 * @throws ConfigurationInvalid if the port is taken or the host is not the loopback
 */
export async function listen(api: RestApi, options: ListenOptions = {}): Promise<Listener> {
  const { port = 0, host = '127.0.0.1' } = options
  if (!['127.0.0.1', '::1', 'localhost'].includes(host))
    throw new ConfigurationInvalid([
      { severity: 'fault', path: ['host'], expected: 'a loopback address', found: `"${host}"` },
    ])
  // Larger than API Gateway's own limit, so that the simulator, not Node, answers up to here.
  const server = createServer({ maxHeaderSize: 64 * 1024 }, (message, response) => {
    void serve(api, message, options).then(
      (answer) => send(response, answer),
      () =>
        send(
          response,
          fixedResponse(500, 'InternalServerErrorException', { message: 'Internal server error' }),
        ),
    )
  })
  server.on('clientError', refuseGarbage)
  const place = await loopback(server, port, host)
  return { ...place, url: `${place.url}/${api.stage}` }
}

async function serve(
  api: RestApi,
  message: IncomingMessage,
  { sourceIpHeader, onHandled }: ListenOptions,
): Promise<GatewayResponse> {
  // What is declared too large is not waited for.
  if (
    Number(message.headers['content-length'] ?? 0) > mostBodyBytes ||
    (await bodyBytes(message)) > mostBodyBytes
  )
    return fixedResponse(413, 'RequestEntityTooLargeException', { message: 'Request Too Long' })
  const read = inbound(message, sourceIpHeader)
  if (read.outcome === 'not_understood')
    return fixedResponse(400, 'BadRequestException', { message: 'Bad Request' })
  if (read.stage !== api.stage) return fixedResponse(403, 'ForbiddenException', { message: 'Forbidden' })
  const handled = await api.handle(read.request)
  onHandled?.(handled)
  return handled.response
}

/** Reads the body away, as mock integrations do, but never more than is allowed. */
async function bodyBytes(message: IncomingMessage): Promise<number> {
  let bytes = 0
  for await (const chunk of message) {
    bytes += Buffer.byteLength(chunk)
    if (bytes > mostBodyBytes) break
  }
  return bytes
}

function send(response: ServerResponse, { status, headers, body }: GatewayResponse): void {
  if (response.destroyed) return
  // A message that was not read to its end leaves a connection nothing can follow on.
  if (!response.req.complete) response.setHeader('Connection', 'close')
  // RFC 9110, section 8.6: none of these two has a length.
  const length = status === 204 || status === 304 ? {} : { 'Content-Length': Buffer.byteLength(body) }
  response.writeHead(status, { ...headers, ...length })
  response.end(body)
}

function refuseGarbage(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) return
  const status =
    error.code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request'
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
