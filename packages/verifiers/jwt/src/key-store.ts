import type { Clock } from '@sallyport/kernel'
import { type FetchKeys, type KeyFetches, keyFetches, type KeySurroundings } from './key-fetches.ts'
import type { PublishedKey, PublishedKeys } from './published-key.ts'

export interface KeyLife {
  readonly issuer: string
  /** Seconds keys are used without asking again; after that they are used while they are fetched. */
  readonly keysFreshForSeconds: number
  /** Seconds after which no key is used without a fresh fetch. */
  readonly keysMaxAgeSeconds: number
  /** Milliseconds within which a fetch ends, one way or the other. */
  readonly timeoutMilliseconds: number
}

export interface KeyStore {
  /** The keys that may be used at this moment without waiting for anybody, if there are any. */
  readonly current: () => readonly PublishedKey[] | undefined
  /**
   * What `choose` makes of the issuer's keys. Where it makes nothing of keys that are older than
   * this call, the issuer is asked once more, so that a key of this minute is found this minute.
   * Without a promise where nothing has to be waited for, as is the case with almost every token.
   *
   * @throws UpstreamUnavailable when the issuer does not answer and no key may be used without it
   */
  readonly choose: <Choice>(
    choose: (keys: readonly PublishedKey[]) => Choice | undefined,
  ) => Choice | undefined | Promise<Choice | undefined>
}

/**
 * While there are keys the issuer is asked at most this often, 12 times a minute, whoever floods us
 * with names of no key; and no new key waits longer. The first fetch of all does not count, so one
 * is always in reserve for a key that changes right after it.
 */
const askedAgainAfterMilliseconds = 5000

/**
 * Keeps an issuer's keys by the clock alone: a timer would stop with a frozen Lambda.
 *
 * @param preloaded keys that came with the deployment: in use from the start, and never fresh
 */
export function keyStore(
  fetchKeys: FetchKeys,
  life: KeyLife & { readonly preloaded?: PublishedKeys },
  surroundings: KeySurroundings,
): KeyStore {
  const { clock } = surroundings
  const fetches = keyFetches(fetchKeys, life, surroundings)
  const preloaded = life.preloaded && { found: life.preloaded, at: clock.now() }
  let askedAt = Number.NEGATIVE_INFINITY
  const mayAsk = () => isOver(clock, askedAt, askedAgainAfterMilliseconds)

  const refreshBehind = () => {
    if (fetches.underWay() !== undefined || fetches.outage()?.isOn || !mayAsk()) return
    askedAt = clock.now()
    // Nobody waits for it: the older keys still count, and a later call tries again.
    fetches.start('stale_keys').catch(() => undefined)
  }

  const newestKeys = async (known: PublishedKeys): Promise<PublishedKeys> => {
    const outage = fetches.outage()
    const underWay = fetches.underWay()
    if (underWay !== undefined) return underWay
    if (outage !== undefined && (outage.isOn || !mayAsk())) throw outage.failure
    if (!mayAsk()) return known
    askedAt = clock.now()
    return fetches.start('unknown_key')
  }

  const current = () => {
    const fetched = fetches.latest()
    const kept = fetched ?? preloaded
    if (kept === undefined || clock.now() - kept.at > life.keysMaxAgeSeconds * 1000) return undefined
    if (fetched === undefined || isOver(clock, fetched.at, life.keysFreshForSeconds * 1000)) refreshBehind()
    return kept.found
  }

  return {
    current: () => current()?.keys,
    choose(choose) {
      const known = current()
      if (known === undefined) return firstKeys(fetches).then(({ keys }) => choose(keys))
      return choose(known.keys) ?? newestKeys(known).then(({ keys }) => choose(keys))
    },
  }
}

async function firstKeys(fetches: KeyFetches): Promise<PublishedKeys> {
  const outage = fetches.outage()
  if (outage?.isOn) throw outage.failure
  return fetches.underWay() ?? fetches.start('no_keys')
}

/** Past, or before its time: a clock that was set back must not hold anything up. */
function isOver(clock: Clock, since: number, milliseconds: number): boolean {
  const now = clock.now()
  return now - since >= milliseconds || now < since
}
