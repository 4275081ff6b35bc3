import type { TokenVerifier } from '@sallyport/access'
import { ConfigurationInvalid } from '@sallyport/kernel'
import { type JwksOptions, type JwksSurroundings, jwks } from './jwks.ts'
import { jwksRules } from './jwks-options.ts'
import { faultsOf, isText, isTexts, type Rules } from './option-rules.ts'
import { secureUrl } from './secure-url.ts'

/** How {@link okta} is told which tokens to believe; what is not named here is as in `jwks`. */
export interface OktaOptions extends Omit<JwksOptions, 'audience' | 'type'> {
  /** The issuer of a custom authorization server: `https://DOMAIN/oauth2/ID`, without a slash at the end. */
  readonly issuer: string
  /** The audience of that server: `api://default` for the one called `default`. */
  readonly audience: string | readonly string[]
  /** Defaults to `/v1/keys` under the issuer. */
  readonly jwksUri?: string
}

/**
 * Verifies access tokens of Okta's custom authorization servers: scopes in `scp`, the client in `cid`.
 *
 * @throws ConfigurationInvalid with every fault of the options, before any token is seen
 */
export function okta(options: OktaOptions, surroundings: JwksSurroundings): TokenVerifier {
  const issues = faultsOf(options, rules)
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
  const { jwksUri = `${options.issuer}/v1/keys` } = options
  return jwks({ ...options, jwksUri, type: 'okta' }, surroundings)
}

const { type: _, ...shared } = jwksRules

const rules: Rules = {
  ...shared,
  issuer: {
    expected:
      'the issuer of a custom authorization server, https://DOMAIN/oauth2/ID (tokens of the org server are for Okta alone, and change without notice)',
    fits: isCustomServer,
  },
  audience: {
    expected: 'the audience of the authorization server',
    fits: (value) => isText(value) || isTexts(value),
  },
}

/** `/oauth2/v1` is no server: the endpoints of the org server are there. */
function isCustomServer(value: unknown): boolean {
  const url = secureUrl(value)
  return url?.search === '' && /^\/oauth2\/(?!v1$)[\w-]+$/.test(url.pathname)
}
