import type { Clock } from '@sallyport/kernel'
import { retryAfterSeconds, waitSeconds } from './back-off.ts'
import { retryAfterOf } from './download.ts'
import type { FetchReason, KeyNotice, NotifyOfKeys } from './key-notice.ts'
import type { PublishedKeys } from './published-key.ts'

/** Fetches what the issuer publishes now. The same object again says that nothing has changed. */
export type FetchKeys = () => Promise<PublishedKeys>

export interface KeySurroundings {
  readonly clock: Clock
  readonly notify?: NotifyOfKeys
  /** From 0 to 1. Defaults to `Math.random`. */
  readonly chance?: () => number
}

export interface KeyFetches {
  /** The answer that is being waited for, if any. */
  readonly underWay: () => Promise<PublishedKeys> | undefined
  /** What the last fetch came to, if it failed, and whether the issuer is to be left alone still. */
  readonly outage: () => { readonly failure: unknown; readonly isOn: boolean } | undefined
  /** The keys that were fetched last, and when they were asked for. */
  readonly latest: () => { readonly found: PublishedKeys; readonly at: number } | undefined
  readonly start: (because: FetchReason) => Promise<PublishedKeys>
}

/** A fetch this much overdue was frozen with its Lambda, and says nothing about the issuer. */
const graceMilliseconds = 1000

/** Fetches one at a time, and knows how long to wait after one that failed. */
export function keyFetches(
  fetchKeys: FetchKeys,
  { issuer, timeoutMilliseconds }: { readonly issuer: string; readonly timeoutMilliseconds: number },
  { clock, notify = () => undefined, chance = Math.random }: KeySurroundings,
): KeyFetches {
  const outages = outageRecord(clock, chance)
  let flight: { readonly at: number; readonly answer: Promise<PublishedKeys> } | undefined
  let latest: { readonly found: PublishedKeys; readonly at: number } | undefined

  const isFrozen = (at: number) => clock.now() - at > timeoutMilliseconds + graceMilliseconds
  const landed = (found: PublishedKeys, at: number, because: FetchReason) => {
    const changed = found !== latest?.found
    latest = { found, at }
    outages.ended()
    noticesOf(found, { issuer, because, changed }).forEach((notice) => notify(notice))
  }

  const fly = async (at: number, because: FetchReason) => {
    try {
      const found = await fetchKeys()
      if (flight?.at === at) landed(found, at, because)
      else notify({ notice: 'jwks_given_up', issuer, because })
      return found
    } catch (failure) {
      if (flight?.at !== at || isFrozen(at)) notify({ notice: 'jwks_given_up', issuer, because })
      else notify({ notice: 'jwks_failed', issuer, because, ...outages.failed(failure), cause: failure })
      throw failure
    } finally {
      if (flight?.at === at) flight = undefined
    }
  }

  return {
    underWay: () => (flight === undefined || isFrozen(flight.at) ? undefined : flight.answer),
    outage: outages.current,
    latest: () => latest,
    start: (because) => {
      const at = clock.now()
      flight = { at, answer: Promise.resolve().then(() => fly(at, because)) }
      return flight.answer
    },
  }
}

function outageRecord(clock: Clock, chance: () => number) {
  let last: { readonly failure: unknown; readonly at: number; readonly wait: number } | undefined
  let failures = 0
  return {
    current: () => {
      if (last === undefined) return undefined
      const since = clock.now() - last.at
      return { failure: last.failure, isOn: since >= 0 && since < last.wait }
    },
    failed: (failure: unknown) => {
      failures += 1
      const at = clock.now()
      const askedFor = retryAfterSeconds(retryAfterOf(failure), at)
      const askedAgainInSeconds = waitSeconds(failures, askedFor, chance())
      last = { failure, at, wait: askedAgainInSeconds * 1000 }
      return { failures, askedAgainInSeconds }
    },
    ended: () => {
      last = undefined
      failures = 0
    },
  }
}

/** A key that is left out is told of once, and not at every fetch. */
function noticesOf(
  { keys, ignored }: PublishedKeys,
  facts: { readonly issuer: string; readonly because: FetchReason; readonly changed: boolean },
): readonly KeyNotice[] {
  const { issuer, changed } = facts
  const fetched = { notice: 'jwks_fetched', ...facts, keys: keys.length } as const
  const left = (changed ? ignored : []).map((key) => ({ notice: 'jwk_ignored', issuer, ...key }) as const)
  return [fetched, ...left]
}
