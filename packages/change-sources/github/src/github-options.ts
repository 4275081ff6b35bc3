import { ConfigurationInvalid, type Issue, nearestWord } from '@sallyport/kernel'
import { createPrivateKey, type KeyObject } from 'node:crypto'

/** A GitHub App, which reads as one of its installations. */
export interface AppIdentity {
  /** The App's id or its client id. */
  readonly id: string | number
  /** In PEM, as GitHub gives it out; line ends may be written as `\n`. */
  readonly privateKey: string
  /** The installation's id. Found for each repository by itself if left out. */
  readonly installation?: string | number
}

/** Secrets arrive here resolved, never as a reference. */
export interface GitHubOptions {
  /** A fine-grained or classic personal access token. Without token and App, only public repositories are read. */
  readonly token?: string
  /** Instead of a token. */
  readonly app?: AppIdentity
  /** Defaults to `https://api.github.com`; `https://ghe.example.com/api/v3` of an Enterprise Server. */
  readonly apiUrl?: string
  /** How often one request is made at most, with full jitter in between. Defaults to 5. */
  readonly attempts?: number
  /** How long one request may wait in all, for a rate limit above all. Defaults to 10. */
  readonly patienceSeconds?: number
  /** How many trees one comparison may read at most. Defaults to 200. */
  readonly mostTrees?: number
}

/** The options with every default in its place. */
export interface GitHubSettings {
  readonly token: string | undefined
  readonly app: AppSettings | undefined
  readonly apiUrl: string
  readonly attempts: number
  readonly patienceSeconds: number
  readonly mostTrees: number
}

export interface AppSettings {
  readonly id: string
  readonly key: KeyObject
  readonly installation: string | undefined
}

/** @throws ConfigurationInvalid with every fault there is, paths relative to the options */
export function githubSettings(options: GitHubOptions): GitHubSettings {
  const { token, app, apiUrl = 'https://api.github.com' } = options
  const { attempts = 5, patienceSeconds = 10, mostTrees = 200 } = options
  const issues: Issue[] = [...unknownMembers(options, names, [])]
  const expect: Expect = (holds, path, expected) => {
    if (!holds) issues.push({ severity: 'fault', path, expected, found: kindIn(options, path) })
  }
  expect(isApi(apiUrl), ['apiUrl'], 'an https:// URL without query, or http:// to loopback')
  expect(isWhole(attempts, 1, 20), ['attempts'], 'a whole number from 1 to 20')
  expect(isWhole(patienceSeconds, 0, 900), ['patienceSeconds'], 'a whole number of seconds from 0 to 900')
  expect(isWhole(mostTrees, 2, 5000), ['mostTrees'], 'a whole number from 2 to 5000')
  expect(token === undefined || isSecret(token), ['token'], 'a token without spaces')
  expect(token === undefined || app === undefined, ['token'], 'either a token or an App')
  const identity = app === undefined ? undefined : appSettings(app, expect, issues)
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
  return { token, app: identity, apiUrl: apiUrl.replace(/\/+$/, ''), attempts, patienceSeconds, mostTrees }
}

const names = ['token', 'app', 'apiUrl', 'attempts', 'patienceSeconds', 'mostTrees']
const appNames = ['id', 'privateKey', 'installation']

type Expect = (holds: boolean, path: readonly string[], expected: string) => void

function appSettings(app: AppIdentity, expect: Expect, issues: Issue[]): AppSettings | undefined {
  const isObject = typeof app === 'object' && app !== null && !Array.isArray(app)
  expect(isObject, ['app'], 'an object with id and privateKey')
  if (!isObject) return undefined
  const { id, privateKey, installation } = app
  issues.push(...unknownMembers(app, appNames, ['app']))
  expect(isName(id), ['app', 'id'], 'the id of a GitHub App')
  expect(
    installation === undefined || /^\d+$/.test(String(installation)),
    ['app', 'installation'],
    'the id of an installation',
  )
  const key = privateKeyIn(privateKey)
  expect(key !== undefined, ['app', 'privateKey'], 'an RSA private key in PEM')
  if (key === undefined) return undefined
  return { id: String(id), key, installation: installation === undefined ? undefined : String(installation) }
}

function privateKeyIn(pem: unknown): KeyObject | undefined {
  if (typeof pem !== 'string') return undefined
  try {
    // Where settings have one line only, line ends are spelt out.
    const key = createPrivateKey(pem.replaceAll('\\n', '\n'))
    return key.asymmetricKeyType === 'rsa' ? key : undefined
  } catch {
    return undefined
  }
}

function unknownMembers(given: object, known: readonly string[], path: readonly string[]): readonly Issue[] {
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => {
      const didYouMean = nearestWord(name, known)
      return {
        severity: 'fault',
        path: [...path, name],
        expected: 'a member that is known',
        found: 'an unknown one',
        ...(didYouMean !== undefined && { didYouMean }),
      }
    })
}

const isWhole = (value: unknown, least: number, most: number) =>
  Number.isInteger(value) && Number(value) >= least && Number(value) <= most

const isName = (value: unknown) =>
  /^[\w.-]+$/.test(String(value)) && ['string', 'number'].includes(typeof value)

const isSecret = (value: unknown) => typeof value === 'string' && /^[!-~]+$/.test(value)

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

function isApi(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false
  const { protocol, hostname, username, password, search, hash } = new URL(value)
  if ([username, password, search, hash].some((part) => part !== '')) return false
  return protocol === 'https:' || (protocol === 'http:' && loopback.test(hostname))
}

/** What kind of value is there. Never the value: it may be a secret, or hold one. */
function kindIn(options: object, path: readonly string[]): string {
  const value = path.reduce<unknown>(
    (at, name) =>
      typeof at === 'object' && at !== null
        ? Object.entries(at).find(([key]) => key === name)?.[1]
        : undefined,
    options,
  )
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  return typeof value === 'number'
    ? String(value)
    : typeof value === 'string'
      ? 'another text'
      : `a ${typeof value}`
}
