import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { GatewayRequest } from './request.ts'

/** Where a URL points: a stage and a request to it, or nothing of ours. */
export type Inbound =
  | { readonly outcome: 'understood'; readonly stage: string; readonly request: GatewayRequest }
  | { readonly outcome: 'not_understood' }

/**
 * Reads what Node received, with the path and the headers as they were sent.
 *
 * @param sourceIpHeader the header that may stand for the client's address, and goes no further
 */
export function inbound(message: IncomingMessage, sourceIpHeader?: string): Inbound {
  const target = /^\/([^/?]*)([^?]*)(?:\?(.*))?$/s.exec(message.url ?? '')
  if (target === null) return { outcome: 'not_understood' }
  const [, stage = '', path = '', query = ''] = target
  const sent = pairsOf(message.rawHeaders)
  const headers = sent.filter(([name]) => name.toLowerCase() !== sourceIpHeader?.toLowerCase())
  const pretended = sent.find((pair) => !headers.includes(pair))?.[1] ?? ''
  const sourceIp = isIP(pretended) === 0 ? addressOf(message) : pretended
  return {
    outcome: 'understood',
    stage,
    request: {
      method: message.method ?? 'GET',
      path: path === '' ? '/' : path,
      query: queryOf(query),
      headers: forwarded(headers, sourceIp),
      sourceIp,
      protocol: `HTTP/${message.httpVersion}`,
    },
  }
}

function addressOf({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '')
}

type Headers = GatewayRequest['headers']

function pairsOf(raw: readonly string[]): Headers {
  return Array.from(
    { length: raw.length / 2 },
    (_, index) => [raw[2 * index] ?? '', raw[2 * index + 1] ?? ''] as const,
  )
}

function queryOf(text: string): Readonly<Record<string, readonly string[]>> {
  const values = new Map<string, string[]>()
  for (const [name, value] of new URLSearchParams(text))
    values.set(name, [...(values.get(name) ?? []), value])
  return Object.fromEntries(values)
}

/** What API Gateway itself adds: the client's own address goes last, and only that one is true. */
function forwarded(headers: Headers, sourceIp: string): Headers {
  const ours = new Set(['x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto'])
  const named = (name: string) =>
    headers.filter(([written]) => written.toLowerCase() === name).map(([, value]) => value)
  const trace = named('x-amzn-trace-id').length > 0 ? [] : [['X-Amzn-Trace-Id', traceId()] as const]
  return [
    ...headers.filter(([name]) => !ours.has(name.toLowerCase())),
    ...trace,
    ['X-Forwarded-For', [...named('x-forwarded-for'), sourceIp].join(', ')],
    ['X-Forwarded-Port', '443'],
    ['X-Forwarded-Proto', 'https'],
  ]
}

function traceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16)
  return `Root=1-${seconds}-${randomBytes(12).toString('hex')}`
}
