import type { TokenVerifier } from '../token-verifier.ts'
import type { Call } from '../../call.ts'

/** What may happen to the place where an issuer's keys are: 14 failures of it, two of its content, two of time. */
export const faults = [
  'refuses connections',
  'has no address',
  'shows a certificate nobody trusts',
  'breaks off in the middle',
  'says nothing',
  'dawdles byte by byte',
  'answers 500',
  'answers 503 with Retry-After',
  'answers 429 with Retry-After',
  'redirects',
  'answers in HTML',
  'ends too early',
  'publishes another kind of document',
  'sends 64 MiB',
  'publishes keys of long ago',
  'publishes keys that are not its own',
  'differs in time by ten minutes',
  'is asked by a process that then sleeps for six minutes',
] as const

export type Fault = (typeof faults)[number]

/** What a verifier knows when the fault begins: nothing, keys of this minute, or keys due to be fetched again. */
export const cacheStates = ['empty', 'fresh', 'stale'] as const

export type CacheState = (typeof cacheStates)[number]

/** An issuer whose faults can be arranged, and a verifier of its tokens that has seen none of them yet. */
export interface FaultStage {
  readonly verifier: TokenVerifier
  readonly call: Call
  /** Good at this moment of the verifier's clock, living for five minutes, by the key the issuer has always had. */
  readonly known: () => Promise<string>
  /** The like, by a key that the issuer takes up when the fault is over. */
  readonly rotated: () => Promise<string>
  /** The like, by a stranger under the name of the known key. */
  readonly forged: () => Promise<string>
  /** HS256 with the symmetric key that `publishes keys that are not its own` publishes under the known name. */
  readonly poisoned: () => Promise<string>
  /** From now on the place does this. The two faults of time are nothing the place has to do. */
  readonly begin: (fault: Fault) => void | Promise<void>
  /** From now on it publishes the known and the rotated key; who asked before and was left waiting is left so. */
  readonly end: () => void | Promise<void>
  readonly passSeconds: (seconds: number) => void
  /** How long keys are fresh, and how long they live. */
  readonly keysFreshForSeconds: number
  readonly keysMaxAgeSeconds: number
  /** How often the verifier has turned to the place so far, in vain or not. */
  readonly fetches: () => number
  /** Resolves when fetches that nobody waits for have ended. */
  readonly settled: () => Promise<void>
}
