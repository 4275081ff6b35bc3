import { foreignClaim, foreignClaims, otherThan } from '../other-token.ts'
import type { Profile } from '../profile.ts'

// Before Keycloak 25 access tokens had a nonce as well (keycloak/keycloak#26893).
const foreign = foreignClaims.filter((name) => name !== 'nonce')

/**
 * Keycloak writes the kind of token into the claims: `Bearer` for access tokens (`DPoP` for those that
 * are bound by one), `ID`, `Refresh`, `Logout` for others. The header says `JWT`, or `at+jwt` where the client is set so.
 */
export const keycloakProfile: Profile = {
  types: ['jwt', 'at+jwt', 'application/at+jwt'],
  requiredTexts: ['sub'],
  clientClaims: ['azp'],
  audienceClaims: ['aud'],
  scopeClaims: ['scope'],
  scope: 'optional',
  mistakenFor: (claims) => {
    const kind = Object.hasOwn(claims, 'cnf') && claims['typ'] === 'DPoP' ? 'DPoP' : 'Bearer'
    return otherThan(claims, 'typ', kind) ?? foreignClaim(claims, foreign)
  },
}
