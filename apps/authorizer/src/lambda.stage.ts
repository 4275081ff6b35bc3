import { type ChildProcess, fork } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

/** A built deployment in a process of its own, with nothing in its environment but what is given. */
export interface Lambda {
  readonly invoke: (event: unknown) => Promise<{ answer?: unknown; error?: string }>
  /** What it wrote, so far. */
  readonly log: () => string
  readonly close: () => void
}

/** @throws Error with what the process wrote, when it does not start */
export async function startLambda(deployment: string, environment: Record<string, string>): Promise<Lambda> {
  const bundle = new URL(`../dist/${deployment}/index.mjs`, import.meta.url).href
  const child = fork(fileURLToPath(new URL('lambda.runner.ts', import.meta.url)), [bundle], {
    env: environment,
    silent: true,
    // The runner of the tests passes its own flags on, and they are not the function's.
    execArgv: [],
  })
  let written = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (written += String(chunk)))
  const ready = await message(child)
  if (ready === undefined) throw new Error(written)
  return {
    async invoke(event) {
      child.send({ event })
      const answered: { answer?: unknown; error?: string } = ((await message(child)) as
        | object
        | undefined) ?? { error: written }
      return answered
    },
    log: () => written,
    close: () => child.kill('SIGKILL'),
  }
}

/** The next message, or nothing when the process ends first and its output is all there. */
function message(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => {
    const ended = () => resolve(undefined)
    child.once('close', ended)
    child.once('message', (value) => {
      child.removeListener('close', ended)
      resolve(value)
    })
  })
}

/** An issuer on the loopback: its keys over HTTP, its tokens by hand. */
export async function startIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' }
  const server = createServer((_, response) => response.end(JSON.stringify({ keys: [jwk] })))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    issuer,
    jwksUri: `${issuer}/jwks`,
    mint: (scope: string, livesForSeconds = 600) => {
      const now = Math.floor(Date.now() / 1000)
      return new SignJWT({ scope, client_id: 'shop', jti: crypto.randomUUID() })
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'key-1' })
        .setIssuer(issuer)
        .setSubject('canary-subject')
        .setAudience('https://api.example.com')
        .setIssuedAt(now)
        .setExpirationTime(now + livesForSeconds)
        .sign(privateKey)
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
