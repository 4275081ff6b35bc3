import type { Dialect, RecordedToken } from '../dialect.stage.ts'

const issuer = 'https://acme.eu.auth0.com/'
const times = { iat: 1_790_000_000, exp: 1_790_086_400 }
const aud = ['https://api.example.com', 'https://acme.eu.auth0.com/userinfo']

const idToken: RecordedToken = {
  header: { alg: 'RS256', typ: 'JWT', kid: 'Qm7dE1' },
  claims: {
    nickname: 'ada',
    name: 'Ada Byron',
    updated_at: '2026-11-25T08:00:00.000Z',
    email: 'ada@acme.example',
    email_verified: true,
    iss: issuer,
    aud: 'sh0pClientId',
    ...times,
    sub: 'auth0|5f00ada1',
    at_hash: 'xT4rw1',
    sid: 's3ss10n',
    nonce: 'n-1K2',
  },
}

/** What an API gets that nobody has set otherwise. */
export const auth0Dialect: Dialect = {
  clientClaim: 'azp',
  scopeClaim: 'scope',
  accessToken: {
    header: { alg: 'RS256', typ: 'JWT', kid: 'Qm7dE1' },
    claims: {
      iss: issuer,
      sub: 'auth0|5f00ada1',
      aud,
      ...times,
      azp: 'sh0pClientId',
      scope: 'openid pets:read',
    },
  },
  idToken,
}

/** What an API gets whose access token profile is RFC 9068. */
export const auth0Rfc9068Dialect: Dialect = {
  clientClaim: 'client_id',
  scopeClaim: 'scope',
  accessToken: {
    header: { alg: 'RS256', typ: 'at+jwt', kid: 'Qm7dE1' },
    claims: {
      iss: issuer,
      sub: 'auth0|5f00ada1',
      aud,
      ...times,
      scope: 'openid pets:read',
      jti: '7hJq2WmZb9',
      client_id: 'sh0pClientId',
    },
  },
  idToken,
}
