import { foreignClaim, forItsClient, otherThan } from '../other-token.ts'
import type { Profile } from '../profile.ts'

const clientClaims = ['azp'] as const

/**
 * Microsoft Entra ID, tokens of version 2.0 (learn.microsoft.com, "Access token claims reference"):
 * `JWT` in every token, `azp` in access tokens, `scp` where a user delegates, `roles` where an
 * application acts for itself. ID tokens may have `roles` too, but neither `azp` nor `scp`.
 */
export const entraProfile: Profile = {
  types: ['jwt'],
  requiredTexts: ['sub', 'tid'],
  clientClaims,
  audienceClaims: ['aud'],
  scopeClaims: ['scp'],
  scope: { unlessThereIs: ['roles'] },
  mistakenFor: (claims) =>
    otherThan(claims, 'ver', '2.0') ?? foreignClaim(claims) ?? forItsClient(claims, clientClaims),
}
