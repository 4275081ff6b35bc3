import { EventUnsupported } from '@sallyport/kernel'

/** A request as a Lambda behind HTTP gets it. */
export interface WebhookRequest {
  readonly method: string
  /** By its name in any case; nothing where it is missing, or there with several values. */
  readonly header: (name: string) => string | undefined
  /** The bytes that were sent, or nothing when there are too many. */
  readonly body: Buffer | 'too_large'
}

/** GitHub caps payloads at 25 MB (docs.github.com, "Webhook events and payloads"). */
export const mostBodyBytes = 25 * 1024 * 1024

/**
 * Reads what a function URL or an HTTP API (payload format 2.0), a REST API or an HTTP API (1.0) hands
 * over.
 *
 * Source: AWS Lambda developer guide, "Invoking Lambda function URLs"; API Gateway developer guide,
 * "AWS Lambda proxy integrations for HTTP APIs".
 * @throws EventUnsupported for anything else
 */
export function requestOf(event: unknown): WebhookRequest {
  const { requestContext, httpMethod, headers, body, isBase64Encoded } = membersOf(event)
  const method = membersOf(membersOf(requestContext)['http'])['method'] ?? httpMethod
  if (typeof method !== 'string')
    throw new EventUnsupported('a request of a function URL or of API Gateway', 'no method')
  const named = Object.entries(membersOf(headers)).map(
    ([name, value]) => [name.toLowerCase(), value] as const,
  )
  return {
    method: method.toUpperCase(),
    header: (wanted) => {
      const values = new Set(
        named.filter(([name]) => name === wanted.toLowerCase()).map(([, value]) => value),
      )
      const [only, ...others] = values
      return typeof only === 'string' && others.length === 0 ? only : undefined
    },
    body: bytesOf(body, isBase64Encoded === true ? 'base64' : 'utf8'),
  }
}

function bytesOf(body: unknown, encoding: 'base64' | 'utf8'): Buffer | 'too_large' {
  if (typeof body !== 'string') return Buffer.alloc(0)
  const bytes = Buffer.byteLength(body, encoding)
  return bytes > mostBodyBytes ? 'too_large' : Buffer.from(body, encoding)
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
