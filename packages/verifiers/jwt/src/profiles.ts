import type { Profile, ProfileName } from './profile.ts'
import { anyJwt } from './profiles/any-jwt.ts'
import { auth0Profile } from './profiles/auth0.ts'
import { cognitoProfile } from './profiles/cognito.ts'
import { entraProfile } from './profiles/entra.ts'
import { keycloakProfile } from './profiles/keycloak.ts'
import { oktaProfile } from './profiles/okta.ts'

/** Every profile but the usual one; a deployment that asks for none of them does not load them. */
export const otherProfiles: Readonly<Record<Exclude<ProfileName, 'at+jwt'>, Profile>> = {
  JWT: anyJwt,
  auth0: auth0Profile,
  cognito: cognitoProfile,
  entra: entraProfile,
  keycloak: keycloakProfile,
  okta: oktaProfile,
}
