import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Credentials, Viewer } from '../api/credential.ts'
import type { Fault, FaultQueue } from './faults.ts'
import { type Answer, type Operation, operationFor } from './operation.ts'
import type { RateLimit } from './rate-limit.ts'
import { GitHubRefusal, notFound } from './refusal.ts'

/** What the endpoint does with a request: answers it, breaks off in the middle, or cuts the connection. */
export type Outcome =
  | {
      readonly outcome: 'answered' | 'broken_off'
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      /** Nothing for an answer without a body. */
      readonly body: unknown
    }
  | { readonly outcome: 'cut' }

/** A request that some operation is for, and what became of it. */
export interface Call {
  /** As in GitHub's OpenAPI description: `git/get-ref`. */
  readonly operation: string
  /** From the API's root, as it was sent: `/repos/acme/shop/git/ref/heads%2Fmain`. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** 0 when the connection was cut. */
  readonly status: number
  /** As whom it was made; never the credential itself. */
  readonly as: Viewer['kind'] | 'nobody'
}

export interface Desk {
  readonly url: string
  readonly operations: readonly Operation[]
  readonly credentials: Credentials
  readonly limit: RateLimit
  readonly faults: FaultQueue
  readonly record: (call: Call) => void
}

export interface Message {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** GitHub.com has its API at the root of a host, an Enterprise Server under this. */
const enterprise = '/api/v3'

/** Answers one request. */
export async function exchange(message: Message, desk: Desk): Promise<Outcome> {
  const { pathname, searchParams } = new URL(message.target, desk.url)
  const prefix = pathname.startsWith(`${enterprise}/`) ? enterprise : ''
  const path = pathname.slice(prefix.length)
  const found = operationFor(desk.operations, message.method, path)
  if (found === undefined) return refused(notFound(), desk)
  const { operation, parameters } = found
  const request = { root: `${desk.url}${prefix}`, path, parameters, query: searchParams }
  const { outcome, as } = await performed({ message, operation, request }, desk)
  const status = outcome.outcome === 'cut' ? 0 : outcome.status
  desk.record({ operation: operation.id, path, query: Object.fromEntries(searchParams), status, as })
  return outcome
}

interface Understood {
  readonly message: Message
  readonly operation: Operation
  readonly request: Omit<Parameters<Operation['answer']>[0], 'viewer' | 'body'>
}

async function performed({ message, operation, request }: Understood, desk: Desk) {
  let as: Call['as'] = 'nobody'
  try {
    if (message.headers['user-agent'] === undefined)
      throw new GitHubRefusal(403, 'Request forbidden by administrative rules. A User-Agent is required.')
    const viewer = desk.credentials.viewer(message.headers.authorization, operation.by)
    as = viewer.kind
    if (desk.limit.isSpent()) throw spent()
    const fault = desk.faults.take(operation.id)
    if (fault?.kind === 'cut') return { outcome: { outcome: 'cut' } as const, as }
    if (fault !== undefined && fault.kind !== 'answer_cut') suffer(fault, desk.limit)
    const answer = await operation.answer({ ...request, viewer, body: parsed(message.body) })
    const outcome = answered(answer, message, desk)
    return { outcome: fault === undefined ? outcome : ({ ...outcome, outcome: 'broken_off' } as const), as }
  } catch (error) {
    const refusal =
      error instanceof GitHubRefusal
        ? error
        : // Whatever else went wrong is told to whoever runs the simulator, as GitHub never would.
          new GitHubRefusal(500, `github-simulator: ${String(error)}`)
    return { outcome: refused(refusal, desk), as }
  }
}

function answered({ status = 200, body, headers = {} }: Answer, { headers: sent }: Message, desk: Desk) {
  const tag = `W/"${createHash('sha256').update(JSON.stringify(body)).digest('hex')}"`
  const isSame = status === 200 && sent['if-none-match']?.replace(/^W\//, '') === tag.replace(/^W\//, '')
  // An answer that has not changed is for nothing, to whoever says who they are.
  if (!isSame || sent.authorization === undefined) desk.limit.spend()
  const all = { ETag: tag, 'Cache-Control': 'private, max-age=60, s-maxage=60', ...headers }
  return {
    outcome: 'answered',
    status: isSame ? 304 : status,
    headers: { ...all, ...desk.limit.headers() },
    body: isSame ? undefined : body,
  } as const
}

function refused({ status, message, headers }: GitHubRefusal, { limit }: Desk): Outcome {
  limit.spend()
  return {
    outcome: 'answered',
    status,
    headers: { ...limit.headers(), ...headers },
    body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
  }
}

const spent = (status = 403) =>
  new GitHubRefusal(status, 'API rate limit exceeded for installation ID 1. (simulated)')

const secondary =
  'You have exceeded a secondary rate limit. Please wait a few minutes before you try again. (simulated)'

function suffer({ kind, seconds = 60 }: Fault, limit: RateLimit): never {
  const wait = { 'Retry-After': String(seconds) }
  if (kind === 'primary' || kind === 'primary_429') {
    limit.exhaust(seconds)
    throw spent(kind === 'primary' ? 403 : 429)
  }
  if (kind === 'secondary') throw new GitHubRefusal(403, secondary, wait)
  if (kind === 'secondary_429') throw new GitHubRefusal(429, secondary, wait)
  if (kind === 'secondary_silent') throw new GitHubRefusal(403, secondary)
  if (kind === 'forbidden') throw new GitHubRefusal(403, 'Resource not accessible by integration')
  if (kind === 'bad_credentials') throw new GitHubRefusal(401, 'Bad credentials')
  if (kind === 'diff_unavailable')
    throw new GitHubRefusal(422, 'Server Error: Sorry, this diff is taking too long to generate.')
  const status = kind === 'unavailable' ? 503 : kind === 'bad_gateway' ? 502 : 500
  throw new GitHubRefusal(status, 'Server Error')
}

function parsed(body: string): unknown {
  if (body === '') return {}
  try {
    return JSON.parse(body)
  } catch {
    throw new GitHubRefusal(400, 'Problems parsing JSON')
  }
}
