import { type Contract, demand } from '@sallyport/kernel'
import { changesBetween, files, pathOf, same } from './reading.ts'
import type { RepositoryStage } from './stage.ts'

const branch = 'refs/heads/feature/pay/v2'
const tag = 'refs/tags/release/1.0'

/** Branches and tags, and what is special about them. */
export const refClauses: Contract<RepositoryStage> = [
  {
    promise: 'gives branches and tags their full names, slashes included, in events and when asked',
    async keep({ source, origin, land, point, event }) {
      const to = await land(files(1))
      for (const ref of [branch, tag]) {
        await point(ref, to)
        const found = source.recognise(event({ happened: 'created', ref, to }))
        demand(found?.ref === ref && found.to === to, `expected ${ref} at ${to}, found ${found?.ref}`)
        const tip = await source.tip({ ...origin, ref })
        demand(tip === to, `expected ${ref} at ${to}, found ${tip}`)
      }
    },
  },
  {
    promise: 'tells where each ref points, and nothing of one that is gone or never was',
    async keep({ source, origin, land, point, removeRef }) {
      const main = await land(files(2))
      await point(branch, main)
      const moved = await land(files(3))
      await point(tag, moved)
      const tipOf = (ref: string) => source.tip({ ...origin, ref })
      demand((await tipOf(branch)) === main, 'told one branch for another')
      await point(branch, moved)
      demand((await tipOf(branch)) === moved, 'told where the branch was before')
      for (const ref of [branch, tag]) {
        await removeRef(ref)
        const tip = await tipOf(ref)
        demand(tip === undefined, `expected nothing of ${ref}, found ${tip}`)
      }
      for (const ref of ['refs/heads/feature', 'refs/heads/never', 'refs/tags/never', 'refs/heads/--all'])
        demand((await tipOf(ref)) === undefined, `expected nothing of ${ref}, found a revision`)
    },
  },
  {
    promise: 'tells a file that only the dropped commits of a force push had touched',
    async keep(stage) {
      const base = await stage.land(files(2))
      const dropped = await stage.land([{ put: pathOf(0), content: 'dropped' }, { put: 'gone' }])
      await stage.point('refs/heads/kept', dropped)
      const after = await stage.rewrite(base, [{ put: 'after' }])
      demand((await stage.source.tip(stage.origin)) === after, 'told the tip before the force push')
      same(await changesBetween(stage, dropped, after), [
        ['modified', pathOf(0)],
        ['deleted', 'gone'],
        ['added', 'after'],
      ])
    },
  },
  {
    promise: 'answers unknown_base for a revision the source has forgotten, or compares it while it has not',
    async keep(stage) {
      const { source, origin } = stage
      const base = await stage.land(files(2))
      const from = await stage.land([{ put: 'dropped' }])
      const to = await stage.rewrite(base, [{ put: 'after' }])
      const expected = (await stage.forget(from)) === 'forgotten' ? 'unknown_base' : 'compared'
      const { outcome } = await source.changes({ origin, from, to, interest: 'every' })
      demand(outcome === expected, `expected ${expected}, found ${outcome}`)
    },
  },
  {
    promise: 'compares a new branch first with where it left the default branch',
    async keep({ source, origin, land, point, rewrite }) {
      const left = await land(files(2))
      const topic = await land([{ put: 'topic' }])
      await point(branch, topic)
      await rewrite(left, [{ put: 'meanwhile' }])
      const base = await source.firstBase({ ...origin, ref: branch }, topic)
      demand(base === left, `expected ${left}, found ${JSON.stringify(base)}`)
    },
  },
  {
    promise: 'compares the default branch first with nothing',
    async keep({ source, origin, land }) {
      await land(files(1))
      const base = await source.firstBase(origin, await land(files(2)))
      demand(base === undefined, `expected nothing, found ${JSON.stringify(base)}`)
    },
  },
  {
    promise: 'compares a new tag first with the tag before it, or with nothing where it cannot find one',
    async keep({ source, origin, land, point }) {
      const first = await land(files(1))
      await point('refs/tags/v1', first)
      await land(files(2))
      const second = await land(files(3))
      await point('refs/tags/v2', second)
      const before = await source.firstBase({ ...origin, ref: 'refs/tags/v2' }, second)
      demand(
        before === first || before === undefined,
        `expected ${first} or nothing, found ${JSON.stringify(before)}`,
      )
      const beforeAll = await source.firstBase({ ...origin, ref: 'refs/tags/v1' }, first)
      demand(
        beforeAll === undefined,
        `expected nothing before the first tag, found ${JSON.stringify(beforeAll)}`,
      )
    },
  },
  {
    promise: 'lists every branch by its full name, once, and only what is there',
    async keep({ source, origin, land, point, removeRef }) {
      const to = await land(files(1))
      const names = Array.from({ length: 120 }, (_, number) => `refs/heads/topic/${number}`)
      for (const ref of names) await point(ref, to)
      await point(branch, to)
      await removeRef(branch)
      const listed = (await source.refs(origin)).filter((ref) => ref.startsWith('refs/heads/'))
      const isSame = listed.toSorted().join('\n') === [...names, origin.ref].sort().join('\n')
      demand(isSame, `expected ${names.length + 1} branches, found ${listed.length}`)
    },
  },
]
