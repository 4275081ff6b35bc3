import { type Contract, demand, UpstreamUnavailable } from '@sallyport/kernel'
import { SourceRefused } from '../source-refused.ts'
import { changesBetween, compared, files, named, rejectionOf } from './reading.ts'
import type { ChangeSourceStage } from './stage.ts'

/** When the source does not answer, or not any more. */
export const outageClauses: Contract<ChangeSourceStage> = [
  {
    promise: 'survives a source that is too busy once between two pages, and tells nothing twice',
    async keep(stage) {
      const from = await stage.land([{ put: 'start' }])
      const to = await stage.land(files(3001))
      await stage.befall('busy_once')
      const told = await changesBetween(stage, from, to)
      const count = new Set(told).size
      demand(told.length === 3001 && count === 3001, `expected 3001 changes, found ${count}`)
    },
  },
  {
    promise:
      'rejects with UpstreamUnavailable while it is read when the source stays too busy, and never just ends',
    async keep(stage) {
      const from = await stage.land([{ put: 'start' }])
      const to = await stage.land(files(3001))
      await stage.befall('busy')
      const { changes, completeness } = await compared(stage, from, to)
      let count = 0
      const read = async () => {
        for await (const { change } of changes) count += change === 'added' ? 1 : 0
      }
      const rejection = await rejectionOf(read())
      demand(
        rejection instanceof UpstreamUnavailable,
        `expected UpstreamUnavailable, found ${named(rejection)}`,
      )
      demand(count > 0, 'did not tell the first page')
      demand(completeness() !== 'exact', 'called half of the changes exact')
    },
  },
  {
    promise: 'rejects with SourceRefused, whatever it is asked, when the repository is gone',
    async keep(stage) {
      const { source, origin } = stage
      const to = await stage.land(files(3))
      await stage.befall('gone')
      const asks = {
        tip: () => source.tip(origin),
        changes: () => changesBetween(stage, undefined, to),
        refs: () => source.refs(origin),
      }
      for (const [name, ask] of Object.entries(asks)) {
        const rejection = await rejectionOf(ask())
        const isRefused = rejection instanceof SourceRefused && rejection.reason === 'repository_missing'
        demand(isRefused, `expected SourceRefused of ${name}, found ${named(rejection)}`)
      }
    },
  },
]
