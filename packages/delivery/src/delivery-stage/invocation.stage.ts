import type { Gate } from '../gate.ts'
import type { ChangeSource } from '../ports/change-source.ts'

/** A call of a port that changes the world, or only asks it. */
export type PortCall = 'write' | 'start' | 'ask' | 'pause'

/** Stands between an invocation and every port it uses. */
export type Around = <Answer>(call: PortCall, act: () => Promise<Answer>) => Promise<Answer>

/** The same gate, with somebody in the way of all its ports. */
export function gateThrough(gate: Gate, around: Around): Gate {
  const { ledger, pipelines } = gate
  const through = (source: ChangeSource): ChangeSource => ({
    ...source,
    tip: (origin) => around('ask', () => source.tip(origin)),
    firstBase: (origin, to) => around('ask', () => source.firstBase(origin, to)),
    changes: (span) => around('ask', () => source.changes(span)),
    refs: (origin) => around('ask', () => source.refs(origin)),
  })
  return {
    ...gate,
    sources: gate.sources.map(through),
    ledger: {
      ...ledger,
      read: (origin, names) => around('ask', () => ledger.read(origin, names)),
      write: (entry) => around('write', () => ledger.write(entry)),
    },
    pipelines: { start: (start) => around('start', () => pipelines.start(start)) },
    pause: (milliseconds) => around('pause', () => gate.pause(milliseconds)),
  }
}

/** When an invocation ends without a word: around its nth write or start, counted from 0. */
export interface Crash {
  readonly at: number
  readonly when: 'before' | 'after'
}

/** What a crashed invocation leaves: nothing, and no port hears of it again. */
export type Ended<Answer> =
  | { readonly ended: 'well'; readonly answer: Answer }
  | { readonly ended: 'crashed' }

/** Runs an invocation that may end at any write or start, in the middle of everything it does. */
export async function invocation<Answer>(
  gate: Gate,
  crash: Crash | undefined,
  work: (gate: Gate) => Promise<Answer>,
): Promise<Ended<Answer>> {
  let count = 0
  let isDead = false
  let die = () => {}
  const death = new Promise<Ended<Answer>>((resolve) => {
    die = () => resolve({ ended: 'crashed' })
  })
  // Only a promise that is never kept is silent enough: an error would be caught, and acted upon.
  const silence = <Silent>() => {
    isDead = true
    die()
    return new Promise<Silent>(() => {})
  }
  const around: Around = async (call, act) => {
    if (isDead) return silence()
    const isHere = (call === 'write' || call === 'start') && crash?.at === count++
    if (isHere && crash?.when === 'before') return silence()
    const answer = await act()
    return isHere || isDead ? silence() : answer
  }
  const life = work(gateThrough(gate, around)).then((answer) => ({ ended: 'well' as const, answer }))
  return Promise.race([life, death])
}
