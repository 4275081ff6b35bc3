import { type IdentityProvider, identityProvider } from './identity-provider.ts'
import type { Part } from './running.ts'

/** How the laptop's clients get their tokens, and how the gate verifies them. */
export interface IssuerChoice {
  /** Opaque tokens, about which the gate asks the first issuer (RFC 7662), instead of JWTs. */
  readonly introspection: boolean
  /** Two issue tokens for the same API. */
  readonly issuers: 1 | 2
}

export interface LaptopClient {
  readonly id: string
  readonly secret: string
  readonly scopes: readonly string[]
}

/** One issuer on the laptop, and who may ask it for tokens. */
export interface LaptopIssuer {
  readonly issuer: string
  readonly tokenEndpoint: string
  readonly clients: Readonly<Record<string, LaptopClient>>
}

export interface LocalIssuers {
  readonly issuers: readonly [LaptopIssuer, ...LaptopIssuer[]]
  /** The `verifiers` of a configuration. */
  readonly verifiers: readonly object[]
  /** Secrets that the configuration names. */
  readonly environment: Readonly<Record<string, string>>
}

export const audience = 'https://api.sallyport.example'
/** Shorter than the cache, so that the laptop shows a cached policy end with its token. */
const accessTokenSeconds = 240
const gate = { id: 'gate', secret: 'gate-secret', scopes: [] }

export interface LocalIssuersOptions extends IssuerChoice {
  /** Of the first; the second takes a free one. */
  readonly port: number
  /** Every scope that some grant asks for. */
  readonly scopes: readonly string[]
  readonly started: <Begun extends Part>(part: Promise<Begun>) => Promise<Begun>
}

/** Starts the identity providers, and says how a gate verifies their tokens. */
export async function localIssuers(options: LocalIssuersOptions): Promise<LocalIssuers> {
  const { port, introspection, issuers, scopes, started } = options
  const clients = clientsFor(scopes, '')
  const format = introspection ? ('opaque' as const) : ('jwt' as const)
  const registered = Object.values(clients).map((client) => ({ ...client, accessTokenFormat: format }))
  const first = await started(
    identityProvider({ port, audience, clients: [...registered, gate], accessTokenSeconds }),
  )
  const one = issuerOf(first, clients)
  const verifier = introspection ? introspecting(first) : { use: 'jwks', issuer: first.issuer, audience }
  const environment = { GATE_SECRET: gate.secret }
  if (issuers === 1) return { issuers: [one], verifiers: [verifier], environment }

  const others = clientsFor(scopes, '-2')
  const second = await started(
    identityProvider({ audience, clients: Object.values(others), accessTokenSeconds }),
  )
  return {
    issuers: [one, issuerOf(second, others)],
    verifiers: [verifier, { use: 'jwks', issuer: second.issuer, audience }],
    environment,
  }
}

const issuerOf = (
  { issuer, tokenEndpoint }: IdentityProvider,
  clients: LaptopIssuer['clients'],
): LaptopIssuer => ({
  issuer,
  tokenEndpoint,
  clients,
})

const introspecting = ({ issuer, introspectionEndpoint: endpoint }: IdentityProvider) => ({
  use: 'introspection',
  issuer,
  audience,
  endpoint,
  client: { id: gate.id, secret: { env: 'GATE_SECRET' } },
  cacheSeconds: 30,
})

/** One client that may ask for every scope of the document, and one that may ask for none of them. */
function clientsFor(scopes: readonly string[], suffix: string): Readonly<Record<string, LaptopClient>> {
  const others = ['profile'].filter((scope) => !scopes.includes(scope))
  return {
    [`member${suffix}`]: { id: `member${suffix}`, secret: `member${suffix}-secret`, scopes },
    [`guest${suffix}`]: { id: `guest${suffix}`, secret: `guest${suffix}-secret`, scopes: others },
  }
}
