import { createServer, type RequestListener } from 'node:http'
import { ConfigurationInvalid } from '@sallyport/kernel'

/** A web server that only this machine can reach. */
export interface LoopbackServer {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
  /** From now on requests are answered; ones that came before wait for nothing and get 503. */
  readonly answer: (listener: RequestListener) => void
  /** Ends at once, connections kept alive included. */
  readonly close: () => Promise<void>
}

/**
 * Takes a port of 127.0.0.1, 0 for a free one.
 *
 * @throws ConfigurationInvalid when the port cannot be had
 */
export async function loopbackServer(port: number): Promise<LoopbackServer> {
  let answer: RequestListener = (_, response) => response.writeHead(503).end()
  const server = createServer((request, response) => answer(request, response))

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(refusal(port, error)))
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  const taken = typeof address === 'object' && address !== null ? address.port : port

  return {
    origin: `http://127.0.0.1:${taken}`,
    answer: (listener) => {
      answer = listener
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function refusal(port: number, { code }: NodeJS.ErrnoException): ConfigurationInvalid {
  const found = code === 'EADDRINUSE' ? `${port} in use` : `${port}, refused with ${code}`
  return new ConfigurationInvalid([{ severity: 'fault', path: ['port'], expected: 'a free port', found }])
}
