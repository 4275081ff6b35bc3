import type { VerifierStage } from '../token-verifier-contract/stage.ts'

/**
 * Whose key signs:
 * - `issuer`: the key every good token is signed with;
 * - `unlabelled`: another of the issuer's keys, of the same kind, published without an `alg`;
 * - `encryption`: published by the issuer with `use: enc`;
 * - `weak`: published by the issuer, RSA of 1,024 bits;
 * - `stranger`: of the same kind, published by nobody, and bearing the name of the issuer's key;
 * - `other-issuer`: published by another issuer under the name of this issuer's key.
 */
export type CorpusKey = 'issuer' | 'unlabelled' | 'encryption' | 'weak' | 'stranger' | 'other-issuer'

/** Spellings of the issuer's public key that were once taken for the secret of an HMAC. */
export const secretSpellings = [
  'pem',
  'pem-trimmed',
  'pem-after-white-space',
  'pem-after-a-prefix',
  'der',
  'jwk',
  'number',
  'key-id',
  'nothing',
] as const

/** `published-secret` is a symmetric key that stands in the key set by mistake. */
export type CorpusSecret = (typeof secretSpellings)[number] | 'published-secret'

/** What the corpus needs: the places of the contract's stage, and an issuer that signs whatever it is given. */
export interface CorpusStage
  extends Pick<VerifierStage, 'verifier' | 'call' | 'issuer' | 'audience' | 'nowSeconds' | 'lure'> {
  /** The JWS name of the issuer's algorithm: `ES256`. */
  readonly algorithm: string
  /** Seconds of difference between clocks that the verifier forgives. */
  readonly clockToleranceSeconds: number
  /** The issuer whose key has the name of this issuer's key; this verifier does not believe it. */
  readonly otherIssuer: string
  readonly keyIds: Readonly<Record<CorpusKey, string>>
  /** The stranger's public key as a JWK, to be brought along. */
  readonly strangerJwk: Readonly<Record<string, unknown>>
  /** Header and claims of a token worth accepting; every value of its own bears {@link canary}. */
  readonly facts: () => TokenFacts
  /** The signature over this text in base64url, by this algorithm where the key is able to. */
  readonly sign: (
    input: string,
    by: { readonly key: CorpusKey; readonly algorithm: string },
  ) => Promise<string>
  /** The HMAC over this text in base64url; `HS256`, `HS384` or `HS512`. */
  readonly hmac: (
    input: string,
    by: { readonly secret: CorpusSecret; readonly algorithm: string },
  ) => Promise<string>
}

export interface TokenFacts {
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
}

/** Stands in every claim, header and secret of the corpus, and must come back in none of the answers. */
export const canary = 'canary-7f3a9c'
