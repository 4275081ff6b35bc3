import type { IncomingMessage, ServerResponse } from 'node:http'
import { loopbackServer } from './loopback-server.ts'

/** Where events are sent by hand, and executions looked at. */
export interface EventDoor {
  readonly events: string
  readonly executions: string
  /** `POST` the content of an image to `NAME:TAG` below here, and it is pushed. */
  readonly images: string
  readonly close: () => Promise<void>
}

export interface EventDoorOptions {
  readonly port: number
  /** The trigger; rejects with its own message. */
  readonly invoke: (event: unknown) => Promise<unknown>
  /** Every pipeline that was started, oldest first. */
  readonly executions: () => unknown
  /** Pushes an image; nothing when the path names none. */
  readonly push: (image: { readonly path: string; readonly content: string }) => unknown
}

const mostBytes = 1024 * 1024

/**
 * `POST /events` hands an event to the trigger and answers with its decisions; `POST /images/NAME:TAG`
 * pushes an image; `GET /executions` tells what was started.
 */
export async function eventDoor({ port, invoke, executions, push }: EventDoorOptions): Promise<EventDoor> {
  const server = await loopbackServer(port)
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const respond = (status: number, body: unknown) => {
      response.writeHead(status, { 'Content-Type': 'application/json' })
      response.end(`${JSON.stringify(body, null, 2)}\n`)
    }
    const asked = `${request.method} ${request.url}`
    if (asked === 'GET /executions') return respond(200, executions())
    const path = request.url ?? ''
    const isImage = request.method === 'POST' && path.startsWith('/images/')
    if (asked !== 'POST /events' && !isImage) return respond(404, { message: elsewhere })
    const text = await textIn(request)
    if (isImage && text !== undefined) {
      const image = push({ path, content: text })
      return image === undefined ? respond(404, { message: noImage }) : respond(200, image)
    }
    const event = valueOf(text)
    if (event === undefined)
      return respond(400, { message: 'body: expected an event in JSON, found something else' })
    return invoke(event).then(
      (decisions) => respond(200, decisions),
      (error: unknown) => respond(500, { message: error instanceof Error ? error.message : String(error) }),
    )
  }
  server.answer((request, response) => void answer(request, response).catch(() => response.destroy()))
  const { origin, close } = server
  return { events: `${origin}/events`, executions: `${origin}/executions`, images: `${origin}/images`, close }
}

const elsewhere = 'expected POST /events, POST /images/NAME:TAG or GET /executions, found something else'
const noImage = 'expected NAME:TAG with the name of an image that the rules name, found something else'

async function textIn(request: IncomingMessage): Promise<string | undefined> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > mostBytes) return undefined
  }
  return text
}

function valueOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}
