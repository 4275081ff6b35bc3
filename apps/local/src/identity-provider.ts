import { randomBytes } from 'node:crypto'
import type { RequestListener } from 'node:http'
import { type Configuration, errors, Provider } from 'oidc-provider'
import { type IdentityClient, refuseUnusable } from './identity-client.ts'
import { loopbackServer } from './loopback-server.ts'
import { signingKeys } from './signing-keys.ts'
import { tokenShelf } from './token-shelf.ts'

export interface IdentityProviderOptions {
  /** A port of 127.0.0.1; a free one unless given. */
  readonly port?: number
  /** The `aud` of every token, and the resource a plain request is about: an absolute URI (RFC 8707). */
  readonly audience: string
  readonly clients: readonly IdentityClient[]
  /** How long a token lives. */
  readonly accessTokenSeconds: number
}

/** A running provider. Endpoints are absolute URLs. */
export interface IdentityProvider {
  readonly issuer: string
  readonly tokenEndpoint: string
  readonly jwksUri: string
  readonly introspectionEndpoint: string
  readonly revocationEndpoint: string
  /** May be sent as `resource` with a token request; it is the default. */
  readonly resource: string
  /** Ends at once, connections kept alive included. */
  readonly close: () => Promise<void>
}

/**
 * An OpenID provider for laptops and tests: client credentials in, access tokens out (RFC 9068, typ
 * `at+jwt`; opaque for clients that ask for it), with discovery, JWKS, introspection (RFC 7662) and
 * revocation (RFC 7009). Keys and tokens live as long as the process.
 *
 * @throws ConfigurationInvalid when the port is taken, or the audience, a client or the lifetime cannot work
 */
export async function identityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  refuseUnusable(options)
  const keys = await signingKeys()
  const server = await loopbackServer(options.port ?? 0)
  const issuer = server.origin
  try {
    server.answer(answering(issuer, { ...settings(options), jwks: { keys } }))
  } catch (error) {
    await server.close()
    throw error
  }

  return {
    issuer,
    tokenEndpoint: `${issuer}${routes.token}`,
    jwksUri: `${issuer}${routes.jwks}`,
    introspectionEndpoint: `${issuer}${routes.introspection}`,
    revocationEndpoint: `${issuer}${routes.revocation}`,
    resource: options.audience,
    close: server.close,
  }
}

function answering(issuer: string, configuration: Configuration): RequestListener {
  const provider = new Provider(issuer, configuration)
  // Koa prints failed requests on its own, with their stack; a word on stderr is enough here.
  provider.silent = true
  provider.on('server_error', (_, { name, message }) => {
    process.stderr.write(`identity provider: ${name}: ${message}\n`)
  })
  const answer = provider.callback()
  return (request, response) => void answer(request, response)
}

const routes = {
  introspection: '/token/introspection',
  jwks: '/jwks',
  revocation: '/token/revocation',
  token: '/token',
} as const

function settings(options: IdentityProviderOptions): Configuration {
  const { clients, accessTokenSeconds } = options
  return {
    adapter: tokenShelf(),
    clients: clients.map(registration),
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      // The policies are the provider's defaults, which print a notice when left to it.
      introspection: { enabled: true, allowedPolicy: () => true },
      resourceIndicators: resourceIndicators(options),
      revocation: { enabled: true, allowedPolicy: (_, { clientId }, token) => token.clientId === clientId },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    routes,
    scopes: ['openid', ...new Set(clients.flatMap(({ scopes }) => scopes))],
    ttl: { ClientCredentials: accessTokenSeconds },
  }
}

/** The provider takes a secret by Basic authentication and in the form, whichever is registered. */
function registration({ id, secret }: IdentityClient) {
  return {
    client_id: id,
    client_secret: secret,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    token_endpoint_auth_method: 'client_secret_basic' as const,
  }
}

type Features = NonNullable<Configuration['features']>

// Only a token for a resource is a JWT, so a request that names none gets the one there is.
function resourceIndicators(options: IdentityProviderOptions): NonNullable<Features['resourceIndicators']> {
  const { audience, clients, accessTokenSeconds } = options
  const scope = [...new Set(clients.flatMap(({ scopes }) => scopes))].join(' ')
  return {
    enabled: true,
    defaultResource: () => audience,
    getResourceServerInfo({ oidc }, resource, { clientId }) {
      if (resource !== audience) throw new errors.InvalidTarget()
      const client = clients.find(({ id }) => id === clientId)
      refuseForeignScopes(oidc.params?.['scope'], client?.scopes ?? [])
      return {
        audience,
        scope,
        accessTokenTTL: accessTokenSeconds,
        accessTokenFormat: client?.accessTokenFormat ?? 'jwt',
        jwt: { sign: { alg: client?.algorithm ?? 'RS256' } },
      }
    },
  }
}

/** The provider would leave out a scope it does not know, and a typing error would look like a denial. */
function refuseForeignScopes(asked: unknown, granted: readonly string[]): void {
  if (typeof asked !== 'string') return
  const foreign = asked.split(' ').find((scope) => scope !== '' && !granted.includes(scope))
  if (foreign !== undefined) throw new errors.InvalidScope('the client may not ask for this scope', foreign)
}
