import type { KeyFault } from './published-key.ts'

/** Why keys were fetched: none that may be used, none that are fresh, none of a token's name. */
export type FetchReason = 'no_keys' | 'stale_keys' | 'unknown_key'

/**
 * What an operator may want to count about an issuer's keys. Every fetch ends in one of the first
 * three. No key and no name of a key is in it.
 */
export type KeyNotice =
  | {
      readonly notice: 'jwks_fetched'
      readonly issuer: string
      readonly because: FetchReason
      /** How many of the published keys are used. */
      readonly keys: number
      readonly changed: boolean
    }
  | {
      readonly notice: 'jwks_failed'
      readonly issuer: string
      readonly because: FetchReason
      /** How many fetches failed in a row. */
      readonly failures: number
      /** Before that the issuer is not asked again. */
      readonly askedAgainInSeconds: number
      readonly cause: unknown
    }
  | {
      /** Nobody was left to wait for it: it was frozen with its Lambda, or another took its place. */
      readonly notice: 'jwks_given_up'
      readonly issuer: string
      readonly because: FetchReason
    }
  | {
      readonly notice: 'jwk_ignored'
      readonly issuer: string
      /** Where in the set, from 0. */
      readonly position: number
      readonly fault: KeyFault
    }

export type NotifyOfKeys = (notice: KeyNotice) => void
