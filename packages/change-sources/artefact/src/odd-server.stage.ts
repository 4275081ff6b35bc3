import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { artefact } from './artefact.ts'
import type { ArtefactOptions } from './artefact-options.ts'

/** What is answered: an error of S3, bytes with their headers, or half of them. */
export interface OddAnswer {
  readonly status: number
  readonly code?: string
  readonly headers?: Readonly<Record<string, string | number>>
  readonly body?: Uint8Array
  /** Sends so many bytes, and cuts the connection. */
  readonly cutAfter?: number
}

/** What a request asks for. */
export interface OddRequest {
  readonly method: string
  readonly version: string | undefined
  readonly range: string | undefined
  readonly match: string | undefined
  /** From 1. */
  readonly count: number
}

/** Answers as S3 does where the simulator cannot, and the adapter before it. */
export async function oddServer(answer: (request: OddRequest) => OddAnswer, options: ArtefactOptions = {}) {
  let count = 0
  const pauses: number[] = []
  const server = createServer((incoming, outgoing) => {
    const { status, code, headers, body, cutAfter } = answer(requestOf(incoming, (count += 1)))
    const text = code && `<?xml version="1.0"?><Error><Code>${code}</Code><Message>odd</Message></Error>`
    const bytes = Buffer.from(body ?? text ?? '')
    outgoing.writeHead(status, { 'content-length': bytes.length, ...headers })
    if (cutAfter === undefined) outgoing.end(incoming.method === 'HEAD' ? undefined : bytes)
    else outgoing.write(bytes.subarray(0, cutAfter), () => setTimeout(() => outgoing.destroy(), 20))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const clientOptions = {
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
  }
  return {
    source: artefact(
      { clientOptions, attempts: 3, ...options },
      { pause: async (milliseconds) => void pauses.push(milliseconds) },
    ),
    requests: () => count,
    pauses,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function requestOf({ method = '', url = '', headers }: IncomingMessage, count: number): OddRequest {
  const { searchParams } = new URL(url, 'http://127.0.0.1')
  const version = searchParams.get('versionId') ?? undefined
  return { method, version, range: headers.range, match: headers['if-match'], count }
}

/** As GetObject answers to a range. */
export function partOf(object: Uint8Array, range = 'bytes=-1', etag = `"${'0'.repeat(32)}"`): OddAnswer {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? []
  const start = from === '' ? Math.max(0, object.length - Number(to)) : Number(from)
  const end = from === '' ? object.length : Math.min(object.length, Number(to) + 1)
  const headers = { etag, 'content-range': `bytes ${start}-${end - 1}/${object.length}` }
  return { status: 206, headers, body: object.subarray(start, end) }
}
