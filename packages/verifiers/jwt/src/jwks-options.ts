import { ConfigurationInvalid, type Issue, nearestWord } from '@sallyport/kernel'
import { type Algorithm, defaultAlgorithms, isAlgorithm, knownAlgorithms } from './algorithm.ts'
import { isJsonObject, type JsonObject } from './json-object.ts'
import { type ProfileName, profiles } from './profile.ts'
import { secureUrl } from './secure-url.ts'

/** How {@link jwks} is told which tokens to believe. */
export interface JwksOptions {
  /** Exactly the `iss` that the issuer writes into its tokens: an https:// URL, http:// for loopback only. */
  readonly issuer: string
  /** The `aud` that names this API, or several; a token for others only is refused. `null`: any will do. */
  readonly audience: string | readonly string[] | null
  /** Where the keys are. Without it, what the issuer's metadata says (RFC 8414, OpenID Connect Discovery). */
  readonly jwksUri?: string
  /** JWS names (RFC 7518 section 3.1). Defaults to RS256, PS256, ES256, ES384, EdDSA and Ed25519. */
  readonly algorithms?: readonly Algorithm[]
  /** `at+jwt` (RFC 9068, the default), or the named profile of an issuer that writes other tokens. */
  readonly type?: ProfileName
  /** Claims with scopes, as one text or as a list. Defaults to the `scope` of RFC 9068. */
  readonly scopeClaims?: readonly string[]
  /** Milliseconds within which keys must be fetched, discovery included. Defaults to 2,000. */
  readonly timeoutMilliseconds?: number
  /** Seconds keys count as fresh; older ones serve while they are fetched again. Defaults to 600. */
  readonly keysFreshForSeconds?: number
  /** Seconds after which there is no answer without a fresh fetch. Defaults to 3,600. */
  readonly keysMaxAgeSeconds?: number
  /** Seconds by which the issuer's clock may differ from ours, at most 300. Defaults to 5. */
  readonly clockToleranceSeconds?: number
}

/** The options with every default in its place. */
export type JwksSettings = Required<Omit<JwksOptions, 'audience' | 'jwksUri'>> &
  Pick<JwksOptions, 'jwksUri'> & { readonly audience: readonly string[] | null }

/** @throws ConfigurationInvalid with every fault there is, paths relative to the options */
export function jwksSettings(options: JwksOptions): JwksSettings {
  const issues = faults(options)
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
  const { audience } = options
  return {
    algorithms: defaultAlgorithms,
    type: 'at+jwt',
    scopeClaims: ['scope'],
    timeoutMilliseconds: 2000,
    keysFreshForSeconds: 600,
    keysMaxAgeSeconds: 3600,
    clockToleranceSeconds: 5,
    // A member that is there and undefined must not unseat a default.
    ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
    issuer: options.issuer,
    audience: typeof audience === 'string' ? [audience] : audience,
  }
}

/** What a member must be, in words and as a question. */
interface Rule {
  readonly expected: string
  readonly fits: (value: unknown) => boolean
  readonly optional?: true
  /** Words to choose from: a list of them is judged one by one. */
  readonly words?: readonly string[]
}

const isText = (value: unknown) => typeof value === 'string' && value !== ''
const isTexts = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isText)

function wholeNumber(least: number, most: number, unit: string): Rule {
  const fits = (value: unknown) => Number.isInteger(value) && Number(value) >= least && Number(value) <= most
  return { expected: `a whole number of ${unit} from ${least} to ${most}`, fits, optional: true }
}

const rules: Readonly<Record<keyof JwksOptions, Rule>> = {
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
    words: knownAlgorithms,
  },
  type: {
    expected: 'one of "at+jwt", "JWT"',
    fits: (value) => typeof value === 'string' && Object.hasOwn(profiles, value),
    optional: true,
    words: Object.keys(profiles),
  },
  scopeClaims: { expected: 'a list of claim names', fits: isTexts, optional: true },
  timeoutMilliseconds: wholeNumber(1, 60_000, 'milliseconds'),
  keysFreshForSeconds: wholeNumber(0, 86_400, 'seconds'),
  keysMaxAgeSeconds: wholeNumber(0, 604_800, 'seconds'),
  clockToleranceSeconds: wholeNumber(0, 300, 'seconds'),
}

function faults(options: unknown): readonly Issue[] {
  if (!isJsonObject(options)) return [fault({ path: [], expected: 'an object', found: found(options) })]
  const known = Object.entries(rules).flatMap(([name, rule]) => memberFaults(name, rule, options[name]))
  const unknown = Object.keys(options).filter((name) => !Object.hasOwn(rules, name))
  return [...known, ...unknown.map(unknownMember), ...(known.length === 0 ? ageFaults(options) : [])]
}

function memberFaults(name: string, rule: Rule, value: unknown): readonly Issue[] {
  if (value === undefined && rule.optional) return []
  const { expected, words } = rule
  if (!rule.fits(value)) return [fault({ path: [name], expected, found: found(value) }, near(value, words))]
  if (name !== 'algorithms' || !Array.isArray(value)) return []
  return value.flatMap((word: unknown, position) => {
    if (isAlgorithm(word)) return []
    const issue = { path: [name, position], expected: `one of ${knownAlgorithms.join(', ')}` }
    return [fault({ ...issue, found: found(word) }, near(word, words))]
  })
}

/** Where only one of them is said, the greatest age wins. */
function ageFaults({ keysFreshForSeconds: fresh, keysMaxAgeSeconds: most }: JsonObject): readonly Issue[] {
  if (typeof fresh !== 'number' || typeof most !== 'number' || most >= fresh) return []
  const expected = `at least keysFreshForSeconds, ${fresh}`
  return [fault({ path: ['keysMaxAgeSeconds'], expected, found: String(most) })]
}

function unknownMember(name: string): Issue {
  return fault({ path: [name], expected: 'no such option', found: 'it' }, near(name, Object.keys(rules)))
}

function near(value: unknown, words: readonly string[] = []): string | undefined {
  return typeof value === 'string' ? nearestWord(value, words) : undefined
}

function fault(words: Pick<Issue, 'path' | 'expected' | 'found'>, didYouMean?: string): Issue {
  return { severity: 'fault', ...words, ...(didYouMean === undefined ? {} : { didYouMean }) }
}

function found(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === '') return 'an empty text'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  // Someone may have put a password into a URL.
  if (typeof value === 'string' && value.includes('@')) return 'a text with an @'
  return JSON.stringify(value) ?? `a ${typeof value}`
}
