import { type Contract, demand, UpstreamUnavailable } from '@sallyport/kernel'
import type { Origin } from '../../revision.ts'
import type { Ledger } from '../ledger.ts'
import { bare, entryOf, full, main, same, written } from './entries.ts'
import type { LedgerStage } from './stage.ts'

const fifteenDays = 15 * 24 * 60 * 60 * 1000

/** What the sweep relies on, what is forgotten when, and what an outage may do. */
export const lastingClauses: Contract<LedgerStage> = [
  {
    promise: 'lists each origin once, however many entries it has',
    async keep({ ledger, again }) {
      const origins = Array.from({ length: 60 }, (_, number) => ({ ...main, ref: `refs/heads/b${number}` }))
      const pipelines = Array.from({ length: 50 }, (_, number) => `p${number}`)
      // A page of a store is often 1 MB.
      const baseline = 'x'.repeat(400)
      for (const origin of origins)
        await Promise.all(pipelines.map((name) => written(ledger, { ...bare(origin, name), baseline })))
      for (const view of [ledger, await again()])
        demand(same(await refsOf(view), origins.map(({ ref }) => ref).toSorted()), 'told other origins')
    },
  },
  {
    promise: 'lists origins as they were spelt',
    async keep({ ledger, again }) {
      const origins: readonly Origin[] = [
        { kind: 's3', repository: 'bucket', ref: 's3://bucket/a:b#c\n"d" \u{1f6aa}' },
        { kind: 'github', repository: 'acme/shop', ref: `refs/heads/${'long/'.repeat(500)}x` },
      ]
      for (const origin of origins) await written(ledger, full(origin))
      const found: Origin[] = []
      for await (const origin of (await again()).origins()) found.push(origin)
      for (const origin of origins)
        demand(
          found.some((one) => same(one, origin)),
          'changed an origin',
        )
      demand(found.length === origins.length, 'told an origin that is none')
    },
  },
  {
    promise: 'keeps when an entry may be forgotten, and does not forget it before, nor within 15 days',
    async keep({ ledger, again, now }) {
      const soon = { ...bare(main, 'soon'), forgetAfter: now() + fifteenDays }
      const past = { ...bare(main, 'past'), forgetAfter: now() - fifteenDays }
      await written(ledger, soon, past)
      for (let edition = 1; edition <= 50; edition += 1) await written(ledger, bare(main, 'busy', edition))
      for (const view of [ledger, await again()])
        for (const entry of [soon, past]) demand(same(await entryOf(view, entry), entry), 'forgot it')
    },
  },
  {
    promise: 'leaves a write whose answer was lost done or not done, and a reader can tell',
    async keep({ ledger, again, fault }) {
      await written(ledger, bare())
      if ((await fault?.('answer_lost')) !== 'arranged') return
      const entry = { ...full(), edition: 2 }
      const answer = await ledger.write(entry).catch((failure: unknown) => failure)
      demand(
        answer === 'written' || answer instanceof UpstreamUnavailable,
        'gave another answer than written or UpstreamUnavailable',
      )
      const found = await entryOf(await again(), entry)
      const isDone = same(found, entry)
      demand(isDone || same(found, bare()), 'left it half done')
      demand(isDone || answer !== 'written', 'answered written, and it was not')
      await written(ledger, bare(main, 'web', isDone ? 3 : 2))
    },
  },
  {
    promise: 'fails with UpstreamUnavailable when the store does not answer: reads, writes and origins',
    async keep({ ledger, fault }) {
      await written(ledger, bare())
      if ((await fault?.('unavailable')) !== 'arranged') return
      for (const act of [
        () => ledger.read(main, ['web']),
        () => ledger.write(bare(main, 'web', 2)),
        () => ledger.write(bare(main, 'new')),
        () => refsOf(ledger),
      ]) {
        const answer: unknown = await act().catch((failure: unknown) => failure)
        demand(answer instanceof UpstreamUnavailable, 'did not reject with UpstreamUnavailable')
      }
    },
  },
]

async function refsOf(ledger: Ledger): Promise<readonly string[]> {
  const refs: string[] = []
  for await (const { ref } of ledger.origins()) refs.push(ref)
  return refs.toSorted()
}
