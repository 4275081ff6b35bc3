import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import type { ColdStart } from './cold-start.ts'

export interface Stage {
  readonly starts: readonly ColdStart[]
  readonly close: () => Promise<void>
}

export const bundleOf = (app: string, deployment: string) =>
  new URL(`../apps/${app}/dist/${deployment}/index.mjs`, import.meta.url).href

/** Gate 1: a key set over HTTP, a document in a file, one token. */
export async function accessStage(folder: string) {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' }
  const server = createServer((_, response) => response.end(JSON.stringify({ keys: [jwk] })))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const arn = 'arn:aws:execute-api:us-east-1:219852565112:rz8w6b1ik2'
  const entry = { arn, resource: 'my-resource', stage: 'dev', httpVerb: 'GET', scope: 'email' }
  const permissions = join(folder, 'permissions.json')
  writeFileSync(permissions, JSON.stringify([entry]))
  const token = await new SignJWT({ scope: 'email', client_id: 'shop', jti: 'one' })
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: 'key-1' })
    .setIssuer(issuer)
    .setSubject('somebody')
    .setAudience('https://api.example.com')
    .setIssuedAt()
    .setExpirationTime('2h')
    .sign(privateKey)
  const event = {
    type: 'TOKEN',
    methodArn: `${arn}/dev/GET/my-resource`,
    authorizationToken: `Bearer ${token}`,
  }
  const jwksUri = `${issuer}/jwks`
  const configuration = {
    verifiers: [{ use: 'jwks', issuer, jwksUri, audience: 'https://api.example.com' }],
    permissions: { use: 'file', path: permissions },
  }
  const introspect = createServer((_, response) => {
    response.setHeader('Content-Type', 'application/json')
    response.end(
      JSON.stringify({
        active: true,
        iss: issuer,
        aud: 'https://api.example.com',
        sub: 'somebody',
        client_id: 'shop',
        scope: 'email',
        exp: Math.floor(Date.now() / 1000) + 3600,
      }),
    )
  })
  await new Promise<void>((resolve) => introspect.listen(0, '127.0.0.1', resolve))
  const asking = {
    ...configuration,
    verifiers: [
      {
        use: 'introspection',
        issuer,
        audience: 'https://api.example.com',
        endpoint: `http://127.0.0.1:${(introspect.address() as AddressInfo).port}/introspect`,
        client: { id: 'gate', secret: { env: 'GATE_SECRET' } },
      },
    ],
  }
  const variables = {
    TOKEN_ISSUER: issuer,
    JWKS_URI: jwksUri,
    API_AUDIENCE: 'https://api.example.com',
    PERMISSIONS_FILE: permissions,
  }
  return {
    /** For starts with the permissions elsewhere. */
    universal: { configuration, event, entry, bundle: bundleOf('authorizer', 'universal') },
    starts: [
      {
        name: 'authorizer, jwks-file',
        bundle: bundleOf('authorizer', 'jwks-file'),
        environment: variables,
        event,
      },
      {
        name: 'authorizer, universal (jwks, file)',
        bundle: bundleOf('authorizer', 'universal'),
        environment: { SALLYPORT_CONFIG: JSON.stringify(configuration) },
        event,
      },
      {
        name: 'authorizer, universal (introspection, file)',
        bundle: bundleOf('authorizer', 'universal'),
        environment: { SALLYPORT_CONFIG: JSON.stringify(asking), GATE_SECRET: 'bench-secret' },
        event: { ...event, authorizationToken: 'Bearer opaque-token' },
      },
    ],
    close: () =>
      new Promise<void>((resolve) => {
        introspect.closeAllConnections()
        introspect.close()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
