import { UpstreamUnavailable } from '@sallyport/kernel'
import type { KeyNotice } from './key-notice.ts'
import { keyStore } from './key-store.ts'
import type { PublishedKey, PublishedKeys } from './published-key.ts'

/** A set with keys of these names; what they verify does not matter here. */
export const setOf = (...names: readonly string[]): PublishedKeys => ({
  keys: names.map((keyId) => ({ keyId }) as PublishedKey),
  ignored: [],
})

type Answering = () => PublishedKeys | Promise<PublishedKeys>

export const down: Answering = () => {
  throw new UpstreamUnavailable('issuer')
}

/** Ends by the time limit of the store, on the simulated clock; the test says when. */
export interface Hang {
  readonly answering: Answering
  readonly end: () => void
}

export function hang(): Hang {
  const { promise, reject } = Promise.withResolvers<PublishedKeys>()
  return { answering: () => promise, end: () => reject(new UpstreamUnavailable('issuer')) }
}

export interface StoreStage {
  /** `served`, `unknown` or `failed`, at this moment of the simulation. */
  readonly ask: (name: string) => Promise<string>
  readonly answerWith: (answering: Answering) => void
  readonly fetchedAt: readonly number[]
  readonly notices: readonly KeyNotice[]
  readonly goTo: (seconds: number) => void
}

/** A key store before a simulated issuer, under a clock that the test moves: in seconds, from 0. */
export function storeStage(first: Answering, preloaded?: PublishedKeys): StoreStage {
  let now = 0
  let answering = first
  const fetchedAt: number[] = []
  const notices: KeyNotice[] = []
  const fetchKeys = async () => {
    fetchedAt.push(now)
    return answering()
  }
  const life = {
    issuer: 'https://idp.example.com/',
    keysFreshForSeconds: 600,
    keysMaxAgeSeconds: 3600,
    timeoutMilliseconds: 2000,
    ...(preloaded === undefined ? {} : { preloaded }),
  }
  const notify = (notice: KeyNotice) => void notices.push(notice)
  const store = keyStore(fetchKeys, life, { clock: { now: () => now * 1000 }, notify, chance: () => 0 })
  return {
    async ask(name) {
      try {
        const found = await store.choose((keys) => keys.find(({ keyId }) => keyId === name))
        return found === undefined ? 'unknown' : 'served'
      } catch (failure) {
        return failure instanceof UpstreamUnavailable ? 'failed' : 'broken'
      } finally {
        // What nobody waits for goes on all the same.
        await new Promise(setImmediate)
      }
    },
    answerWith: (next) => {
      answering = next
    },
    fetchedAt,
    notices,
    goTo: (seconds) => {
      now = seconds
    },
  }
}
