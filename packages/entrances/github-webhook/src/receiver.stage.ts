import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Forwarding } from '@sallyport/delivery/queue'
import { type GithubWebhookOptions, githubWebhook } from './github-webhook.ts'
import { secret, signatureOf } from './payload.stage.ts'
import type { WebhookRecord } from './webhook-record.ts'

export type Door = 'function_url' | 'rest' | 'http_1.0' | 'http_2.0'

/** One event that was handed over. */
export interface Forwarded {
  readonly event: Readonly<Record<string, unknown>>
  readonly how: Forwarding
}

/** What GitHub sends; a header without a value is not sent. */
export interface Sent {
  readonly body: string | Buffer
  readonly event?: string
  readonly delivery?: string
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly method?: string
}

/** The webhook on the loopback, where every request becomes the event that its Lambda would get. */
export async function receiver(options: Partial<GithubWebhookOptions> = {}, door: Door = 'function_url') {
  const forwarded: Forwarded[] = []
  const records: WebhookRecord[] = []
  const handler = githubWebhook({
    secrets: [secret],
    forward: async (event, how) => void forwarded.push({ event, how }),
    report: (record) => void records.push(record),
    ...options,
  })
  const server = createServer((request, response) => {
    void lambdaEvent(request, door)
      .then(handler)
      .then(({ statusCode, headers, body }) => response.writeHead(statusCode, headers).end(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`

  return {
    forwarded,
    records,
    /** Sends it signed, unless its headers say otherwise; tells the status, and what it says. */
    send: async (sent: Sent) => {
      const { body, method = 'POST' } = sent
      const hasBody = method !== 'GET'
      const response = await fetch(url, {
        method,
        headers: headersOf(sent),
        ...(hasBody ? { body: typeof body === 'string' ? body : new Uint8Array(body) } : {}),
      })
      const { outcome } = (await response.json()) as { outcome: string }
      return { status: response.status, outcome, headers: response.headers }
    },
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(resolve))
    },
  }
}

function headersOf({ body, event = 'push', delivery = 'd-1', headers = {} }: Sent): [string, string][] {
  const all: Readonly<Record<string, string | undefined>> = {
    'content-type': 'application/json',
    'x-github-event': event,
    'x-github-delivery': delivery,
    'x-hub-signature-256': signatureOf(body),
    ...headers,
  }
  return Object.entries(all).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  )
}

export type Receiver = Awaited<ReturnType<typeof receiver>>

/** As AWS's documentation shows each; a function URL tells text from bytes by the content type. */
async function lambdaEvent(request: IncomingMessage, door: Door): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const bytes = Buffer.concat(chunks)
  const isText = request.headers['content-type'] === 'application/json'
  const body = { body: bytes.toString(isText ? 'utf8' : 'base64'), isBase64Encoded: !isText }
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [spelled(name, door), value]),
  )
  if (door === 'rest' || door === 'http_1.0')
    return {
      ...(door === 'http_1.0' ? { version: '1.0' } : {}),
      resource: '/',
      path: '/',
      httpMethod: request.method,
      headers,
      multiValueHeaders: {},
      requestContext: { httpMethod: request.method, stage: 'prod' },
      ...body,
    }
  return {
    version: '2.0',
    routeKey: door === 'function_url' ? '$default' : 'POST /',
    rawPath: '/',
    headers,
    requestContext: { http: { method: request.method, path: '/', sourceIp: '127.0.0.1' } },
    ...body,
  }
}

/** REST APIs keep the names as the client wrote them, all others make them lower case. */
const spelled = (name: string, door: Door) =>
  door === 'rest' ? name.replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase()) : name
