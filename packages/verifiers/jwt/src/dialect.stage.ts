import type { Forgery } from '@sallyport/access/contracts'
import { type Mint, minted } from './issuer.stage.ts'

/** A token as a provider writes it, decoded. Every value is invented, only the shape is real. */
export interface RecordedToken {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
}

/** The two kinds of token of one provider, and where it writes what RFC 9068 calls otherwise. */
export interface Dialect {
  readonly accessToken: RecordedToken
  readonly idToken: RecordedToken
  readonly clientClaim: string
  readonly scopeClaim: string
}

/** An access token of this shape, signed and alive, with a forgery's changes in the dialect's own words. */
export async function mintedIn(dialect: Dialect, mint: Mint, forgery: Forgery = {}): Promise<string> {
  const { accessToken, idToken } = dialect
  const untyped = accessToken.header['typ'] === undefined
  // Where access tokens have no type, one without a type is another kind only by its claims.
  const asIdToken =
    untyped && Object.hasOwn(forgery.header ?? {}, 'typ') && forgery.header?.['typ'] === undefined
  if (asIdToken) return mintedAs(idToken, mint)
  const claims = { ...spoken(dialect, mint, forgery), ...renamed(dialect, forgery.claims) }
  return mintedAs(accessToken, mint, { ...forgery, claims })
}

/** This very token but for issuer and times. Claims that a forgery names replace the recorded ones. */
export function mintedAs(
  { header, claims }: RecordedToken,
  mint: Mint,
  forgery: Forgery = {},
): Promise<string> {
  const { kid: _, alg: __, typ, ...others } = header
  const now = mint.nowSeconds()
  const { livesForSeconds = 600, startsInSeconds } = forgery
  const rfc9068 = { aud: undefined, sub: undefined, client_id: undefined, scope: undefined, jti: undefined }
  return minted(mint, {
    ...forgery,
    header: { typ, ...others, ...forgery.header },
    claims: {
      ...rfc9068,
      ...claims,
      iss: mint.issuer,
      iat: Math.min(now, now + livesForSeconds),
      nbf: startsInSeconds === undefined ? undefined : now + startsInSeconds,
      exp: now + livesForSeconds,
      ...forgery.claims,
    },
  })
}

function spoken({ accessToken, clientClaim, scopeClaim }: Dialect, mint: Mint, forgery: Forgery) {
  const { audience, subject = 'ada', clientId = 'shop', scopes = ['pets:read'] } = forgery
  const aud = audience ?? (Object.hasOwn(accessToken.claims, 'aud') ? mint.audience : undefined)
  const isList = Array.isArray(accessToken.claims[scopeClaim])
  return { aud, sub: subject, [clientClaim]: clientId, [scopeClaim]: isList ? scopes : scopes.join(' ') }
}

function renamed({ accessToken, clientClaim, scopeClaim }: Dialect, claims: Forgery['claims'] = {}) {
  const names: Readonly<Record<string, string>> = { client_id: clientClaim, scope: scopeClaim }
  const changes = Object.entries(claims).map(([name, value]) => [names[name] ?? name, value] as const)
  // Without a claim of its own the audience is the client: a token without audience has neither.
  const isClient = !Object.hasOwn(accessToken.claims, 'aud')
  const nobody = isClient && Object.hasOwn(claims, 'aud') && claims['aud'] === undefined
  return Object.fromEntries(nobody ? [...changes, [clientClaim, undefined]] : changes)
}
