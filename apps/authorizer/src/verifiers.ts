import type { TokenVerifier } from '@sallyport/access'
import type { Clock } from '@sallyport/kernel'
import type { Shelf } from '@sallyport/composition'

/** The verifiers that `use` may name. */
export const verifiers: Shelf<TokenVerifier, { readonly clock: Clock }> = {
  jwks: async () => (await import('@sallyport/verifier-jwt/jwks')).jwks,
}
