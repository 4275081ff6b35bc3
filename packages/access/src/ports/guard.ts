import type { Grant } from '../permission.ts'

/** What a guard may look at; each is undefined where the event does not carry it. */
export interface Facts {
  /** The token's own claims. */
  readonly claims: Readonly<Record<string, unknown>>
  readonly sourceIp: string | undefined
  readonly userAgent: string | undefined
  /** Milliseconds since the Unix epoch. */
  readonly time: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, readonly string[]>>
}

export type GuardInput = keyof Facts

/**
 * Logic of an adopter's own that may take grants away, and can never add one.
 *
 * It declares what it looks at, because API Gateway replays the policy for other requests with the
 * same token: whatever is not of the token must be part of the cache key, or there must be no cache.
 * A read of anything undeclared throws.
 */
export interface Guard<Input extends GuardInput = GuardInput> {
  readonly name: string
  readonly inputs: readonly Input[]
  readonly judge: (facts: Pick<Facts, Input>, grant: Grant) => 'keep' | 'withhold'
}
