import { type Contract, demand, UpstreamUnavailable } from '@sallyport/kernel'
import { SourceRefused } from '../source-refused.ts'
import { named, rejectionOf } from './reading.ts'
import type { WholeStage } from './stage.ts'

const stranger = `sha256:${'0'.repeat(64)}`

/** Images, which have tags and layers and no paths. */
export const wholeClauses: Contract<WholeStage> = [
  {
    promise: 'tells where a tag points now, and nothing of one that is gone or never was',
    async keep({ source, origin, tag, land, untag }) {
      for (const content of ['one', 'two']) {
        const to = await land([{ put: 'a', content }])
        const tip = await source.tip({ ...origin, tag })
        demand(tip === to, `expected ${to}, found ${tip}`)
      }
      await untag()
      for (const gone of [tag, 'never'])
        demand((await source.tip({ ...origin, tag: gone })) === undefined, `found something at ${gone}`)
    },
  },
  {
    promise: 'tells the same image, a rebuild of the same layers, and other content apart',
    async keep(stage) {
      const first = await stage.land([{ put: 'a', content: 'one' }])
      const rebuilt = await stage.rebuild()
      const second = await stage.land([{ put: 'a', content: 'two' }])
      demand(first !== rebuilt, 'the rebuild has the same digest')
      await differs(stage, [first, first], 'nothing')
      await differs(stage, [first, rebuilt], 'rebuild')
      await differs(stage, [rebuilt, second], 'content')
      await differs(stage, [second, first], 'content')
      await differs(stage, [undefined, first], 'content')
    },
  },
  {
    promise: 'takes an image whose base is gone for other content, and says so of one that is itself gone',
    async keep(stage) {
      const to = await stage.land([{ put: 'a' }])
      await differs(stage, [stranger, to], 'content')
      const { source, origin } = stage
      const { outcome } = await source.changes({ origin, from: to, to: stranger, interest: 'every' })
      demand(outcome === 'unknown_revision', `expected unknown_revision, found ${outcome}`)
    },
  },
  {
    promise: 'lists every tag with the image that it stands for, once, and no image without a tag',
    async keep({ source, origin, tag, land, rebuild, untag }) {
      demand(source.tags !== undefined, 'lists no tags')
      await land([{ put: 'a' }])
      const to = await rebuild()
      const listed = await source.tags(origin)
      const found = listed.map((each) => `${each.tag} ${each.to}`).join()
      demand(found === `${tag} ${to}`, `expected ${tag} at ${to}, found ${found || 'nothing'}`)
      demand(
        listed.every(({ order }) => order !== ''),
        'does not say when it was pushed',
      )
      await untag()
      demand((await source.tags(origin)).length === 0, 'lists a tag that is gone')
    },
  },
  {
    promise: 'pins the digest',
    async keep({ source, origin, land }) {
      const to = await land([{ put: 'a' }])
      const { revisionType, revisionValue, action } = source.pin(origin, to)
      demand(revisionType === 'IMAGE_DIGEST' && revisionValue === to, `pinned ${revisionValue}`)
      demand(action.provider !== '', 'does not say whose action the pin is for')
    },
  },
  {
    promise: 'bears a source that is too busy once, and rejects with UpstreamUnavailable when it stays so',
    async keep({ source, origin, tag, land, befall }) {
      const to = await land([{ put: 'a' }])
      await befall('busy_once')
      demand((await source.tip({ ...origin, tag })) === to, 'lost the tip')
      await befall('busy')
      const rejection = await rejectionOf(source.tip({ ...origin, tag }))
      demand(
        rejection instanceof UpstreamUnavailable,
        `expected UpstreamUnavailable, found ${named(rejection)}`,
      )
    },
  },
  {
    promise: 'rejects with SourceRefused, whatever it is asked, when the repository is gone',
    async keep({ source, origin, tag, land, befall }) {
      const to = await land([{ put: 'a' }])
      await befall('gone')
      const asks = {
        tip: () => source.tip({ ...origin, tag }),
        changes: () => source.changes({ origin, from: undefined, to, interest: 'every' }),
        tags: async () => source.tags?.(origin),
      }
      for (const [name, ask] of Object.entries(asks)) {
        const rejection = await rejectionOf(ask())
        const isRefused = rejection instanceof SourceRefused && rejection.reason === 'repository_missing'
        demand(isRefused, `expected SourceRefused of ${name}, found ${named(rejection)}`)
      }
    },
  },
]

async function differs(
  { source, origin }: WholeStage,
  [from, to]: readonly [string | undefined, string],
  expected: string,
): Promise<void> {
  const found = await source.changes({ origin, from, to, interest: 'every' })
  const difference = found.outcome === 'whole' ? found.differs : found.outcome
  demand(difference === expected, `expected ${expected} from ${from} to ${to}, found ${difference}`)
}
