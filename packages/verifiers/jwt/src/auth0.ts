import type { TokenVerifier, Verification } from '@sallyport/access'
import { type Check, ConfigurationInvalid, type Issue } from '@sallyport/kernel'
import { type JwksOptions, type JwksSurroundings, jwks } from './jwks.ts'
import { jwksRules } from './jwks-options.ts'
import { fault, faultsOf, isText, isTexts, type Rules } from './option-rules.ts'
import { secureUrl } from './secure-url.ts'

/** How {@link auth0} is told which tokens to believe; what is not named here is as in `jwks`. */
export interface Auth0Options extends Omit<JwksOptions, 'audience' | 'issuer' | 'type'> {
  /** The tenant's host, or its custom domain where tokens are issued for that: `acme.eu.auth0.com`. */
  readonly domain: string
  /** The identifier of the API. */
  readonly audience: string | readonly string[]
  /** Defaults to `/.well-known/jwks.json` of the domain. */
  readonly jwksUri?: string
}

/**
 * Verifies access tokens of Auth0 in both of its dialects: scopes in `scope` and `permissions`, the
 * client in `azp` or `client_id`.
 *
 * @throws ConfigurationInvalid with every fault of the options, before any token is seen
 */
export function auth0(options: Auth0Options, surroundings: JwksSurroundings): TokenVerifier {
  const members = faultsOf(options, rules)
  const issues = members.length > 0 ? members : userinfoFaults(options)
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
  const { domain, ...others } = options
  const issuer = `https://${domain}/`
  const { jwksUri = `${issuer}.well-known/jwks.json` } = options
  const verifier = jwks({ ...others, issuer, jwksUri, type: 'auth0' }, surroundings)
  return {
    ...verifier,
    verify: async (token, call) => withCause(await verifier.verify(token, call), token),
  }
}

const { type: _, issuer: __, ...shared } = jwksRules

const rules: Rules = {
  domain: { expected: 'a host name in lower case, without https:// and without a slash', fits: isHost },
  ...shared,
  audience: { expected: 'the identifier of the API', fits: (value) => isText(value) || isTexts(value) },
}

function isHost(value: unknown): boolean {
  return typeof value === 'string' && secureUrl(`https://${value}`)?.host === value && value.includes('.')
}

/** With the scope `openid` every token is for userinfo too, whatever API it is meant for. */
function userinfoFaults({ domain, audience }: Auth0Options): readonly Issue[] {
  if (![audience].flat().includes(`https://${domain}/userinfo`)) return []
  return [fault({ path: ['audience'], expected: 'the identifier of the API', found: 'that of userinfo' })]
}

/** The commonest mistake with Auth0 looks like a bad token; this says what it is. */
function withCause(answer: Verification, token: string): Verification {
  if (answer.outcome === 'verified' || token.split('.').length === 3) return answer
  const explained = (check: Check): Check =>
    check.check === 'form' && check.outcome === 'failed'
      ? { ...check, found: `${check.found}; ${cause}` }
      : check
  return { ...answer, explanation: { checks: answer.explanation.checks.map(explained) } }
}

const cause = 'Auth0 issues an opaque token when the authorization request had no audience'
