import { foreignClaim, forItsClient } from '../other-token.ts'
import type { Profile } from '../profile.ts'

const clientClaims = ['client_id', 'cid', 'azp'] as const

/** For issuers that write `JWT` into all their tokens and have no profile here: the claims have to tell. */
export const anyJwt: Profile = {
  types: ['jwt', 'application/jwt'],
  requiredTexts: ['sub'],
  clientClaims,
  audienceClaims: ['aud'],
  scopeClaims: ['scope'],
  scope: { unlessThereIs: [] },
  mistakenFor: (claims) => {
    const foreign = foreignClaim(claims)
    if (foreign !== undefined) return foreign
    if (Object.hasOwn(claims, 'token_use') && claims['token_use'] !== 'access')
      return 'a "token_use" for something else'
    return forItsClient(claims, clientClaims)
  },
}
