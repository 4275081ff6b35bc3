import type { Clock } from '@sallyport/kernel'
import type { PublishedKey } from './published-key.ts'

/** Fetches what the issuer publishes now. */
export type FetchKeys = () => Promise<readonly PublishedKey[]>

export interface Freshness {
  /** Seconds keys are used without asking again; after that they are used while they are fetched. */
  readonly keysFreshForSeconds: number
  /** Seconds after which no key is used without a fresh fetch. */
  readonly keysMaxAgeSeconds: number
}

export interface KeySet {
  /**
   * What `choose` makes of the issuer's keys. Where it makes nothing of keys that are older than
   * this call, the issuer is asked once more, so that a key of this minute is found this minute.
   *
   * @throws UpstreamUnavailable when the issuer does not answer and no key may be used without it
   */
  readonly choose: <Choice>(
    choose: (keys: readonly PublishedKey[]) => Choice | undefined,
  ) => Promise<Choice | undefined>
}

/** Strangers' tokens make the issuer be asked at most this often, and keep a new key out no longer. */
const askAgainAfterSeconds = 5

/** Keeps an issuer's keys by the clock alone: a timer would stop with a frozen Lambda. */
export function keySet(fetchKeys: FetchKeys, freshness: Freshness, clock: Clock): KeySet {
  let kept: { readonly keys: readonly PublishedKey[]; readonly at: number } | undefined
  let refreshDueAt = Number.NEGATIVE_INFINITY
  let askedForStranger: { readonly at: number; readonly done: Promise<unknown> } | undefined

  const refresh = singleFlight(async () => {
    const keys = await fetchKeys()
    kept = { keys, at: clock.now() }
    refreshDueAt = kept.at + freshness.keysFreshForSeconds * 1000
    return keys
  })

  const refreshBehind = () => {
    if (clock.now() < refreshDueAt) return
    refreshDueAt = clock.now() + askAgainAfterSeconds * 1000
    // Nobody waits for it: the older keys still count, and a later call tries again.
    refresh().catch(() => undefined)
  }

  /** A budget of its own, so that neither ageing keys nor strangers use up the other's. */
  const refreshForStranger = async (keptAt: number) => {
    const last = askedForStranger
    if (last === undefined || clock.now() - last.at >= askAgainAfterSeconds * 1000)
      askedForStranger = { at: clock.now(), done: refresh() }
    else if (keptAt > last.at) return
    await askedForStranger?.done
  }

  return {
    async choose(choose) {
      const now = clock.now()
      if (kept === undefined || now - kept.at >= freshness.keysMaxAgeSeconds * 1000)
        return choose(await refresh())
      refreshBehind()
      const choice = choose(kept.keys)
      if (choice !== undefined) return choice
      await refreshForStranger(kept.at)
      return choose(kept.keys)
    },
  }
}

/** Many may ask at once; one answer serves all. */
function singleFlight<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let flight: Promise<Answer> | undefined
  return () => {
    flight ??= ask().finally(() => {
      flight = undefined
    })
    return flight
  }
}
