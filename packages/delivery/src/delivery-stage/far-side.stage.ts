import { type DeliveryStage, shop } from '../delivery.stage.ts'
import { main } from './repository.stage.ts'

/**
 * What is wrong on the far side once all is settled, in sentences. A pipeline named `web` is taken to
 * watch `web/**`: what it ran for differs from what it ran for before, or it ran for nothing; and what it
 * ran for last is what there is now, or it missed something.
 */
export async function complaints(stage: DeliveryStage, ref = main): Promise<readonly string[]> {
  const { all } = (await stage.gate.rules.current()).value
  const found = await Promise.all(all.map(({ pipeline }) => complaintsOf(stage, ref, pipeline)))
  return found.flat()
}

async function complaintsOf(stage: DeliveryStage, ref: string, pipeline: string): Promise<readonly string[]> {
  const { repository, far, editions } = stage
  const revisions = far.executions.flatMap((each) => (each.pipeline === pipeline ? each.revision : []))
  const views = revisions.map((revision) => viewOf(stage, revision, pipeline))
  const needless = revisions.filter((_, at) => at > 0 && views[at] === views[at - 1])
  const tip = repository.tipOf(ref) ?? ''
  const entry = await stage.entry(pipeline, ref)
  const baselines = editions.flatMap(({ key, baseline }) =>
    key.pipeline === pipeline && key.ref === ref ? (baseline ?? []) : [],
  )
  return [
    ...needless.map((revision) => `${pipeline} ran for nothing at ${revision} in ${revisions.join(' ')}`),
    ...(views.at(-1) === viewOf(stage, tip, pipeline)
      ? []
      : [`${pipeline} missed what ${tip} has; it ran for ${revisions.join(' ')}`]),
    ...(entry?.baseline === tip ? [] : [`${pipeline} is decided up to ${entry?.baseline}, not ${tip}`]),
    ...(entry?.intent === undefined ? [] : [`${pipeline} has a start nobody made`]),
    ...(isInOrder(baselines, repository.historyOf(ref))
      ? []
      : [`${pipeline} went back: ${baselines.join(' ')} of ${repository.historyOf(ref).join(' ')}`]),
  ]
}

/** All that a pipeline sees of a revision. */
const viewOf = ({ repository }: DeliveryStage, revision: string, pipeline: string): string =>
  [...repository.treeOf(revision)]
    .flatMap(([path, content]) => (path.startsWith(`${pipeline}/`) ? `${path} is ${content}` : []))
    .toSorted()
    .join()

/** Whether one list, apart from repetitions, is the other with some left out. */
function isInOrder(some: readonly string[], all: readonly string[]): boolean {
  let at = 0
  return some.every((each) => {
    at = all.indexOf(each, at)
    return at !== -1
  })
}

/** Delivers an event, again and again as it comes, until nothing is left to do about it. */
export async function deliverUntilSettled(
  stage: DeliveryStage,
  revision: Parameters<DeliveryStage['deliver']>[0] = { ...shop, happened: 'updated' },
): Promise<void> {
  for (let times = 0; times < 10; times += 1) {
    const { unsettled } = await stage.deliver(revision)
    if (unsettled.length === 0) return
    stage.wait(61)
  }
  throw new Error('expected an event that settles, found one that came ten times')
}
