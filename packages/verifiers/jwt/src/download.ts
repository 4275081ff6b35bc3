import { UpstreamUnavailable } from '@sallyport/kernel'
import type { IncomingMessage } from 'node:http'

/** Key sets of real issuers take 1 to 10 KiB; more is a mistake or an attack on our memory. */
const longestBodyBytes = 65_536

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Fetches one JSON document. A redirect is not followed: where the keys are is for the operator to
 * say, or for the issuer's own metadata.
 *
 * @param deadline ends the whole exchange, however it dawdles
 * @throws UpstreamUnavailable for anything but a whole JSON document under status 200
 */
export async function download(url: URL, deadline: AbortSignal): Promise<unknown> {
  try {
    return JSON.parse(utf8.decode(await body(await respond(url, deadline))))
  } catch (cause) {
    throw new UpstreamUnavailable(
      upstreamName(url),
      deadline.aborted ? { cause, found: 'none in time' } : { cause },
    )
  }
}

/** The issuer answered, and not with what was asked for. */
class UnexpectedStatus extends Error {
  readonly retryAfter: string | undefined

  constructor({ statusCode, headers }: IncomingMessage) {
    super(`status: expected 200, found ${statusCode}`)
    this.retryAfter = headers['retry-after']
  }
}

/** What the upstream said about when to come again (RFC 9110 section 10.2.3), if it said anything. */
export function retryAfterOf(failure: unknown): string | undefined {
  return failure instanceof Error && failure.cause instanceof UnexpectedStatus
    ? failure.cause.retryAfter
    : undefined
}

/** A URL as it may stand in a log: queries and user names carry secrets. */
export function upstreamName({ origin, pathname }: URL): string {
  return `${origin}${pathname}`
}

function respond(url: URL, deadline: AbortSignal): Promise<IncomingMessage> {
  // An import of node:http, or a touch of fetch, loads undici: 40 ms of every cold start.
  const { get } = process.getBuiltinModule(url.protocol === 'https:' ? 'node:https' : 'node:http')
  const headers = { accept: 'application/json, application/jwk-set+json' }
  return new Promise((resolve, reject) => {
    // Without an agent: a socket kept over a freeze of the Lambda is a dead one.
    get(url, { agent: false, headers, signal: deadline }, resolve).on('error', reject)
  })
}

async function body(response: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    if (response.statusCode !== 200) throw new UnexpectedStatus(response)
    if (/^text\/html\b/i.test(response.headers['content-type'] ?? ''))
      throw new Error('body: expected JSON, found HTML')
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      bytes += chunk.length
      if (bytes > longestBodyBytes) throw new Error(`body: expected ${longestBodyBytes} bytes, found more`)
      chunks.push(chunk)
    }
  } finally {
    response.destroy()
  }
  return Buffer.concat(chunks)
}
