import { type Contract, demand } from '@sallyport/kernel'
import type { LedgerEntry } from '../ledger.ts'
import { bare, entryOf, full, main, same, written } from './entries.ts'
import type { LedgerStage } from './stage.ts'

/** What is read is what was written. */
export const readingClauses: Contract<LedgerStage> = [
  {
    promise: 'reads nothing where nothing was written',
    async keep({ ledger, again }) {
      for (const view of [ledger, await again()]) {
        demand((await view.read(main, ['web', 'api'])).length === 0, 'made something of nothing')
        demand((await view.read(main, [])).length === 0, 'told entries nobody asked for')
        for await (const origin of view.origins()) demand(false, `made up the origin ${origin.ref}`)
      }
    },
  },
  {
    promise: 'reads what was written to the letter, every member of it, also in another process',
    async keep({ ledger, again }) {
      for (const entry of spellings()) {
        await written(ledger, entry)
        demand(same(await entryOf(ledger, entry), entry), `changed the entry of ${entry.key.pipeline}`)
        demand(same(await entryOf(await again(), entry), entry), 'told another process something else')
      }
    },
  },
  {
    promise: 'keeps absent members absent, and makes nothing null or empty',
    async keep({ ledger, again }) {
      const { intent: _, last, ...rest } = full()
      const { from: __, execution: ___, ...decision } = { ...last }
      for (const entry of [
        bare(),
        { ...rest, key: { ...main, pipeline: 'api' } },
        { ...rest, key: { ...main, pipeline: 'empty' }, baseline: '', last: { ...decision, because: {} } },
      ] as readonly LedgerEntry[]) {
        await written(ledger, entry)
        demand(same(await entryOf(ledger, entry), entry), 'added a member, or lost an empty one')
        demand(same(await entryOf(await again(), entry), entry), 'told another process something else')
      }
    },
  },
  {
    promise: 'forgets with each write what the entry before it said',
    async keep({ ledger, again }) {
      await written(ledger, full(), bare(main, 'web', 2))
      demand(same(await entryOf(ledger, bare()), bare(main, 'web', 2)), 'mixed two editions')
      demand(same(await entryOf(await again(), bare()), bare(main, 'web', 2)), 'mixed two editions')
    },
  },
  {
    promise: 'reads many pipelines at once, and only those that exist, once each',
    async keep({ ledger }) {
      const names = Array.from({ length: 250 }, (_, number) => `pipeline-${number}`)
      await Promise.all(names.map((name) => written(ledger, bare(main, name))))
      for (const count of [1, 99, 100, 101, 250]) {
        const wanted = names.slice(0, count)
        const asked = [...wanted, ...wanted.slice(0, 3), ...wanted.map((name) => `${name}-not-there`)]
        const found = (await ledger.read(main, asked)).map(({ key }) => key.pipeline)
        demand(same(found.toSorted(), wanted.toSorted()), `told ${found.length} of ${count} entries`)
      }
    },
  },
  {
    promise: 'carries an entry with a path of 4 KB and a long note',
    async keep({ ledger, again }) {
      const because = { path: `${'\u00e9/'.repeat(1365)}x`, note: 'long \u{1f6aa} '.repeat(2000) }
      const entry = { ...full(), last: { ...full().last, because } } as LedgerEntry
      await written(ledger, entry)
      demand(same(await entryOf(await again(), entry), entry), 'cut it short')
    },
  },
  {
    promise: 'reads at once, in any process, whatever write was answered',
    async keep({ ledger, again }) {
      const other = await again()
      for (let edition = 1; edition <= 20; edition += 1) {
        const [writer, reader] = edition % 2 === 0 ? [ledger, other] : [other, ledger]
        await written(writer, bare(main, 'web', edition))
        demand((await entryOf(reader, bare()))?.edition === edition, 'told an old edition')
      }
    },
  },
]

/** Names and texts that careless stores translate, cut or trim. */
function spellings(): readonly LedgerEntry[] {
  const refs = [
    'refs/heads/main',
    'refs/heads/\u00e9t\u00e9',
    'refs/heads/e\u0301te\u0301',
    'refs/tags/\u{1f6aa}',
    's3://bucket/a b/"c"\n\r\t#d?e=%2F\u0000',
    ` ${'long/'.repeat(200)} `,
  ]
  const origins = refs.map((ref) => ({ ...main, ref }))
  return [
    ...origins.map((origin, number) => full(origin, `pipeline ${number}`)),
    full({ kind: 'github', repository: 'acme/shop', ref: 'refs/heads/main' }, '__proto__'),
    full({ kind: 'ecr', repository: 'web', ref: 'web' }, 'constructor'),
  ]
}
