import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { methodArn, type TokenVerifier, type Verification } from '@sallyport/access'
import { type IntrospectionOptions, introspection } from './index.ts'

const arn = methodArn('arn:aws:execute-api:eu-west-1:111122223333:a1b2c3/prod/GET/pets')
if (arn === undefined) throw new Error('arn: expected a method ARN, found another text')
export const call = { methodArn: arn, kind: 'token' } as const
export const audience = 'https://api.example.com'
export const client = { id: 'gate', secret: 'secret-of-the-gate' }

/** A request as the endpoint received it. */
export interface Received {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly headers: IncomingMessage['headers']
  readonly form: URLSearchParams
}

export type Answering = (received: Received, response: ServerResponse) => void

/** A server on this machine that answers as it is told, and keeps what it was asked. */
export interface Endpoint {
  readonly url: string
  readonly received: readonly Received[]
  readonly connections: () => number
  readonly answerWith: (answering: Answering) => void
  readonly close: () => Promise<void>
}

export async function endpoint(first: Answering): Promise<Endpoint> {
  let answering = first
  let connections = 0
  const received: Received[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { method, url, headers } = request
    const asked = { method, url, headers, form: new URLSearchParams(await text(request)) }
    received.push(asked)
    answering(asked, response)
  }
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  }).on('connection', () => (connections += 1))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    connections: () => connections,
    answerWith: (next) => {
      answering = next
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export const json =
  (value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answering =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
  }

/** A verifier before an endpoint, under a clock that the test moves. */
export interface GateStage {
  readonly server: Endpoint
  readonly issuer: string
  readonly verifier: TokenVerifier
  readonly verify: (token?: string) => Promise<Verification>
  readonly nowSeconds: () => number
  readonly passSeconds: (seconds: number) => void
  /** What the endpoint says of a good token, with these changes; `undefined` leaves a member out. */
  readonly good: (changes?: Readonly<Record<string, unknown>>) => object
}

export async function gateStage(options: Partial<IntrospectionOptions> = {}): Promise<GateStage> {
  const server = await endpoint(json({ active: false }))
  const issuer = `${server.url}/tenant`
  let nowSeconds = 1_800_000_000
  const clock = { now: () => nowSeconds * 1000 }
  const plain = { issuer, audience, endpoint: `${server.url}/introspect`, client }
  const verifier = introspection({ ...plain, ...options }, { clock })
  return {
    server,
    issuer,
    verifier,
    verify: (token = 'token-1') => verifier.verify(token, call),
    nowSeconds: () => nowSeconds,
    passSeconds: (seconds) => {
      nowSeconds += seconds
    },
    good: (changes) => ({
      active: true,
      iss: issuer,
      aud: audience,
      sub: 'ada',
      client_id: 'shop',
      scope: 'pets:read',
      exp: nowSeconds + 600,
      ...changes,
    }),
  }
}

/** `verified`, or the reason of the refusal: what most tests ask. */
export const word = (answer: Verification) => (answer.outcome === 'verified' ? 'verified' : answer.reason)

/** What a verifier says when it throws, all of it. */
export async function complaint(answer: Promise<unknown>): Promise<string> {
  const failure: unknown = await answer.then(
    () => undefined,
    (error: unknown) => error,
  )
  return failure instanceof Error ? `${failure.name}: ${failure.message}` : 'no failure'
}
