import type { Dialect } from '../dialect.stage.ts'

const tenant = '00000000-0000-4000-8000-000000000ac3'
const client = '00000000-0000-4000-8000-0000000050b1'
const header = { typ: 'JWT', alg: 'RS256', kid: 'mS7kEy' }
const shared = {
  iss: `https://login.microsoftonline.com/${tenant}/v2.0`,
  iat: 1_790_000_000,
  nbf: 1_790_000_000,
  exp: 1_790_004_500,
  name: 'Ada Byron',
  oid: '00000000-0000-4000-8000-00000000ada1',
  preferred_username: 'ada@acme.example',
  rh: '0.AXoA',
  sub: 'pAirW1seAda',
  tid: tenant,
  uti: 'uT1tok3n',
  ver: '2.0',
}

export const entraDialect: Dialect = {
  clientClaim: 'azp',
  scopeClaim: 'scp',
  accessToken: {
    header,
    claims: {
      ...shared,
      aud: '00000000-0000-4000-8000-00000000a910',
      aio: 'AVQAq',
      azp: client,
      azpacr: '1',
      scp: 'Pets.Read',
    },
  },
  idToken: {
    header,
    claims: { ...shared, aud: client, nonce: 'n-3Y8', at_hash: 'cW6zi9', roles: ['Keeper'] },
  },
}
