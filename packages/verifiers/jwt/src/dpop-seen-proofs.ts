import { type Clock, UpstreamUnavailable } from '@sallyport/kernel'

/**
 * Remembers proofs, so that none counts twice (RFC 9449 section 11.1). A seam: a store shared by all
 * containers closes what the one in memory leaves open.
 */
export interface SeenProofs {
  /**
   * Remembers a proof until then, and tells in one step whether it was there already.
   *
   * @param proof a hash, of the same length for every proof; it tells nothing of key or token
   * @param untilMilliseconds since the Unix epoch; when this has passed the proof is too old anyway
   * @throws UpstreamUnavailable when it cannot tell: that is no reason to let a proof count, nor to
   *   call it a bad one
   */
  readonly see: (proof: string, untilMilliseconds: number) => Promise<'first' | 'again'>
}

/** Some 10 MB; more proofs than one container can look at while they are fresh. */
const mostProofs = 100_000

/**
 * Remembers the proofs of this process. Another container knows nothing of them.
 *
 * @param capacity proofs kept at most; when all are needed still, no other is taken
 */
export function proofsInMemory(clock: Clock, capacity = mostProofs): SeenProofs {
  const seen = new Map<string, number>()
  return {
    async see(proof, untilMilliseconds) {
      const now = clock.now()
      for (const [oldest, until] of seen) {
        if (until >= now) break
        seen.delete(oldest)
      }
      if (seen.has(proof)) return 'again'
      if (seen.size >= capacity) throw new UpstreamUnavailable('proofs in memory', { found: 'no room left' })
      seen.set(proof, untilMilliseconds)
      return 'first'
    },
  }
}
