import { ConfigurationInvalid, type Issue } from '@sallyport/kernel'
import { type Algorithm, defaultAlgorithms, knownAlgorithms } from './algorithm.ts'
import {
  type ConfirmationOptions,
  type ConfirmationSettings,
  confirmationOptionRules,
  confirmationSettings,
} from './confirmation-options.ts'
import { isJsonObject, type JsonObject } from './json-object.ts'
import { fault, faultsOf, isText, isTexts, oneOf, type Rule, wholeNumber } from './option-rules.ts'
import { type ProfileName, profileNames } from './profile.ts'
import { secureUrl } from './secure-url.ts'

/** How {@link jwks} is told which tokens to believe. */
export interface JwksOptions extends ConfirmationOptions {
  /** Exactly the `iss` that the issuer writes into its tokens: an https:// URL, http:// for loopback only. */
  readonly issuer: string
  /**
   * The `aud` that names this API, or several; a token for others only is refused. `null`: any will do.
   * Of `type` `cognito`: the client ids, where a token has no `aud`.
   */
  readonly audience: string | readonly string[] | null
  /** Where the keys are. Without it, what the issuer's metadata says (RFC 8414, OpenID Connect Discovery). */
  readonly jwksUri?: string
  /** JWS names (RFC 7518 section 3.1). Defaults to RS256, PS256, ES256, ES384, EdDSA and Ed25519. */
  readonly algorithms?: readonly Algorithm[]
  /** `at+jwt` (RFC 9068, the default), or the named profile of an issuer that writes other tokens. */
  readonly type?: ProfileName
  /** Claims with scopes, as one text or as a list. Defaults to those of `type`: mostly `scope`. */
  readonly scopeClaims?: readonly string[]
  /** Milliseconds within which keys must be fetched, discovery included. Defaults to 2,000. */
  readonly timeoutMilliseconds?: number
  /** Seconds keys count as fresh; older ones serve while they are fetched again. Defaults to 600. */
  readonly keysFreshForSeconds?: number
  /** Seconds after which there is no answer without a fresh fetch. Defaults to 3,600. */
  readonly keysMaxAgeSeconds?: number
  /**
   * A key set (RFC 7517 section 5) that comes with the deployment: used from the start, while what the
   * issuer publishes is fetched, and until `keysMaxAgeSeconds` after the start if that fails.
   */
  readonly preloadedKeys?: { readonly keys: readonly object[] }
  /** How many verified tokens are remembered, by their SHA-256, until they expire. Defaults to 0. */
  readonly verifiedTokensKept?: number
  /** Seconds by which the issuer's clock may differ from ours, at most 300. Defaults to 5. */
  readonly clockToleranceSeconds?: number
}

/** The options with every default in its place but that of `scopeClaims`, which is the profile's. */
export type JwksSettings = Required<
  Omit<JwksOptions, 'audience' | 'jwksUri' | 'preloadedKeys' | 'scopeClaims' | keyof ConfirmationOptions>
> &
  ConfirmationSettings &
  Pick<JwksOptions, 'jwksUri' | 'preloadedKeys' | 'scopeClaims'> & {
    readonly audience: readonly string[] | null
  }

/** @throws ConfigurationInvalid with every fault there is, paths relative to the options */
export function jwksSettings(options: JwksOptions): JwksSettings {
  const issues = faults(options)
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
  const { audience, type = 'at+jwt' } = options
  return {
    algorithms: defaultAlgorithms,
    type,
    timeoutMilliseconds: 2000,
    keysFreshForSeconds: 600,
    keysMaxAgeSeconds: 3600,
    verifiedTokensKept: 0,
    clockToleranceSeconds: 5,
    // A member that is there and undefined must not unseat a default.
    ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
    ...confirmationSettings(options),
    issuer: options.issuer,
    audience: typeof audience === 'string' ? [audience] : audience,
  }
}

/** What the members of {@link JwksOptions} must be, for the dialects that share them. */
export const jwksRules: Readonly<Record<keyof JwksOptions, Rule>> = {
  issuer: {
    expected: 'an https:// URL without query, or http:// to loopback',
    fits: (value) => secureUrl(value)?.search === '',
  },
  audience: {
    expected: 'a text, a list of texts, or null where any audience will do',
    fits: (value) => value === null || isText(value) || isTexts(value),
  },
  jwksUri: {
    expected: 'an https:// URL, or http:// to loopback',
    fits: (value) => secureUrl(value) !== undefined,
    optional: true,
  },
  algorithms: {
    expected: 'a list of algorithms',
    fits: (value) => Array.isArray(value) && value.length > 0,
    optional: true,
    each: oneOf(knownAlgorithms),
  },
  type: { ...oneOf(profileNames), optional: true },
  scopeClaims: { expected: 'a list of claim names', fits: isTexts, optional: true },
  timeoutMilliseconds: wholeNumber(1, 60_000, 'milliseconds'),
  keysFreshForSeconds: wholeNumber(0, 86_400, 'seconds'),
  keysMaxAgeSeconds: wholeNumber(0, 604_800, 'seconds'),
  preloadedKeys: {
    expected: 'a JSON Web Key Set, an object with a list "keys"',
    fits: (value) => isJsonObject(value) && Array.isArray(value['keys']),
    optional: true,
  },
  verifiedTokensKept: wholeNumber(0, 100_000, 'tokens'),
  clockToleranceSeconds: wholeNumber(0, 300, 'seconds'),
  ...confirmationOptionRules,
}

function faults(options: unknown): readonly Issue[] {
  const members = faultsOf(options, jwksRules)
  return isJsonObject(options) ? [...members, ...ageFaults(options)] : members
}

/** Where only one of them is said, the greatest age wins. */
function ageFaults({ keysFreshForSeconds: fresh, keysMaxAgeSeconds: most }: JsonObject): readonly Issue[] {
  if (typeof fresh !== 'number' || typeof most !== 'number' || most >= fresh) return []
  const expected = `at least keysFreshForSeconds, ${fresh}`
  return [fault({ path: ['keysMaxAgeSeconds'], expected, found: String(most) })]
}
