import { UpstreamUnavailable } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { type QueueFault, type QueueStage, queueContract } from './queue.contract.ts'
import type { Queue } from './queue.ts'

type Forward = (
  event: Readonly<Record<string, unknown>>,
  seen: { readonly texts: string[]; readonly fault: QueueFault },
) => Promise<void>

const unavailable = () => new UpstreamUnavailable('memory')

/** Keeps its word. */
const honest: Forward = async (event, { texts, fault }) => {
  if (['throttled', 'unreachable', 'silent'].includes(fault)) throw unavailable()
  texts.push(JSON.stringify(event))
  if (fault === 'answer_lost') throw unavailable()
}

function stage(forward: Forward): QueueStage {
  const texts: string[] = []
  let fault: QueueFault = 'none'
  const queue: Queue = {
    forward: (event) => {
      const now = fault
      if (now === 'answer_lost' || now === 'throttled_once') fault = 'none'
      return forward(event, { texts, fault: now })
    },
  }
  return {
    queue,
    order: 'kept',
    fetched: async () => texts.map((text): unknown => JSON.parse(text)),
    fault: async (kind) => {
      fault = kind
    },
  }
}

async function broken(forward: Forward): Promise<readonly string[]> {
  const kept = await Promise.all(
    queueContract.map(({ promise, keep }) =>
      keep(stage(forward)).then(
        () => [],
        () => [promise],
      ),
    ),
  )
  return kept.flat()
}

const mutants: readonly (readonly [string, string, Forward])[] = [
  [
    'puts the newest first',
    'hands every event over, those of one group in the order they came if it keeps one',
    async (event, seen) => {
      const { texts } = seen
      await honest(event, seen)
      texts.unshift(...texts.splice(-1))
    },
  ],
  [
    'drops what XML cannot say',
    'hands every letter over: quotes, line ends, other scripts, noncharacters, halves of pairs',
    (event, seen) => honest(JSON.parse(JSON.stringify(event).replaceAll(/[\ufffe\uffff]/g, '')), seen),
  ],
  [
    'fails for good when it is throttled once',
    'survives throttling that passes',
    (event, seen) => (seen.fault === 'throttled_once' ? Promise.reject(unavailable()) : honest(event, seen)),
  ],
  [
    'takes an event while it is throttled, and says it did not',
    'fails with UpstreamUnavailable while it is throttled, hands nothing over, and recovers',
    async (event, seen) => {
      if (seen.fault === 'throttled') seen.texts.push(JSON.stringify(event))
      await honest(event, seen)
    },
  ],
  [
    'has an error of its own for an outage',
    'fails with UpstreamUnavailable while it is unreachable, hands nothing over, and recovers',
    (event, seen) =>
      seen.fault === 'unreachable' ? Promise.reject(new Error('ECONNREFUSED')) : honest(event, seen),
  ],
  [
    'takes silence for an answer',
    'gives up in the time it is given when nobody says anything',
    (event, seen) => (seen.fault === 'silent' ? Promise.resolve() : honest(event, seen)),
  ],
]

describe('the contract of queues', () => {
  for (const { promise, keep } of queueContract)
    it(`is kept in memory: ${promise}`, () => keep(stage(honest)))

  it.each(mutants)('catches a queue that %s, by exactly one clause', async (_, promise, forward) => {
    expect(await broken(forward)).toEqual([promise])
  })

  it('catches a queue that loses what it was given', async () => {
    const losing: Forward = (_, { fault }) =>
      fault === 'answer_lost' ? Promise.reject(unavailable()) : Promise.resolve()
    const clause = queueContract.find(({ promise }) => promise.startsWith('loses nothing'))
    await expect(clause?.keep(stage(losing))).rejects.toThrow('lost it')
  })
})
