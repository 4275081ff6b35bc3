import type { TokenVerifier } from '@sallyport/access'
import type { KeyNotice } from '@sallyport/verifier-jwt/jwks'
import type { Clock } from '@sallyport/kernel'
import type { Shelf } from '@sallyport/composition/configured'

/** What a verifier gets beside its options. */
export interface VerifierSurroundings {
  readonly clock: Clock
  /** Told of what became of an issuer's keys. */
  readonly notify: (notice: KeyNotice) => void
}

/** The verifiers that `use` may name. */
export const verifiers: Shelf<TokenVerifier, VerifierSurroundings> = {
  auth0: async () => (await import('@sallyport/verifier-jwt/auth0')).auth0,
  introspection: async () => (await import('@sallyport/verifier-introspection')).introspection,
  jwks: async () => (await import('@sallyport/verifier-jwt/jwks')).jwks,
  okta: async () => (await import('@sallyport/verifier-jwt/okta')).okta,
}
