import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

/** An issuer on this machine, with a key set and a pen. */
export interface Issuer {
  readonly url: string
  readonly jwksUri: string
  /** A token of RFC 9068 for the API `pets`, with these claims beside or in place of the usual ones. */
  readonly mint: (claims: JWTPayload, livesForSeconds?: number) => Promise<string>
  readonly close: () => Promise<void>
}

export async function loopbackIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const key = { ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'ES256', use: 'sig' }
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys: [key] }))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    jwksUri: `${url}/jwks`,
    mint(claims, livesForSeconds = 3600) {
      const now = Math.floor(Date.now() / 1000)
      const all = { client_id: 'canary-client', jti: 'canary-jti', sub: 'canary-subject', ...claims }
      return new SignJWT({ ...all, iss: url, aud: 'pets', iat: now, exp: now + livesForSeconds })
        .setProtectedHeader({ alg: 'ES256', kid: 'key-1', typ: 'at+jwt' })
        .sign(privateKey)
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
