import { foreignClaim, forItsClient } from '../other-token.ts'
import type { Profile } from '../profile.ts'

const clientClaims = ['cid'] as const

/**
 * Access tokens of Okta's custom authorization servers have no `typ`, those of the org server have
 * `application/okta-internal-at+jwt` and are for Okta alone
 * (support.okta.com, "The typ Field is Missing from the Access Token Header"). ID tokens have no `typ`
 * either, and no `cid` and no `scp`.
 */
export const oktaProfile: Profile = {
  types: [undefined],
  requiredTexts: ['sub', 'jti'],
  clientClaims,
  audienceClaims: ['aud'],
  scopeClaims: ['scp'],
  scope: { unlessThereIs: [] },
  mistakenFor: (claims) => {
    if (String(claims['jti']).startsWith('ID.')) return 'a "jti" as ID tokens have it'
    return foreignClaim(claims) ?? forItsClient(claims, clientClaims)
  },
}
