import type { Fault } from '@sallyport/access/contracts'
import dns from 'node:dns'
import type { ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { setTimeout as passing } from 'node:timers/promises'
import { selfSigned } from './self-signed.stage.ts'

const [trusted, untrusted] = [selfSigned(), selfSigned()]

/** What is published in the several acts of a play: key sets as JSON. */
export interface Publications {
  readonly now: string
  readonly longAgo: string
  readonly poisoned: string
  readonly afterwards: string
  /** Where a redirect leads: keys that must not be believed. */
  readonly elsewhere: string
}

/** A place under https:// that has the fault it is told to have. */
export interface FaultyPlace {
  readonly url: string
  /** How often somebody turned to it by name. */
  readonly lookUps: () => number
  readonly isIdle: () => boolean
  readonly begin: (fault: Fault) => Promise<void>
  readonly end: () => Promise<void>
  readonly close: () => Promise<void>
}

export async function faultyPlace(publications: Publications): Promise<FaultyPlace> {
  let answer = answerOf(publications.now)
  let [arrived, isSilent] = [0, false]
  const server = createServer(trusted, (request, response) => {
    arrived += 1
    if (request.url === '/elsewhere') answerOf(publications.elsewhere)(response)
    else answer(response)
  })
  const sockets = openSockets(server)
  const port = await listening(server, 0)
  const distrust = trusting(trusted.cert)
  const names = addressBook()
  return {
    url: `https://localhost:${port}/jwks`,
    lookUps: names.lookUps,
    isIdle: () => sockets.size === 0,
    async begin(fault) {
      answer = answersWith(fault, publications)
      isSilent = fault === 'says nothing'
      if (fault === 'has no address') names.forget()
      if (fault === 'shows a certificate nobody trusts') server.setSecureContext(untrusted)
      if (fault === 'refuses connections') await closed(server)
    },
    async end() {
      if (isSilent) await allPresent(() => arrived === names.lookUps())
      isSilent = false
      answer = answerOf(publications.afterwards)
      names.remember()
      server.setSecureContext(trusted)
      if (!server.listening) await listening(server, port)
    },
    async close() {
      names.restore()
      distrust()
      for (const socket of sockets) socket.destroy()
      if (server.listening) await closed(server)
    },
  }
}

function openSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
  })
  return sockets
}

/** Who asked a silent place has to be there before it speaks, or would hear an answer after all. */
async function allPresent(arePresent: () => boolean): Promise<void> {
  await passing(10)
  for (let round = 0; !arePresent() && round < 100; round += 1) await passing(5)
}

/** As if an authority that this process trusts had issued it, until the answer is called. */
function trusting(certificate: string): () => void {
  const authorities = getCACertificates('default')
  setDefaultCACertificates([...authorities, certificate])
  return () => setDefaultCACertificates(authorities)
}

type Answering = (response: ServerResponse) => void

const answerOf = (body: string, status = 200, headers: Readonly<Record<string, string>> = {}): Answering => {
  return (response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
}

function answersWith(fault: Fault, publications: Publications): Answering {
  const { now, longAgo, poisoned } = publications
  const answers: Readonly<Partial<Record<Fault, Answering>>> = {
    'breaks off in the middle': (response) => {
      response.writeHead(200, { 'content-length': String(now.length) })
      response.write(now.slice(0, -20), () => response.destroy())
    },
    'says nothing': () => undefined,
    'dawdles byte by byte': (response) => {
      const dawdling = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(dawdling))
    },
    'answers 500': answerOf(now, 500),
    'answers 503 with Retry-After': answerOf(now, 503, { 'retry-after': '5' }),
    'answers 429 with Retry-After': answerOf(now, 429, { 'retry-after': '5' }),
    redirects: answerOf(now, 302, { location: '/elsewhere' }),
    'answers in HTML': answerOf('<html><body>Sign in</body></html>', 200, { 'content-type': 'text/html' }),
    'ends too early': answerOf(now.slice(0, -2)),
    'publishes another kind of document': answerOf('{"keys":{"0":{"kty":"EC"}}}'),
    'sends 64 MiB': (response) => pour(response, now),
    'publishes keys of long ago': answerOf(longAgo),
    'publishes keys that are not its own': answerOf(poisoned),
  }
  return answers[fault] ?? answerOf(now)
}

/** The right keys, and so much white space behind them that nobody should read on. */
function pour(response: ServerResponse, body: string): void {
  const mebibyte = Buffer.alloc(1_048_576, ' ')
  let left = 64
  const more = () => {
    let takesMore = true
    while (left > 0 && takesMore && !response.destroyed) {
      left -= 1
      takesMore = response.write(mebibyte)
    }
    if (left === 0) response.end()
    else response.once('drain', more)
  }
  response.writeHead(200, { 'content-type': 'application/json' }).write(body)
  more()
}

/** Stands before the system's own look-up, to count and to forget. */
function addressBook() {
  const { lookup } = dns
  let [lookUps, forgotten] = [0, false]
  const counted = (...call: Parameters<typeof lookup>) => {
    // Servers look their own address up, too.
    if (call[0] === 'localhost') lookUps += 1
    const answer: unknown = call.at(-1)
    if (!forgotten || typeof answer !== 'function') return lookup(...call)
    const failure = Object.assign(new Error('getaddrinfo ENOTFOUND localhost'), { code: 'ENOTFOUND' })
    process.nextTick(answer, failure)
    return undefined
  }
  dns.lookup = Object.assign<typeof counted, typeof lookup>(counted, lookup)
  return {
    lookUps: () => lookUps,
    forget: () => (forgotten = true),
    remember: () => (forgotten = false),
    restore: () => (dns.lookup = lookup),
  }
}

async function listening(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve)
  })
  return (server.address() as AddressInfo).port
}

async function closed(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
