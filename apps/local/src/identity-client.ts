import { ConfigurationInvalid, type Issue } from '@sallyport/kernel'

/** Somebody who may ask for tokens, by client credentials (RFC 6749 section 4.4). */
export interface IdentityClient {
  readonly id: string
  readonly secret: string
  /** What the client may ask for; anything else is `invalid_scope`. */
  readonly scopes: readonly string[]
  /** Which of the provider's keys signs this client's tokens. Defaults to RS256. */
  readonly algorithm?: 'RS256' | 'ES256'
  /** Introspection and revocation know opaque tokens only. Defaults to `jwt`. */
  readonly accessTokenFormat?: 'jwt' | 'opaque'
}

interface Settings {
  readonly port?: number
  readonly audience: string
  readonly clients: readonly IdentityClient[]
  readonly accessTokenSeconds: number
}

/** @throws ConfigurationInvalid with everything that cannot work, before a port is taken */
export function refuseUnusable({ port = 0, audience, clients, accessTokenSeconds }: Settings): void {
  const issues = [
    ...unless(isWhole(port, 0, 65_535), {
      path: ['port'],
      expected: 'a port from 0 to 65535',
      found: String(port),
    }),
    ...unless(isResource(audience), {
      path: ['audience'],
      expected: 'an absolute URI without a fragment',
      found: `"${audience}"`,
    }),
    ...unless(isWhole(accessTokenSeconds, 1, Number.MAX_SAFE_INTEGER), {
      path: ['accessTokenSeconds'],
      expected: 'a positive whole number',
      found: String(accessTokenSeconds),
    }),
    ...clients.flatMap((client, position) => faultsOf(client, position, clients)),
  ]
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
}

function faultsOf({ id, secret, scopes }: IdentityClient, position: number, all: readonly IdentityClient[]) {
  const path = ['clients', position]
  const first = all.findIndex((other) => other.id === id)
  const visible = { expected: 'visible ASCII', found: 'something else' }
  return [
    ...unless(isVisible(id), { path: [...path, 'id'], ...visible }),
    ...unless(isVisible(secret), { path: [...path, 'secret'], ...visible }),
    ...unless(first === position, {
      path: [...path, 'id'],
      expected: 'an id of its own',
      found: `that of clients[${first}]`,
    }),
    ...scopes.flatMap((scope, index) =>
      unless(isScope(scope), {
        path: [...path, 'scopes', index],
        expected: 'one word of visible ASCII without quotes and backslashes',
        found: JSON.stringify(scope),
      }),
    ),
  ]
}

const isWhole = (value: number, least: number, most: number) =>
  Number.isSafeInteger(value) && value >= least && value <= most

// RFC 8707 section 2.
const isResource = (value: string) => URL.canParse(value) && !value.includes('#')

// RFC 6749 appendix A.1 and A.2, without the space.
const isVisible = (value: string) => /^[!-~]+$/.test(value)

// RFC 6749 section 3.3.
const isScope = (value: string) => /^[!#-[\]-~]+$/.test(value)

const unless = (good: boolean, fault: Omit<Issue, 'severity'>): Issue[] =>
  good ? [] : [{ severity: 'fault', ...fault }]
