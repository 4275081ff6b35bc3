import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { type Loopback, loopback } from './loopback.ts'

/** One request as it came over the wire. */
export interface Asked {
  /** Such as `GetItem`. */
  readonly operation: string
  readonly body: string
}

/** What the wire does to a request: nothing, lose its answer, cut it off, keep it waiting, or answer it. */
export type Interference =
  | 'none'
  | 'lose_answer'
  | 'cut_off'
  | 'keep_waiting'
  | { readonly status: number; readonly body: string }

/** A wire to a server on this machine that can be interfered with. */
export interface Wire extends Loopback {
  readonly asked: Asked[]
  readonly interfere: (how: (asked: Asked) => Interference) => void
}

/**
 * Passes requests on to a server, and its answers back; what answers is of the type that asked.
 *
 * @param target the server's port on the loopback
 */
export async function wire(target: number, operationOf: (asking: IncomingMessage) => string): Promise<Wire> {
  const asked: Asked[] = []
  let interference: (asked: Asked) => Interference = () => 'none'
  const answerTo = async (incoming: IncomingMessage, body: string, how: Interference) => {
    if (how === 'cut_off') return 'none'
    if (typeof how === 'object') return how
    const answer = await forwarded(incoming, target, body)
    return how === 'lose_answer' ? 'none' : answer
  }
  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const one = { operation: operationOf(incoming), body: await text(incoming) }
    asked.push(one)
    const how = interference(one)
    if (how === 'keep_waiting') return
    const answer = await answerTo(incoming, one.body, how)
    const type = incoming.headers['content-type'] ?? 'text/plain'
    if (answer === 'none') outgoing.destroy()
    else outgoing.writeHead(answer.status, { 'content-type': type }).end(answer.body)
  }
  const server = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch(() => outgoing.destroy())
  })
  return {
    ...(await loopback(server, 0)),
    asked,
    interfere: (how) => {
      interference = how
    },
  }
}

interface Answer {
  readonly status: number
  readonly body: string
}

function forwarded({ headers, method, url }: IncomingMessage, port: number, body: string): Promise<Answer> {
  const destination = { host: '127.0.0.1', port, method, path: url, headers, agent: false }
  return new Promise((resolve, reject) => {
    const sent = request(destination, (answer) => {
      text(answer).then((words) => resolve({ status: answer.statusCode ?? 0, body: words }), reject)
    })
    sent.on('error', reject).end(body)
  })
}
