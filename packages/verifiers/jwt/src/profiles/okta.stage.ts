import type { Dialect } from '../dialect.stage.ts'

const issuer = 'https://acme.okta.com/oauth2/default'
const times = { iat: 1_790_000_000, exp: 1_790_003_600, auth_time: 1_789_999_990 }

export const oktaDialect: Dialect = {
  clientClaim: 'cid',
  scopeClaim: 'scp',
  accessToken: {
    header: { kid: 'k9WqH2', alg: 'RS256' },
    claims: {
      ver: 1,
      jti: 'AT.4vYp0RzqN1c',
      iss: issuer,
      aud: 'api://default',
      ...times,
      cid: '0oa4shop7',
      uid: '00u9ada2',
      scp: ['openid', 'pets:read'],
      sub: 'ada@acme.example',
    },
  },
  idToken: {
    header: { kid: 'k9WqH2', alg: 'RS256' },
    claims: {
      sub: '00u9ada2',
      name: 'Ada Byron',
      ver: 1,
      iss: issuer,
      aud: '0oa4shop7',
      ...times,
      jti: 'ID.8sLm3TtwQ6k',
      amr: ['pwd'],
      idp: '00o5acme1',
      nonce: 'n-0S6',
      preferred_username: 'ada@acme.example',
      at_hash: 'mP0qv2',
    },
  },
}
