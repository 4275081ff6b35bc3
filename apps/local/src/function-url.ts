import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { loopbackServer } from './loopback-server.ts'

export interface FunctionUrl {
  /** `http://127.0.0.1:PORT/` */
  readonly url: string
  readonly close: () => Promise<void>
}

/** What a function answers to a request. */
interface Answer {
  readonly statusCode?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly isBase64Encoded?: boolean
}

/** Lambda takes no more (AWS: "Lambda quotas", a synchronous invocation). */
const mostBytes = 6 * 1024 * 1024

/**
 * A Lambda function's URL: HTTP in, an event of payload format 2.0 to the function.
 *
 * Source: AWS Lambda developer guide, "Invoking Lambda function URLs".
 */
export async function functionUrl(
  port: number,
  invoke: (event: object) => Promise<unknown>,
): Promise<FunctionUrl> {
  const server = await loopbackServer(port)
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request)
    if (body === undefined) {
      response.writeHead(413, { 'Content-Type': 'application/json' }).end('{"Message":"Payload too large"}')
      return
    }
    const answer = await invoke(eventOf(request, body)).catch(() => ({ statusCode: 502 }))
    send(response, answer as Answer)
  }
  server.answer((request, response) => void serve(request, response).catch(() => response.destroy()))
  return { url: `${server.origin}/`, close: server.close }
}

function send(response: ServerResponse, { statusCode = 200, headers = {}, ...answer }: Answer): void {
  const { body = '', isBase64Encoded = false } = answer
  response.writeHead(statusCode, headers)
  response.end(isBase64Encoded ? Buffer.from(body, 'base64') : body)
}

async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    const piece = Buffer.from(chunk)
    bytes += piece.length
    if (bytes > mostBytes) return undefined
    chunks.push(piece)
  }
  return Buffer.concat(chunks)
}

function eventOf(request: IncomingMessage, body: Buffer): object {
  const { method = 'GET', url = '/', headers } = request
  const { pathname, search } = new URL(url, 'http://127.0.0.1')
  const names = Object.entries(headers).map(([name, value]) => [name, [value].flat().join(',')] as const)
  const isText = /^(?:text\/|application\/(?:json|x-www-form-urlencoded))/.test(headers['content-type'] ?? '')
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: Object.fromEntries(names),
    requestContext: {
      accountId: 'anonymous',
      domainName: headers.host ?? '127.0.0.1',
      http: {
        method,
        path: pathname,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      timeEpoch: Date.now(),
    },
    body: body.toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: !isText,
  }
}
