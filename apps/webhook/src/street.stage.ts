import { createHmac } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { awsSimulator } from '@sallyport/aws-simulator'
import { type Lambda, startLambda } from '@sallyport/composition/lambda-process'

export const secrets = { WEBHOOK_SECRET: 'the secret of today', WEBHOOK_SECRET_BEFORE: 'that of before' }

export const commits = { before: 'a'.repeat(40), after: 'b'.repeat(40) }

export const push = {
  ref: 'refs/heads/main',
  ...commits,
  created: false,
  deleted: false,
  forced: false,
  base_ref: null,
  commits: [{ id: commits.after, message: 'canary', added: ['canary.ts'], removed: [], modified: [] }],
  head_commit: { id: commits.after, message: 'canary' },
  repository: { id: 1, name: 'shop', full_name: 'acme/shop', default_branch: 'main', private: true },
  pusher: { name: 'canary', email: 'canary@example.com' },
  sender: { login: 'codertocat', id: 2, type: 'User' },
}

/** What a webhook may be sent beside its body. */
export interface Sent {
  readonly event?: string
  readonly delivery?: string
  readonly secret?: string
}

/** An AWS account with a queue, and functions with URLs before it. */
export async function street(queue: string) {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-webhook-'))
  const aws = await awsSimulator({ queues: { [queue]: {} } })
  const closing: (() => unknown)[] = [() => aws.close(), () => rm(folder, { recursive: true, force: true })]
  const queueUrl = `https://sqs.eu-west-1.amazonaws.com/111122223333/${queue}`

  return {
    aws,
    queueUrl,
    ledger: join(folder, 'deliveries.jsonl'),
    events: () => aws.messages(queue).map(({ body }): unknown => JSON.parse(body)),
    /** A bundle in a process of its own, with a URL. */
    open: async (deployment: string, variables: Readonly<Record<string, string>>) => {
      const lambda = await startLambda(new URL(`../dist/${deployment}/index.mjs`, import.meta.url), {
        ...secrets,
        AWS_REGION: 'eu-west-1',
        AWS_ENDPOINT_URL: aws.url,
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        ...variables,
      })
      const server = createServer((request, response) => {
        void answered(request, lambda).then(({ statusCode, headers, body }) =>
          response.writeHead(statusCode, headers).end(body),
        )
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
      closing.unshift(() => {
        lambda.close()
        server.closeAllConnections()
        return new Promise((resolve) => server.close(resolve))
      })
      return { log: lambda.log, send: (payload: unknown, sent: Sent = {}) => send(url, payload, sent) }
    },
    close: async () => {
      for (const close of closing) await close()
    },
  }
}

export type Street = Awaited<ReturnType<typeof street>>

/** As GitHub does. */
async function send(url: string, payload: unknown, sent: Sent) {
  const { event = 'push', delivery = 'd-1', secret = secrets.WEBHOOK_SECRET } = sent
  const body = JSON.stringify(payload)
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'User-Agent': 'GitHub-Hookshot/044aadd',
      'Content-Type': 'application/json',
      'X-GitHub-Event': event,
      'X-GitHub-Delivery': delivery,
      'X-Hub-Signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
    body,
  })
  const { outcome } = (await response.json()) as { outcome: string }
  return { status: response.status, outcome }
}

interface Answer {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: string
}

/** A function URL's event for a request. */
async function answered(request: IncomingMessage, lambda: Lambda): Promise<Answer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const { answer, error } = await lambda.invoke({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/',
    headers: request.headers,
    requestContext: { http: { method: request.method, path: '/', sourceIp: '127.0.0.1' } },
    body: Buffer.concat(chunks).toString('base64'),
    isBase64Encoded: true,
  })
  // A function URL answers so for a function that throws.
  if (error !== undefined) return { statusCode: 502, headers: {}, body: JSON.stringify({ outcome: error }) }
  return answer as Answer
}
