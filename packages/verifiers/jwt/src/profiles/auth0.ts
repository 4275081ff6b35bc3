import { foreignClaim, forItsClient } from '../other-token.ts'
import type { Profile } from '../profile.ts'

const clientClaims = ['azp', 'client_id'] as const

/**
 * Both dialects of Auth0 (auth0.com/docs, "Access Token Profiles"): its own has `JWT`, `azp` and `gty`,
 * that of RFC 9068 has `at+jwt` and `client_id`. With role-based access control the scopes a user has
 * are in `permissions`. An ID token has none of these claims.
 */
export const auth0Profile: Profile = {
  types: ['jwt', 'application/jwt', 'at+jwt', 'application/at+jwt'],
  requiredTexts: ['sub'],
  clientClaims,
  audienceClaims: ['aud'],
  scopeClaims: ['scope', 'permissions'],
  scope: { unlessThereIs: ['gty', 'client_id'] },
  mistakenFor: (claims) => foreignClaim(claims) ?? forItsClient(claims, clientClaims),
}
