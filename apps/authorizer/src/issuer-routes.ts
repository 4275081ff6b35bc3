import { anyIssuer, type RefusalReason, type TokenVerifier, type Verification } from '@sallyport/access'
import { ConfigurationInvalid, type Issue } from '@sallyport/kernel'

/** A verifier, and which tokens are for it. */
export interface IssuerRoute {
  readonly verifier: TokenVerifier
  /** The `iss` it speaks for; without one it is asked about whatever no other speaks for. */
  readonly issuer?: string
  /** Takes the tokens that are no JWTs. */
  readonly opaque: boolean
}

/**
 * Sends each token to the one verifier that it concerns, before anybody is asked anything: a JWT by its
 * `iss`, which is not verified yet and is compared to the letter with the configured ones; anything else
 * to the one that takes opaque tokens, so that no provider sees another's.
 *
 * @throws ConfigurationInvalid for two verifiers of one issuer, or two that take opaque tokens
 */
export function issuerRoutes(routes: readonly IssuerRoute[]): TokenVerifier {
  const issues = [...twice(routes), ...twoOpaque(routes)]
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
  const [only, ...others] = routes
  if (only !== undefined && others.length === 0) return only.verifier

  const opaque = routes.find((route) => route.opaque)?.verifier
  const byIssuer = new Map(
    // Where an issuer has a verifier of each kind, its JWTs are for the one that reads them.
    routes
      .toSorted((one, other) => Number(other.opaque) - Number(one.opaque))
      .map(({ issuer, verifier }) => [issuer, verifier]),
  )
  const unnamed = routes.filter(({ issuer }) => issuer === undefined).map(({ verifier }) => verifier)
  const rest = unnamed.length > 0 ? anyIssuer(unnamed) : undefined
  return {
    dependsOn: anyIssuer(routes.map(({ verifier }) => verifier)).dependsOn ?? [],
    verify: async (token, call) => {
      if (token.length > longestToken) return refused('too_long', 'a longer one')
      const claimed = claimedIssuer(token)
      const chosen = claimed === undefined ? opaque : (byIssuer.get(claimed) ?? rest)
      if (chosen !== undefined) return chosen.verify(token, call)
      return claimed === undefined
        ? refused('malformed', 'no JWT')
        : refused('unknown_issuer', 'that of another')
    },
  }
}

function refused(reason: RefusalReason, found: string): Verification {
  const expected = 'a token of one of the configured issuers'
  return {
    outcome: 'refused',
    reason,
    explanation: { checks: [{ check: 'iss', outcome: 'failed', expected, found }] },
  }
}

/** The `iss` of something that looks like a JWT, as its bearer claims it; no issuer at all is an empty one. */
function claimedIssuer(token: string): string | undefined {
  const parts = token.split('.', 4)
  if (parts.length !== 3) return undefined
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'))
    if (typeof claims !== 'object' || claims === null) return undefined
    return 'iss' in claims && typeof claims.iss === 'string' ? claims.iss : ''
  } catch {
    return undefined
  }
}

/** What verifiers take at most; longer ones are not even taken apart. */
const longestToken = 8192

function twice(routes: readonly IssuerRoute[]): readonly Issue[] {
  return routes.flatMap(({ issuer, opaque }, at) => {
    const first = routes.findIndex((other) => other.issuer === issuer && other.opaque === opaque)
    if (issuer === undefined || first === at) return []
    return [
      fault(at, 'issuer', { expected: 'one verifier for each issuer', found: `that of verifiers[${first}]` }),
    ]
  })
}

function twoOpaque(routes: readonly IssuerRoute[]): readonly Issue[] {
  const first = routes.findIndex(({ opaque }) => opaque)
  return routes.flatMap(({ opaque }, at) => {
    if (!opaque || at === first) return []
    return [
      fault(at, 'opaque', {
        expected: 'one verifier of opaque tokens',
        found: `verifiers[${first}] as well`,
      }),
    ]
  })
}

const fault = (at: number, member: string, words: Pick<Issue, 'expected' | 'found'>): Issue => ({
  severity: 'fault',
  path: ['verifiers', at, member],
  ...words,
})
