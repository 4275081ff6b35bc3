import type { SharedOffset } from './moved-date.ts'
import { loopbackServer } from './loopback-server.ts'

/** Where the laptop's time can be read and moved. */
export interface ClockControl {
  readonly url: string
  readonly close: () => Promise<void>
}

/**
 * `GET /clock` tells the time; `POST /clock?advanceSeconds=400` moves it on, and `?reset` puts it back.
 */
export async function clockControl(offset: SharedOffset, port = 0): Promise<ClockControl> {
  const server = await loopbackServer(port)
  server.answer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', server.origin)
    const respond = (status: number, body: object) => {
      response.writeHead(status, { 'Content-Type': 'application/json' })
      response.end(`${JSON.stringify(body)}\n`)
    }
    if (pathname !== '/clock') return respond(404, { message: 'expected /clock, found another path' })
    if (request.method === 'POST') {
      const complaint = move(offset, searchParams)
      if (complaint !== undefined) return respond(400, { message: complaint })
    }
    const aheadSeconds = Number(Atomics.load(offset, 0)) / 1000
    return respond(200, { now: new Date().toISOString(), aheadSeconds })
  })
  return { url: `${server.origin}/clock`, close: server.close }
}

/** A century either way is enough for anyone, and keeps every date one that can be written. */
const furthestSeconds = 100 * 366 * 86_400

function move(offset: SharedOffset, query: URLSearchParams): string | undefined {
  if (query.has('reset')) {
    Atomics.store(offset, 0, 0n)
    return undefined
  }
  const text = query.get('advanceSeconds') ?? ''
  const seconds = Number(text)
  const isWhole = /^-?\d{1,11}$/.test(text)
  const next = Number(Atomics.load(offset, 0)) / 1000 + seconds
  if (!isWhole || Math.abs(next) > furthestSeconds)
    return 'advanceSeconds: expected a whole number of seconds (or reset), found something else'
  Atomics.add(offset, 0, BigInt(seconds) * 1000n)
  return undefined
}
