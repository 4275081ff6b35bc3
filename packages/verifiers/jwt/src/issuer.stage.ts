import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose'
import { createHmac, createPublicKey, type KeyObject } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Forgery } from '@sallyport/access/contracts'

/** A key pair as an issuer keeps it: the private half to sign, the public half to publish. */
export interface IssuerKey {
  readonly keyId: string
  readonly algorithm: string
  readonly privateKey: CryptoKey
  readonly published: JWK
}

export async function issuerKey(algorithm: string, keyId: string, modulusLength = 2048): Promise<IssuerKey> {
  const pair = await generateKeyPair(algorithm, { extractable: true, modulusLength })
  const published = { ...(await exportJWK(pair.publicKey)), kid: keyId, alg: algorithm, use: 'sig' }
  return { keyId, algorithm, privateKey: pair.privateKey, published }
}

type Answering = (request: IncomingMessage, response: ServerResponse) => void

/** An HTTP server on this machine that answers as it is told, and counts who asks for what. */
export interface LoopbackServer {
  readonly url: string
  readonly requests: readonly string[]
  readonly connections: () => number
  readonly answerWith: (answering: Answering) => void
  readonly close: () => Promise<void>
}

export async function loopbackServer(first: Answering): Promise<LoopbackServer> {
  let answering = first
  let connections = 0
  const requests: string[] = []
  const server: Server = createServer((request, response) => {
    requests.push(request.url ?? '')
    answering(request, response)
  }).on('connection', () => (connections += 1))
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
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
  (value: unknown, status = 200): Answering =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  }

export const keySetOf = (...keys: readonly IssuerKey[]) => json({ keys: keys.map((key) => key.published) })

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Signs these very texts, whatever they are: what a test wants to be wrong stays wrong. */
export async function signed(parts: readonly [string, string], key: IssuerKey): Promise<string> {
  const [header, payload] = parts.map((part) => Buffer.from(part).toString('base64url'))
  return `${header}.${payload}.${await signatureOf(`${header}.${payload}`, key)}`
}

async function signatureOf(input: string, { algorithm, privateKey }: IssuerKey): Promise<string> {
  // RFC 7518 section 3.5: as long as the hash.
  const saltLength = Number(/\d+$/.exec(algorithm)?.[0] ?? 0) / 8
  const parameters = { name: privateKey.algorithm.name, hash: `SHA-${algorithm.slice(2)}`, saltLength }
  const signature = await crypto.subtle.sign(parameters, privateKey, Buffer.from(input))
  return Buffer.from(signature).toString('base64url')
}

export interface Mint {
  readonly issuer: string
  readonly audience: string
  readonly key: IssuerKey
  readonly stranger: IssuerKey
  readonly nowSeconds: () => number
}

/** The header and claims of a token by RFC 9068, with these changes. */
export function facts({ issuer, audience, key, nowSeconds }: Mint, forgery: Forgery = {}) {
  const { livesForSeconds = 600, startsInSeconds, scopes = ['pets:read'] } = forgery
  const now = nowSeconds()
  const header = { alg: key.algorithm, typ: 'at+jwt', kid: key.keyId, ...forgery.header }
  const claims = {
    iss: issuer,
    aud: forgery.audience ?? audience,
    sub: forgery.subject ?? 'ada',
    client_id: forgery.clientId ?? 'shop',
    scope: scopes.join(' '),
    jti: 'token-1',
    iat: Math.min(now, now + livesForSeconds),
    exp: now + livesForSeconds,
    ...(startsInSeconds === undefined ? {} : { nbf: now + startsInSeconds }),
  }
  return { header, claims: withChanges(claims, forgery.claims) }
}

/** Defines rather than assigns, so that a claim named `__proto__` reaches the token. */
function withChanges(claims: object, changes: object = {}): object {
  const changed = structuredClone(claims)
  for (const [name, value] of Object.entries(changes))
    Object.defineProperty(changed, name, { value, enumerable: true, configurable: true, writable: true })
  return changed
}

export async function minted(mint: Mint, forgery: Forgery = {}): Promise<string> {
  const { header, claims } = facts(mint, forgery)
  const input = `${encoded(header)}.${encoded(claims)}`
  const { signer = 'issuer' } = forgery
  if (signer === 'nobody') return `${input}.`
  if (signer === 'public-key') return `${input}.${hmac(input, header.alg, mint.key)}`
  return `${input}.${await signatureOf(input, signer === 'stranger' ? mint.stranger : mint.key)}`
}

function hmac(input: string, algorithm: string, { published }: IssuerKey): string {
  const key: KeyObject = createPublicKey({ key: published, format: 'jwk' })
  const secret = key.export({ type: 'spki', format: 'pem' })
  return createHmac(`sha${algorithm.slice(2)}`, secret)
    .update(input)
    .digest('base64url')
}
