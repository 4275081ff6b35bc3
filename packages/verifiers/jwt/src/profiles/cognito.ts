import { foreignClaim, otherThan } from '../other-token.ts'
import type { Profile } from '../profile.ts'

/**
 * Amazon Cognito user pools (docs.aws.amazon.com/cognito, "Understanding the access token"): no `typ` in
 * any token, `token_use` tells. There is an `aud` only where the client asked for a resource; otherwise
 * `client_id` is what there is to compare, as API Gateway's own JWT authorizer does.
 */
export const cognitoProfile: Profile = {
  types: [undefined],
  requiredTexts: ['sub'],
  clientClaims: ['client_id'],
  audienceClaims: ['aud', 'client_id'],
  scopeClaims: ['scope'],
  scope: 'optional',
  mistakenFor: (claims) => otherThan(claims, 'token_use', 'access') ?? foreignClaim(claims),
}
