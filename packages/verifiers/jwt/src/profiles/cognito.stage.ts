import type { Dialect } from '../dialect.stage.ts'

const issuer = 'https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab3dE5fGh'
const shared = {
  sub: '3f1c0ada-0000-4000-8000-00000000ada1',
  iss: issuer,
  'cognito:groups': ['keepers'],
  origin_jti: 'a1b2c3d4-0000-4000-8000-000000000001',
  event_id: 'a1b2c3d4-0000-4000-8000-000000000002',
  auth_time: 1_790_000_000,
  iat: 1_790_000_000,
  exp: 1_790_003_600,
}

export const cognitoDialect: Dialect = {
  clientClaim: 'client_id',
  scopeClaim: 'scope',
  accessToken: {
    header: { kid: 'aCC3ss=', alg: 'RS256' },
    claims: {
      ...shared,
      version: 2,
      client_id: '4shopclient7',
      token_use: 'access',
      scope: 'openid pets/read',
      jti: 'a1b2c3d4-0000-4000-8000-000000000003',
      username: 'ada',
    },
  },
  idToken: {
    header: { kid: '1dTok3n=', alg: 'RS256' },
    claims: {
      ...shared,
      at_hash: 'bV5yu8',
      email_verified: true,
      'cognito:username': 'ada',
      nonce: 'n-2Z9',
      aud: '4shopclient7',
      token_use: 'id',
      jti: 'a1b2c3d4-0000-4000-8000-000000000004',
      email: 'ada@acme.example',
    },
  },
}
