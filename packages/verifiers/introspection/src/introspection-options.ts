import { ConfigurationInvalid, type Issue, nearestWord } from '@sallyport/kernel'
import type { JsonWebKey } from 'node:crypto'
import { clientKey } from './client-key.ts'
import { isJsonObject, type JsonObject } from './json-object.ts'
import { secureUrl } from './secure-url.ts'

/** How the gate proves to the issuer who is asking (RFC 6749 section 2.3.1, RFC 7523 section 2.2). */
export type ClientAuthenticationName = (typeof authenticationNames)[number]

const authenticationNames = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'] as const

/** The gate as the issuer knows it. Secrets arrive here resolved, never as a reference. */
export interface IntrospectionClient {
  readonly id: string
  /** Defaults to `client_secret_basic`. */
  readonly authentication?: ClientAuthenticationName
  /** For `client_secret_basic` and `client_secret_post`. */
  readonly secret?: string
  /** For `private_key_jwt`: a private JWK, whose `kid` and `alg` are used, or PEM (PKCS #8, SEC 1, PKCS #1). */
  readonly key?: string | JsonWebKey
}

/** How {@link introspection} is told whom to ask about which tokens. */
export interface IntrospectionOptions {
  /** Exactly the `iss` of the issuer's tokens: an https:// URL, http:// for loopback only. */
  readonly issuer: string
  /** The `aud` that names this API, or several. `null`: any will do, and none. */
  readonly audience: string | readonly string[] | null
  /** Where the issuer is asked (RFC 7662 section 2). Redirects are not followed. */
  readonly endpoint: string
  readonly client: IntrospectionClient
  /** Seconds an answer that the token is active may be used again, never past `exp`. Defaults to 0. */
  readonly cacheSeconds?: number
  /** Milliseconds within which there must be an answer. Defaults to 2,000. */
  readonly timeoutMilliseconds?: number
  /** Seconds by which the issuer's clock may differ from ours, at most 300. Defaults to 5. */
  readonly clockToleranceSeconds?: number
  /** Ask for signed answers (RFC 9701), and take no others. */
  readonly jwt?: boolean
  /** Where the keys are that sign answers. Goes with `jwt`. */
  readonly jwksUri?: string
  /** Tokens that are no JWTs come here. Read by whoever routes between verifiers, not by this one. */
  readonly opaque?: boolean
}

/** The options with every default in its place. */
export type IntrospectionSettings = Required<
  Omit<IntrospectionOptions, 'audience' | 'jwt' | 'jwksUri' | 'opaque' | 'endpoint'>
> & {
  readonly audience: readonly string[] | null
  readonly endpoint: URL
  /** Where the keys of signed answers are, if answers must be signed. */
  readonly signedBy: URL | undefined
}

/** @throws ConfigurationInvalid with every fault there is, paths relative to the options */
export function introspectionSettings(options: IntrospectionOptions): IntrospectionSettings {
  const issues = faults(options)
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
  const { issuer, audience, endpoint, client, jwt, jwksUri } = options
  return {
    issuer,
    audience: typeof audience === 'string' ? [audience] : audience,
    endpoint: new URL(endpoint),
    client,
    cacheSeconds: options.cacheSeconds ?? 0,
    timeoutMilliseconds: options.timeoutMilliseconds ?? 2000,
    clockToleranceSeconds: options.clockToleranceSeconds ?? 5,
    signedBy: jwt === true ? secureUrl(jwksUri) : undefined,
  }
}

/** What a member must be, in words and as a question. */
interface Rule {
  readonly expected: string
  readonly fits: (value: unknown, siblings: JsonObject) => boolean
  readonly words?: readonly string[]
  /** Nothing that was found may be repeated. */
  readonly secret?: true
}

const isText = (value: unknown) => typeof value === 'string' && value !== ''
const isTexts = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isText)

function wholeNumber(least: number, most: number, unit: string): Rule {
  const fits = (value: unknown) =>
    value === undefined || (Number.isInteger(value) && Number(value) >= least && Number(value) <= most)
  return { expected: `a whole number of ${unit} from ${least} to ${most}`, fits }
}

const flag: Rule = {
  expected: 'true or false',
  fits: (value) => value === undefined || typeof value === 'boolean',
}

const rules: Readonly<Record<keyof IntrospectionOptions, Rule>> = {
  issuer: {
    expected: 'an https:// URL without query, or http:// to loopback',
    fits: (value) => secureUrl(value)?.search === '',
  },
  audience: {
    expected: 'a text, a list of texts, or null where any audience will do',
    fits: (value) => value === null || isText(value) || isTexts(value),
  },
  endpoint: {
    expected: 'an https:// URL, or http:// to loopback',
    fits: (value) => secureUrl(value) !== undefined,
  },
  client: { expected: 'an object with an id', fits: isJsonObject },
  cacheSeconds: wholeNumber(0, 3600, 'seconds'),
  timeoutMilliseconds: wholeNumber(1, 60_000, 'milliseconds'),
  clockToleranceSeconds: wholeNumber(0, 300, 'seconds'),
  jwt: flag,
  jwksUri: {
    expected: 'an https:// URL, or http:// to loopback, where "jwt" is true, and nothing elsewhere',
    fits: (value, { jwt }) => (jwt === true ? secureUrl(value) !== undefined : value === undefined),
  },
  opaque: flag,
}

const isKeyBased = ({ authentication }: JsonObject) => authentication === 'private_key_jwt'

const clientRules: Readonly<Record<keyof IntrospectionClient, Rule>> = {
  id: { expected: 'a text', fits: isText },
  authentication: {
    expected: `one of ${authenticationNames.join(', ')}`,
    fits: (value) => value === undefined || authenticationNames.some((name) => name === value),
    words: authenticationNames,
  },
  secret: {
    expected: 'a text, or nothing beside private_key_jwt',
    fits: (value, client) => (isKeyBased(client) ? value === undefined : isText(value)),
    secret: true,
  },
  key: {
    expected: 'a private JWK or PEM of 2048 bits or on a known curve for private_key_jwt, and nothing else',
    fits: (value, client) => (isKeyBased(client) ? clientKey(value) !== undefined : value === undefined),
    secret: true,
  },
}

function faults(options: unknown): readonly Issue[] {
  if (!isJsonObject(options)) return [fault({ path: [], expected: 'an object', found: found(options) })]
  const { client } = options
  const inClient = isJsonObject(client) ? memberFaults(client, clientRules, ['client']) : []
  return [...memberFaults(options, rules, []), ...inClient]
}

function memberFaults(
  object: JsonObject,
  known: Readonly<Record<string, Rule>>,
  path: readonly string[],
): readonly Issue[] {
  const wrong = Object.entries(known).flatMap(([name, rule]) => {
    const value = object[name]
    if (rule.fits(value, object)) return []
    const what = rule.secret && value !== undefined ? 'something else' : found(value)
    const { expected, words } = rule
    return [fault({ path: [...path, name], expected, found: what }, near(value, words))]
  })
  const unknown = Object.keys(object).filter((name) => !Object.hasOwn(known, name))
  const names = Object.keys(known)
  return [
    ...wrong,
    ...unknown.map((name) =>
      fault({ path: [...path, name], expected: 'no such option', found: 'it' }, near(name, names)),
    ),
  ]
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
