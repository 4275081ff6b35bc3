import type { TokenVerifier } from '@sallyport/access'
import type { Clock } from '@sallyport/kernel'
import { confirmation, dependenciesOf } from './confirmation.ts'
import type { SeenProofs } from './dpop-seen-proofs.ts'
import { onFirstUse } from './first-use.ts'
import { fetchingFrom } from './issuer-keys.ts'
import { type JwksOptions, type JwksSettings, jwksSettings } from './jwks-options.ts'
import type { NotifyOfKeys } from './key-notice.ts'
import { keyStore } from './key-store.ts'
import type { Profile } from './profile.ts'
import { atJwt } from './profiles/at-jwt.ts'
import { publishedKeys } from './published-key.ts'
import { tokenVerification } from './token-verification.ts'

export type { Algorithm } from './algorithm.ts'
export type { SenderConstraint } from './confirmation-options.ts'
export type { SeenProofs } from './dpop-seen-proofs.ts'
export type { JwksOptions } from './jwks-options.ts'
export type { KeyNotice } from './key-notice.ts'
export type { ProfileName } from './profile.ts'

/** What a verifier needs of the world. */
export interface JwksSurroundings {
  readonly clock: Clock
  /** Is told when keys were fetched, could not be fetched, or were of no use. */
  readonly notify?: NotifyOfKeys
  /** Which DPoP proofs were used before. Without it each container remembers its own. */
  readonly seenProofs?: SeenProofs
}

/**
 * Verifies JWT access tokens (RFC 9068) against the keys their issuer publishes.
 *
 * @throws ConfigurationInvalid with every fault of the options, before any token is seen
 */
export function jwks(options: JwksOptions, surroundings: JwksSurroundings): TokenVerifier {
  const { clock, seenProofs } = surroundings
  const settings = jwksSettings(options)
  const confirm = confirmation(settings, clock, seenProofs)
  const keys = keysFor(settings, surroundings)
  return {
    dependsOn: dependenciesOf(settings),
    verify: withProfile(settings.type, (profile) =>
      tokenVerification(settings, profile, { clock, keys, confirm }),
    ),
  }
}

type Verify = TokenVerifier['verify']

function withProfile(type: JwksSettings['type'], verifyBy: (profile: Profile) => Verify): Verify {
  if (type === 'at+jwt') return verifyBy(atJwt)
  const verifying = onFirstUse(async () => {
    const { otherProfiles } = await import('./profiles.ts')
    return verifyBy(otherProfiles[type])
  })
  return async (text, call) => {
    const verify = verifying()
    return verify instanceof Promise ? (await verify)(text, call) : verify(text, call)
  }
}

function keysFor(settings: JwksSettings, surroundings: JwksSurroundings) {
  const { algorithms, preloadedKeys } = settings
  const preloaded = preloadedKeys && publishedKeys(preloadedKeys, algorithms)
  const life = { ...settings, ...(preloaded === undefined ? {} : { preloaded }) }
  return keyStore(fetchingFrom(settings), life, surroundings)
}
