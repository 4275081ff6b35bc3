import { type Contract, demand } from '@sallyport/kernel'
import type { Ledger, LedgerEntry } from '../ledger.ts'
import { bare, entryOf, full, main, same, written } from './entries.ts'
import type { LedgerStage } from './stage.ts'

/** Who may write, and who of several did. */
export const writingClauses: Contract<LedgerStage> = [
  {
    promise: 'writes a first entry as edition 1, and refuses a second first entry',
    async keep({ ledger, again }) {
      await written(ledger, bare())
      for (const view of [ledger, await again()]) {
        demand((await view.write(full())) === 'conflict', 'wrote a second first entry')
        demand((await view.write(bare())) === 'conflict', 'took the same entry twice')
      }
      demand(same(await entryOf(ledger, bare()), bare()), 'changed the first')
    },
  },
  {
    promise: 'refuses an entry that does not follow the edition that is there',
    async keep({ ledger, again }) {
      for (const edition of [0, 2, 7])
        demand((await ledger.write(bare(main, 'web', edition))) === 'conflict', 'began at another edition')
      await written(ledger, bare(), bare(main, 'web', 2))
      for (const view of [ledger, await again()])
        for (const edition of [0, 1, 2, 4, 20])
          demand((await view.write(bare(main, 'web', edition))) === 'conflict', `wrote ${edition} after 2`)
      await written(await again(), bare(main, 'web', 3))
      demand((await entryOf(ledger, bare()))?.edition === 3, 'lost the edition that followed')
    },
  },
  {
    promise: 'writes exactly one of many concurrent entries of the same edition, alike or not',
    async keep({ ledger, again }) {
      const views = [ledger, await again(), await again()]
      for (const alike of [false, true])
        for (let edition = 1; edition <= 5; edition += 1) await race(views, { edition, alike })
    },
  },
  {
    promise: 'leaves other refs, pipelines and sources alone, however much their names look alike',
    async keep({ ledger, again }) {
      const entries = lookalikes()
      for (const entry of entries)
        demand((await ledger.write(entry)) === 'written', `took ${name(entry)} for another`)
      await written(ledger, { ...bare(), edition: 2, baseline: 'changed' })
      const other = await again()
      for (const entry of entries.slice(1))
        demand(same(await entryOf(other, entry), entry), `changed ${name(entry)}`)
    },
  },
]

async function race(
  views: readonly Ledger[],
  round: { readonly edition: number; readonly alike: boolean },
): Promise<void> {
  const { edition, alike } = round
  const entries = Array.from({ length: 12 }, (_, number) => ({
    ...bare(main, alike ? 'alike' : 'different', edition),
    baseline: alike ? 'same' : `writer ${number}`,
  }))
  const answers = await Promise.all(
    entries.map(async (entry, number) => views[number % views.length]?.write(entry)),
  )
  const winners = entries.filter((_, number) => answers[number] === 'written')
  demand(winners.length === 1, `told ${winners.length} of ${entries.length} that they had written`)
  for (const view of views)
    demand(same(await entryOf(view, bare(main, alike ? 'alike' : 'different')), winners[0]), 'kept a loser')
}

const name = ({ key }: LedgerEntry) => JSON.stringify([key.kind, key.repository, key.ref, key.pipeline])

/** The first is the one that is changed; the others differ from it, or from each other, by little. */
function lookalikes(): readonly LedgerEntry[] {
  const { ref } = main
  const pairs = [':', '#', '\n', '/', '|', '\u0000', ' ', '"', '","'].flatMap((mark) => [
    bare({ kind: 'github', repository: `a${mark}b`, ref: 'c' }, 'd'),
    bare({ kind: 'github', repository: 'a', ref: `b${mark}c` }, 'd'),
    bare({ kind: 'github', repository: 'a', ref: 'b' }, `c${mark}d`),
    bare({ kind: 'github', repository: 'a', ref: `b${mark}c${mark}d` }, 'e'),
  ])
  return [
    bare(),
    bare(main, 'web2'),
    bare(main, 'we'),
    bare(main, 'Web'),
    bare(main, 'web '),
    bare({ ...main, ref: `${ref}2` }),
    bare({ ...main, ref: ref.slice(0, -1) }),
    bare({ ...main, ref: ref.toUpperCase() }),
    bare({ ...main, repository: 'shop2' }),
    bare({ ...main, kind: 'git' }),
    ...pairs,
  ]
}
