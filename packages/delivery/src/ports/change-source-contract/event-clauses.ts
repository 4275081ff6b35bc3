import { type Contract, demand } from '@sallyport/kernel'
import type { Revision } from '../../revision.ts'
import { foreignEvents, garbled, hostileValues } from './garble.ts'
import type { ChangeSourceStage, Told } from './stage.ts'

/** Telling the events of this source from all others. */
export const eventClauses: Contract<ChangeSourceStage> = [
  {
    promise: 'recognises its own events as created, updated or deleted, with the revisions they name',
    async keep(stage) {
      demand(stage.source.kind === stage.origin.kind, `is of kind ${stage.source.kind}`)
      for (const told of await story(stage)) sameRevision(stage, told)
    },
  },
  {
    promise: 'recognises an event that comes twice, or late, as it did the first time',
    async keep(stage) {
      const [created, updated, deleted] = await story(stage)
      for (const told of [created, updated, created, deleted, deleted, updated]) sameRevision(stage, told)
    },
  },
  {
    promise: 'recognises nothing in the events of others',
    async keep({ source }) {
      for (const event of foreignEvents)
        demand(source.recognise(event) === undefined, `took ${JSON.stringify(event)} for its own`)
    },
  },
  {
    promise: 'never throws at an event, whatever it is, and makes no half revision of a garbled one',
    async keep(stage) {
      const { source } = stage
      for (const value of hostileValues)
        demand(source.recognise(value) === undefined, 'recognised a value that is no event')
      for (const told of await story(stage))
        for (const event of garbled(stage.event(told))) wholeOrNothing(stage, source.recognise(event))
    },
  },
]

async function story({ land, origin: { ref } }: ChangeSourceStage): Promise<readonly [Told, Told, Told]> {
  const from = await land([{ put: 'a' }])
  const to = await land([{ put: 'b' }])
  return [
    { happened: 'created', ref, to: from },
    { happened: 'updated', ref, from, to },
    { happened: 'deleted', ref, from: to },
  ]
}

function sameRevision(stage: ChangeSourceStage, told: Told): void {
  const { source, origin, event } = stage
  const found = source.recognise(event(told))
  demand(found !== undefined, `did not recognise its own event: ${told.happened}`)
  for (const member of ['kind', 'repository', 'ref'] as const)
    demand(found[member] === origin[member], `expected ${member} ${origin[member]}, found ${found[member]}`)
  const happened = isToldApart(stage) || told.happened === 'deleted' ? [told.happened] : written
  demand(happened.includes(found.happened), `expected ${told.happened}, found ${found.happened}`)
  demand(found.to === told.to, `expected to ${told.to}, found ${found.to}`)
  // Not every source's events say what was there before.
  const isFromRight = found.from === undefined || found.from === told.from
  demand(isFromRight, `expected from ${told.from}, found ${found.from}`)
}

/** An object or an image is written, and its event does not say whether it was there before. */
const written: readonly Revision['happened'][] = ['created', 'updated']
const isToldApart = (stage: ChangeSourceStage) => 'point' in stage

const happenings: ReadonlySet<unknown> = new Set(['created', 'updated', 'deleted'])

/** GitHub tells of a new branch, and not where it points; so does who has nothing to deploy. */
const mayBeSilent = ({ happened, to, undeployable }: Revision) =>
  to === undefined && (happened === 'created' || undeployable !== undefined)

function wholeOrNothing({ origin }: ChangeSourceStage, found: Revision | undefined): void {
  if (found === undefined) return
  const isText = (value: unknown) => typeof value === 'string' && value !== ''
  const isWhole =
    found.kind === origin.kind &&
    happenings.has(found.happened) &&
    isText(found.repository) &&
    isText(found.ref) &&
    (found.from === undefined || isText(found.from)) &&
    (found.happened === 'deleted' ? found.to === undefined : isText(found.to) || mayBeSilent(found))
  demand(isWhole, `made a half revision of a garbled event: ${JSON.stringify(found)}`)
}
