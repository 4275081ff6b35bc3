import type { IncomingMessage, ServerResponse } from 'node:http'
import { loopbackServer } from './loopback-server.ts'

/** Where events are sent by hand, and executions looked at. */
export interface EventDoor {
  readonly events: string
  readonly executions: string
  readonly close: () => Promise<void>
}

export interface EventDoorOptions {
  readonly port: number
  /** The trigger; rejects with its own message. */
  readonly invoke: (event: unknown) => Promise<unknown>
  /** Every pipeline that was started, oldest first. */
  readonly executions: () => unknown
}

const mostBytes = 1024 * 1024

/** `POST /events` hands an event to the trigger and answers with its decisions; `GET /executions`. */
export async function eventDoor({ port, invoke, executions }: EventDoorOptions): Promise<EventDoor> {
  const server = await loopbackServer(port)
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const respond = (status: number, body: unknown) => {
      response.writeHead(status, { 'Content-Type': 'application/json' })
      response.end(`${JSON.stringify(body, null, 2)}\n`)
    }
    const asked = `${request.method} ${request.url}`
    if (asked === 'GET /executions') return respond(200, executions())
    if (asked !== 'POST /events')
      return respond(404, { message: 'expected POST /events or GET /executions, found something else' })
    const event = await eventIn(request)
    if (event === undefined)
      return respond(400, { message: 'body: expected an event in JSON, found something else' })
    return invoke(event).then(
      (decisions) => respond(200, decisions),
      (error: unknown) => respond(500, { message: error instanceof Error ? error.message : String(error) }),
    )
  }
  server.answer((request, response) => void answer(request, response).catch(() => response.destroy()))
  return { events: `${server.origin}/events`, executions: `${server.origin}/executions`, close: server.close }
}

async function eventIn(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > mostBytes) return undefined
  }
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
