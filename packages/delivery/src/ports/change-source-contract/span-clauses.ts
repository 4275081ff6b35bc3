import { type Contract, demand } from '@sallyport/kernel'
import { changesBetween, compared, files, pathOf, same } from './reading.ts'
import type { ChangeSourceStage } from './stage.ts'

/** Comparing two revisions. */
export const spanClauses: Contract<ChangeSourceStage> = [
  {
    promise: 'tells where the origin points now',
    async keep({ source, origin, land }) {
      for (const edits of [[{ put: 'a' }], [{ put: 'b' }], [{ remove: 'a' }]]) {
        const revision = await land(edits)
        const tip = await source.tip(origin)
        demand(tip === revision, `expected ${revision}, found ${tip}`)
      }
    },
  },
  {
    promise: 'loses none of 0, 1, 299, 300, 301 and 3,001 changes, and tells none twice',
    async keep(stage) {
      const start = await stage.land([{ put: 'start' }])
      for (const count of [0, 1, 299, 300, 301, 3001]) {
        const back = files(count).flatMap((edit) => ('put' in edit ? { remove: edit.put } : []))
        const there = await stage.land(files(count))
        same(
          await changesBetween(stage, start, there),
          back.map(({ remove }) => ['added', remove] as const),
        )
        await stage.land(back)
      }
    },
  },
  {
    promise: 'tells everything as added when compared with nothing',
    async keep(stage) {
      await stage.land(files(3))
      const to = await stage.land([{ remove: pathOf(1) }, { put: pathOf(2), content: 'other' }])
      same(await changesBetween(stage, undefined, to), [
        ['added', pathOf(0)],
        ['added', pathOf(2)],
      ])
    },
  },
  {
    promise: 'compares tree with tree, whichever of the two is older',
    async keep(stage) {
      const older = await stage.land(files(2))
      await stage.land([{ put: pathOf(0), content: 'passing' }])
      const newer = await stage.land([...files(1), { put: 'new' }, { remove: pathOf(1) }])
      same(await changesBetween(stage, older, newer), [
        ['added', 'new'],
        ['deleted', pathOf(1)],
      ])
      same(await changesBetween(stage, newer, older), [
        ['deleted', 'new'],
        ['added', pathOf(1)],
      ])
      same(await changesBetween(stage, newer, newer), [])
    },
  },
  {
    promise: 'answers unknown_base before the first change when the base cannot be resolved',
    async keep({ source, origin, land }) {
      const to = await land([{ put: 'a' }])
      for (const from of strangers) {
        const { outcome } = await source.changes({ origin, from, to, interest: 'every' })
        demand(outcome === 'unknown_base', `expected unknown_base of ${from}, found ${outcome}`)
      }
    },
  },
  {
    promise: 'answers unknown_revision when there is no such revision',
    async keep({ source, origin, land }) {
      const there = await land([{ put: 'a' }])
      for (const to of strangers)
        for (const from of [there, undefined]) {
          const { outcome } = await source.changes({ origin, from, to, interest: 'every' })
          demand(outcome === 'unknown_revision', `expected unknown_revision of ${to}, found ${outcome}`)
        }
    },
  },
  {
    promise: 'may be left before its end, and is whole when asked again',
    async keep(stage) {
      const from = await stage.land([{ put: 'start' }])
      const to = await stage.land(files(1201))
      const { changes } = await compared(stage, from, to)
      for await (const { change } of changes) {
        demand(change === 'added', `expected added, found ${change}`)
        break
      }
      const again = await changesBetween(stage, from, to)
      demand(again.length === 1201, `expected 1201 changes, found ${again.length}`)
    },
  },
  {
    promise: 'calls a reading exact only when everything was told and nothing else',
    async keep(stage) {
      const from = await stage.land(files(400))
      const to = await stage.land([{ put: 'one' }, { remove: pathOf(7) }])
      const { changes, completeness } = await compared(stage, from, to)
      const told: string[] = []
      for await (const { path } of changes) told.push(path)
      const isRight = told.sort().join() === [pathOf(7), 'one'].join()
      const verdict = completeness()
      demand(verdict !== 'exact' || isRight, `called ${told.length} paths exact`)
      demand(verdict !== 'unknown', 'does not know whether so small a change is complete')
    },
  },
  {
    promise: 'names exactly the revision when it pins one',
    async keep({ source, origin, land }) {
      const first = await land([{ put: 'a' }])
      const second = await land([{ put: 'b' }])
      for (const to of [first, second]) {
        const { revisionType, revisionValue, action } = source.pin(origin, to)
        demand(
          revisionType === 'S3_OBJECT_KEY' || revisionValue === to,
          `expected ${to}, found ${revisionValue}`,
        )
        demand(action.provider !== '', 'does not say whose action the pin is for')
      }
    },
  },
]

const strangers = ['0123456789abcdef0123456789abcdef01234567', '-x', '--output=x', 'no such', '']
