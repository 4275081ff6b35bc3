import { UpstreamUnavailable } from '@sallyport/kernel'
import { describe, expect, it } from 'vitest'
import { memoryLedger } from '../memory-ledger.ts'
import type { Ledger, LedgerEntry } from './ledger.ts'
import { type LedgerStage, ledgerContract } from './ledger.contract.ts'

/** A second process sees another store when the mutant has one of its own for each. */
type Make = () => Pick<LedgerStage, 'ledger' | 'again'> & Partial<Pick<LedgerStage, 'fault'>>

/** Keeps its word, and can be broken. */
function honest(change: (ledger: Ledger) => Partial<Ledger> = () => ({})): LedgerStage {
  const memory = memoryLedger()
  let isDown = false
  let isDeaf = false
  const guard = async () => {
    if (isDown) throw new UpstreamUnavailable('memory')
  }
  const plain: Ledger = {
    read: (origin, pipelines) => guard().then(() => memory.read(origin, pipelines)),
    async write(entry) {
      await guard()
      const answer = await memory.write(entry)
      if (isDeaf) {
        isDeaf = false
        throw new UpstreamUnavailable('memory')
      }
      return answer
    },
    async *origins() {
      await guard()
      yield* memory.origins()
    },
  }
  const ledger = { ...plain, ...change(plain) }
  return {
    ledger,
    again: async () => ledger,
    fault: async (kind) => {
      if (kind === 'unavailable') isDown = true
      else isDeaf = true
      return 'arranged'
    },
    now: () => 1_764_064_800_000,
  }
}

async function broken(make: Make): Promise<readonly string[]> {
  const kept = await Promise.all(
    ledgerContract.map(({ promise, keep }) =>
      keep({ now: () => 1_764_064_800_000, ...make() }).then(
        () => [],
        () => [promise],
      ),
    ),
  )
  return kept.flat()
}

const reading =
  (change: (entry: LedgerEntry) => unknown): Make =>
  () =>
    honest(({ read }) => ({
      read: async (origin, pipelines) =>
        (await read(origin, pipelines)).map((entry) => change(entry) as LedgerEntry),
    }))

const writing =
  (change: (entry: LedgerEntry) => LedgerEntry): Make =>
  () =>
    honest(({ write }) => ({ write: (entry) => write(change(entry)) }))

const withOrigin = (change: (ref: string) => string) =>
  writing((entry) => ({ ...entry, key: { ...entry.key, ref: change(entry.key.ref) } }))

