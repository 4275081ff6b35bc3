import type { Dialect } from '../dialect.stage.ts'

const header = { alg: 'RS256', typ: 'JWT', kid: 'kC26rs' }
const shared = {
  exp: 1_790_000_300,
  iat: 1_790_000_000,
  auth_time: 1_789_999_990,
  iss: 'https://sso.example.com/realms/acme',
  sub: '7e57ada1-0000-4000-8000-000000000001',
  azp: 'shop',
  sid: '5e55-0001',
  acr: '1',
  email_verified: true,
  preferred_username: 'ada',
}

export const keycloakDialect: Dialect = {
  clientClaim: 'azp',
  scopeClaim: 'scope',
  accessToken: {
    header,
    claims: {
      ...shared,
      jti: 'onrtac:7e57-0001',
      aud: ['pets', 'account'],
      typ: 'Bearer',
      'allowed-origins': ['https://shop.example.com'],
      realm_access: { roles: ['offline_access', 'keeper'] },
      resource_access: { account: { roles: ['view-profile'] } },
      scope: 'openid profile pets:read',
    },
  },
  idToken: {
    header,
    claims: { ...shared, jti: '7e57-0002', aud: 'shop', typ: 'ID', nonce: 'n-4X7', at_hash: 'dX7aj0' },
  },
}
