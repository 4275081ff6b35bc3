import type { IncomingMessage } from 'node:http'

/** Answers and key sets take a few KiB; more is a mistake or an attack on our memory. */
const longestBodyBytes = 65_536

/** One request. The URL never carries a token or a secret. */
export interface Outgoing {
  readonly url: URL
  readonly method: 'GET' | 'POST'
  readonly headers: ReadonlyMap<string, string>
  readonly body?: string
}

/**
 * What came of it. A failure is told in words of our own: what a server or a socket said may have a
 * token, a secret or a claim in it.
 */
export type Exchange =
  | { readonly outcome: 'answered'; readonly mediaType: string; readonly body: Uint8Array }
  | ExchangeFailure

export interface ExchangeFailure {
  readonly outcome: 'failed'
  /** `outage`: nobody is well served by asking again at once. `answer`: it is about this request only. */
  readonly fault: 'outage' | 'answer'
  readonly found: string
  /** The header `Retry-After` as it came (RFC 9110 section 10.2.3). */
  readonly retryAfter?: string
}

/** Sends one request and reads one answer. Redirects are not followed. @param deadline ends all of it */
export async function exchange(outgoing: Outgoing, deadline: AbortSignal): Promise<Exchange> {
  try {
    const response = await respond(outgoing, deadline)
    try {
      return refusal(response) ?? (await reading(response))
    } finally {
      response.destroy()
    }
  } catch (error) {
    return failed('outage', deadline.aborted ? 'none in time' : `no connection that held (${codeOf(error)})`)
  }
}

export function failed(fault: ExchangeFailure['fault'], found: string): ExchangeFailure {
  return { outcome: 'failed', fault, found }
}

function respond({ url, method, headers, body }: Outgoing, deadline: AbortSignal): Promise<IncomingMessage> {
  // An import of node:http, or a touch of fetch, loads undici: 40 ms of every cold start.
  const { request } = process.getBuiltinModule(url.protocol === 'https:' ? 'node:https' : 'node:http')
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    // Without an agent: a socket kept over a freeze of the Lambda is a dead one.
    const options = {
      agent: false,
      method,
      headers: { ...Object.fromEntries(headers), ...length },
      signal: deadline,
    }
    request(url, options, resolve).on('error', reject).end(body)
  })
}

function refusal({ statusCode: status = 0, headers }: IncomingMessage): ExchangeFailure | undefined {
  if (status === 200) return undefined
  if (status === 401 || status === 403)
    return failed('outage', `status ${status}: the issuer does not accept the client of this configuration`)
  if (status >= 300 && status < 400)
    return failed('answer', `status ${status}: a redirect, which is not followed`)
  const retryAfter = headers['retry-after']
  const fault = status === 429 || status >= 500 ? 'outage' : 'answer'
  return { ...failed(fault, `status ${status}`), ...(retryAfter === undefined ? {} : { retryAfter }) }
}

async function reading(response: IncomingMessage): Promise<Exchange> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    if (bytes > longestBodyBytes) return failed('answer', `more than ${longestBodyBytes} bytes`)
    chunks.push(chunk)
  }
  const [mediaType = ''] = (response.headers['content-type'] ?? '').split(';')
  return { outcome: 'answered', mediaType: mediaType.trim().toLowerCase(), body: Buffer.concat(chunks) }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && /^[A-Z0-9_]+$/.test(code) ? code : 'unknown'
}