const mutants: readonly (readonly [string, string, Make])[] = [
  ['reads absent members as null', 'keeps absent members absent', reading((e) => ({ baseline: null, ...e }))],
  ['reads them as undefined', 'keeps absent members absent', reading((e) => ({ intent: undefined, ...e }))],
  [
    'drops empty texts',
    'keeps absent members absent',
    reading(({ baseline, ...e }) => (baseline === '' || baseline === undefined ? e : { ...e, baseline })),
  ],
  [
    'normalises unicode',
    'to the letter',
    reading((e) => JSON.parse(JSON.stringify(e).normalize('NFC')) as unknown),
  ],
  ['rounds times', 'to the letter', reading((e) => ({ ...e, ...(e.forgetAfter && { forgetAfter: 1000 }) }))],
  [
    'cuts long texts',
    'a path of 4 KB',
    reading((e) => JSON.parse(JSON.stringify(e), (_, v) => (typeof v === 'string' ? v.slice(0, 3000) : v))),
  ],
  ['folds case', 'leaves other refs', withOrigin((ref) => ref.toLowerCase())],
  [
    'joins names with a colon',
    'leaves other refs',
    () => {
      const join = <Key extends { repository: string; ref: string }>(key: Key): Key => ({
        ...key,
        repository: '',
        ref: `${key.repository}:${key.ref}`,
      })
      return honest(({ read, write }) => ({
        read: (origin, pipelines) => read(join(origin), pipelines),
        write: (entry) => write({ ...entry, key: join(entry.key) }),
      }))
    },
  ],
  [
    'takes whatever edition is higher',
    'does not follow',
    () =>
      honest(({ read, write }) => ({
        write: async (entry) => {
          const [found] = await read(entry.key, [entry.key.pipeline])
          return entry.edition > (found?.edition ?? 0)
            ? write({ ...entry, edition: (found?.edition ?? 0) + 1 })
            : 'conflict'
        },
      })),
  ],
  [
    'looks before it writes',
    'exactly one of many',
    () => {
      const answers = new Map<string, LedgerEntry>()
      return honest(() => ({
        read: async (_, pipelines) => pipelines.flatMap((pipeline) => answers.get(pipeline) ?? []),
        write: async (entry) => {
          const edition = answers.get(entry.key.pipeline)?.edition ?? 0
          await Promise.resolve()
          if (entry.edition !== edition + 1) return 'conflict'
          answers.set(entry.key.pipeline, entry)
          return 'written'
        },
      }))
    },
  ],
  [
    'takes the same entry again for written',
    'exactly one of many',
    () =>
      honest(({ read, write }) => ({
        write: async (entry) => {
          const answer = await write(entry)
          const [found] = await read(entry.key, [entry.key.pipeline])
          return JSON.stringify(found) === JSON.stringify(entry) ? 'written' : answer
        },
      })),
  ],
  [
    'reads 100 at most',
    'reads many pipelines at once',
    () => honest(({ read }) => ({ read: (origin, pipelines) => read(origin, pipelines.slice(0, 100)) })),
  ],
  [
    'reads what exists as often as it is asked',
    'reads many pipelines at once',
    () =>
      honest(({ read }) => ({
        read: async (origin, pipelines) =>
          (await Promise.all(pipelines.map((pipeline) => read(origin, [pipeline])))).flat(),
      })),
  ],
  [
    'makes up entries that are not there',
    'reads nothing where nothing',
    () =>
      honest(({ read }) => ({
        read: async (origin, pipelines) => {
          const found = await read(origin, pipelines)
          return found.length > 0
            ? found
            : pipelines.map((p) => ({ key: { ...origin, pipeline: p }, edition: 0 }))
        },
      })),
  ],
  [
    'keeps a store in each process',
    'also in another process',
    () => ({ ledger: memoryLedger(), again: async () => memoryLedger() }),
  ],
  [
    'lists an origin for each pipeline',
    'lists each origin once',
    () =>
      honest(({ origins }) => ({
        async *origins() {
          for await (const origin of origins()) yield* [origin, origin]
        },
      })),
  ],
  [
    'lists the first page of origins',
    'lists each origin once',
    () =>
      honest(({ origins }) => ({
        async *origins() {
          let count = 0
          for await (const origin of origins()) if ((count += 1) <= 30) yield origin
        },
      })),
  ],
  [
    'merges editions',
    'what the entry before it said',
    () =>
      honest(({ read, write }) => ({
        write: async (entry) => write({ ...(await read(entry.key, [entry.key.pipeline]))[0], ...entry }),
      })),
  ],
  [
    'forgets what may be forgotten',
    'when an entry may be forgotten',
    () =>
      honest(({ read }) => ({
        read: async (origin, pipelines) =>
          (await read(origin, pipelines)).filter(
            ({ forgetAfter = Infinity }) => forgetAfter > 1_764_064_800_000,
          ),
      })),
  ],
  [
    'calls a lost answer a conflict',
    'whose answer was lost',
    () => honest(({ write }) => ({ write: (entry) => write(entry).catch(() => 'conflict' as const) })),
  ],
  [
    'reads nothing in an outage',
    'when the store does not answer',
    () => honest(({ read }) => ({ read: (origin, pipelines) => read(origin, pipelines).catch(() => []) })),
  ],
  [
    'lists no origins in an outage',
    'when the store does not answer',
    () =>
      honest(({ origins }) => ({
        async *origins() {
          try {
            yield* origins()
          } catch {
            return
          }
        },
      })),
  ],
]

describe('the contract of ledgers', () => {
  for (const { promise, keep } of ledgerContract)
    it(`is kept by an honest one: ${promise}`, () => keep(honest()))

  it('is broken in no clause by an honest one', async () => {
    expect(await broken(() => honest())).toEqual([])
  })

  it.each(mutants)('catches a ledger that %s', async (_, part, make) => {
    expect(await broken(make)).toContainEqual(expect.stringContaining(part))
  })
})
