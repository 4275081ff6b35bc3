import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { GitHubRefusal, notFound } from '../wire/refusal.ts'

/** A GitHub App that is registered here. */
export interface AppRegistration {
  /** Its id or its client id: the `iss` of its JWTs. */
  readonly id: string
  /** In PEM, of the key that signs its JWTs. */
  readonly publicKey: string
  /** Names of repositories, by the installation's id. */
  readonly installations: Readonly<Record<string, readonly string[]>>
  /** What its installations were granted. Defaults to reading contents and metadata. */
  readonly permissions?: Readonly<Record<string, string>>
}

/** Who asks, and what they may see. */
export type Viewer =
  | { readonly kind: 'anonymous' | 'token' | 'installation'; readonly sees: (repository: string) => boolean }
  | { readonly kind: 'app'; readonly app: AppRegistration; readonly sees: (repository: string) => boolean }

export interface Credentials {
  /** @throws GitHubRefusal 401 for a credential that is none */
  readonly viewer: (authorization: string | undefined, by: 'app' | 'reader') => Viewer
  readonly issue: (installation: Issued) => { readonly token: string; readonly expiresAt: string }
  /** Ends every installation token, as if an hour had passed. */
  readonly revoke: () => void
}

export interface Issued {
  readonly repositories: readonly string[]
}

export interface CredentialOptions {
  readonly tokens: Readonly<Record<string, readonly string[] | 'every'>> | undefined
  readonly app: AppRegistration | undefined
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

const hourMilliseconds = 3_600_000

export function credentials({ tokens, app, now }: CredentialOptions): Credentials {
  const issued = new Map<string, { readonly repositories: readonly string[]; readonly ends: number }>()
  const isPublic = tokens === undefined && app === undefined

  const holder = (token: string): Viewer => {
    const own = tokens !== undefined && Object.hasOwn(tokens, token) ? tokens[token] : undefined
    if (own !== undefined) return { kind: 'token', sees: among(own) }
    const installation = issued.get(token)
    if (installation !== undefined && now() < installation.ends)
      return { kind: 'installation', sees: among(installation.repositories) }
    if (isPublic) return { kind: 'token', sees: () => true }
    throw new GitHubRefusal(401, 'Bad credentials')
  }
  return {
    viewer(authorization, by) {
      const credential = /^(?:bearer|token) +(\S+)$/i.exec(authorization ?? '')?.[1]
      if (by === 'app') return { kind: 'app', app: claimant(credential, { app, now }), sees: () => true }
      if (authorization === undefined) return { kind: 'anonymous', sees: () => isPublic }
      if (credential === undefined) throw new GitHubRefusal(401, 'Bad credentials')
      return holder(credential)
    },
    issue({ repositories }) {
      const token = `ghs_${randomBytes(20).toString('hex')}`
      const ends = now() + hourMilliseconds
      issued.set(token, { repositories, ends })
      return { token, expiresAt: `${new Date(ends).toISOString().slice(0, 19)}Z` }
    },
    revoke: () => issued.clear(),
  }
}

const among = (names: readonly string[] | 'every') => (repository: string) =>
  names === 'every' || names.some((name) => name.toLowerCase() === repository.toLowerCase())

/** The App that a JWT speaks for (RS256, at most ten minutes long). */
function claimant(
  jwt: string | undefined,
  { app, now }: Pick<CredentialOptions, 'app' | 'now'>,
): AppRegistration {
  const [head = '', claims = '', signature = ''] = jwt?.split('.') ?? []
  const { alg } = jsonIn(head)
  const { iss, iat, exp } = jsonIn(claims)
  if (alg !== 'RS256') throw new GitHubRefusal(401, 'A JSON web token could not be decoded')
  if (app === undefined || String(iss) !== app.id) throw notFound()
  const signed = Buffer.from(`${head}.${claims}`)
  if (!verify('sha256', signed, createPublicKey(app.publicKey), Buffer.from(signature, 'base64url')))
    throw new GitHubRefusal(401, 'A JSON web token could not be decoded')
  const seconds = Math.floor(now() / 1000)
  if (!isWhole(iat) || iat > seconds)
    throw unfit("'Issued at' claim ('iat') must be an Integer representing the time of issue")
  if (!isWhole(exp) || exp <= seconds)
    throw unfit("'Expiration time' claim ('exp') must be a numeric value representing the future time")
  if (exp > seconds + 600) throw unfit("'Expiration time' claim ('exp') is too far in the future")
  return app
}

const unfit = (message: string) => new GitHubRefusal(401, message)

const isWhole = (value: unknown): value is number => Number.isInteger(value)

function jsonIn(part: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    throw new GitHubRefusal(401, 'A JSON web token could not be decoded')
  }
}
