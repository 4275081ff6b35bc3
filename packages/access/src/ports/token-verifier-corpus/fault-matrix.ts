import { type Contract, demand } from '@sallyport/kernel'
import { fill, hears, recovers, wordFor } from './fault-answers.ts'
import { type CacheState, cacheStates, type Fault, faults, type FaultStage } from './fault-stage.ts'

/** A cell of the matrix: one fault that meets one state of the cache. */
export interface FaultCell {
  readonly fault: Fault
  readonly state: CacheState
  readonly promise: string
  readonly keep: (stage: FaultStage) => Promise<void>
}

/** 18 faults at three states of the cache. No cell accepts a token without the issuer's own signature. */
export const faultMatrix: readonly FaultCell[] & Contract<FaultStage> = faults.flatMap((fault) =>
  cacheStates.map((state) => ({
    fault,
    state,
    promise: promiseOf(fault, state),
    keep: keeperOf(fault, state),
  })),
)

/** Calls that must not make a place in trouble be asked more than a few times, while the clock stands. */
const calls = 10
const mostFetches = 3

function promiseOf(fault: Fault, state: CacheState): string {
  return `keeps its head with ${state === 'empty' ? 'no' : state} keys when the issuer ${fault}`
}

function keeperOf(fault: Fault, state: CacheState): FaultCell['keep'] {
  if (fault === 'publishes keys of long ago') return (stage) => rolledBack(stage, state)
  if (fault === 'publishes keys that are not its own') return (stage) => poisoned(stage, state)
  if (fault === 'differs in time by ten minutes') return (stage) => clocksApart(stage, state)
  if (fault === 'is asked by a process that then sleeps for six minutes')
    return (stage) => asleep(stage, state)
  return (stage) => outOfReach(stage, { fault, state })
}

async function outOfReach(
  stage: FaultStage,
  { fault, state }: Pick<FaultCell, 'fault' | 'state'>,
): Promise<void> {
  await fill(stage, state)
  await stage.begin(fault)
  const before = stage.fetches()
  for (let call = 0; call < calls; call += 1) {
    await hears(stage, await stage.known(), state === 'empty' ? ['unavailable'] : ['verified'])
    await hears(stage, await stage.forged(), state === 'empty' ? ['unavailable'] : ['bad_signature'])
    await hears(stage, await stage.rotated(), ['unavailable'])
  }
  await stage.settled()
  demand(stage.fetches() - before <= mostFetches, `asked the issuer ${stage.fetches() - before} times`)
  if (state === 'stale') {
    stage.passSeconds(stage.keysMaxAgeSeconds)
    await hears(stage, await stage.known(), ['unavailable'])
  }
  await recovers(stage)
}

/** An older document cannot be told from a key that was taken away: what it leaves out is unknown. */
async function rolledBack(stage: FaultStage, state: CacheState): Promise<void> {
  await fill(stage, state)
  await stage.begin('publishes keys of long ago')
  await hears(stage, await stage.known(), state === 'empty' ? ['unknown_key'] : ['verified'])
  await stage.settled()
  await hears(stage, await stage.known(), state === 'fresh' ? ['verified'] : ['unknown_key'])
  await hears(stage, await stage.rotated(), ['unknown_key'])
  await hears(stage, await stage.forged(), ['bad_signature', 'unknown_key'])
  await recovers(stage)
}

/** A published secret and another issuer's key stand beside the known one, and change nothing. */
async function poisoned(stage: FaultStage, state: CacheState): Promise<void> {
  await fill(stage, state)
  await stage.begin('publishes keys that are not its own')
  for (let round = 0; round < 2; round += 1) {
    await hears(stage, await stage.known(), ['verified'])
    await hears(stage, await stage.poisoned(), ['wrong_algorithm'])
    await hears(stage, await stage.forged(), ['bad_signature'])
    await hears(stage, await stage.rotated(), ['unknown_key'])
    await stage.settled()
  }
  await recovers(stage)
}

async function clocksApart(stage: FaultStage, state: CacheState): Promise<void> {
  await fill(stage, state)
  const token = await stage.known()
  stage.passSeconds(600)
  await hears(stage, token, ['expired'])
  await hears(stage, await stage.known(), ['verified'])
  const ahead = await stage.known()
  stage.passSeconds(-1200)
  await hears(stage, ahead, ['not_yet_valid'])
  await hears(stage, token, ['not_yet_valid'])
  await hears(stage, await stage.known(), ['verified'])
  await hears(stage, await stage.forged(), ['bad_signature'])
  stage.passSeconds(600)
  await hears(stage, token, ['verified'])
  await recovers(stage)
}

/** A frozen Lambda wakes up later: what it asked before is lost, and so is the time that a token had. */
async function asleep(stage: FaultStage, state: CacheState): Promise<void> {
  await fill(stage, state)
  await stage.begin('says nothing')
  const waiting = wordFor(stage, await stage.known()).catch(String)
  stage.passSeconds(360)
  await stage.end()
  // Nobody who comes now waits for an answer to a question from before the sleep.
  await hears(stage, await stage.known(), ['verified'])
  await hears(stage, await stage.forged(), ['bad_signature'])
  const heard = await waiting
  const words = state === 'empty' ? ['unavailable', 'expired'] : ['verified', 'expired']
  demand(words.includes(heard), `expected ${words.join(' or ')}, found ${heard}`)
  await recovers(stage)
}
