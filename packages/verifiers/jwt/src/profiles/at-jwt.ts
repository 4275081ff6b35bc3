import type { Profile } from '../profile.ts'

/** RFC 9068 sections 2.1, 2.2 and 4: the type alone tells. */
export const atJwt: Profile = {
  types: ['at+jwt', 'application/at+jwt'],
  requiredTexts: ['sub', 'jti'],
  clientClaims: ['client_id'],
  audienceClaims: ['aud'],
  scopeClaims: ['scope'],
  scope: 'optional',
  mistakenFor: () => undefined,
}
