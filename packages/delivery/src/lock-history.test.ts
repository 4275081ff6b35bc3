import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Change } from './change-set.ts'
import { type DeliveryStage, deliveryStage, digest, leaseSeconds, shop } from './delivery.stage.ts'
import { type Crash, invocation } from './delivery-stage/invocation.stage.ts'
import { deliver } from './deliver.ts'
import type { Gate } from './gate.ts'
import type { Comparison } from './ports/change-source.ts'
import { reconcile } from './reconcile.ts'
import type { Revision } from './revision.ts'
import { rules } from './rules.ts'
import type { WorkspaceLock } from './workspace-lock.ts'

const names = ['api', 'web'] as const
const path = 'pnpm-lock.yaml'
const document = { pipelines: { api: { workspace: 'api' }, web: { workspace: 'web' } } }

/** A lockfile is what it resolves for api and for web, a letter each. */
const lockfile = fc.constantFrom('aa', 'ab', 'ba', 'bb')
const objectOf = (content: string) => digest(content).slice(0, 40)

const lockOf = (content: string | undefined): WorkspaceLock => ({
  lockVersion: 1,
  packages: Object.fromEntries(
    names.map((name, at) => {
      const resolutions = content === undefined ? {} : { resolutions: digest(content.charAt(at)) }
      return [name, { directory: name, dependsOn: [], ...resolutions }]
    }),
  ),
  lockfile: { path, object: objectOf(content ?? '') },
  shared: [],
})

type Step =
  | { readonly step: 'push'; readonly edits: Readonly<Record<string, string | undefined>> }
  /** As it is meant to be: the lock is of the same landing, and the event comes at once. */
  | { readonly step: 'land'; readonly edits: Readonly<Record<string, string | undefined>> }
  /** The lock is written again: of the lockfile as it was so many landings before, or there is none. */
  | { readonly step: 'lock'; readonly before: number | undefined }
  | { readonly step: 'arrive'; readonly event: number; readonly crash: Crash | undefined }
  | { readonly step: 'fault'; readonly pipeline: string; readonly fault: 'missing' | 'busy' }
  | { readonly step: 'wait' }

const edits = fc.record(
  {
    [path]: fc.option(lockfile, { nil: undefined }),
    'api/a': fc.constantFrom('1', '2'),
    'web/a': fc.constantFrom('1', '2'),
    readme: fc.constantFrom('1', '2'),
  },
  { requiredKeys: [] },
)
const crash = fc.option(
  fc.record({ at: fc.nat({ max: 7 }), when: fc.constantFrom('before' as const, 'after' as const) }),
  { nil: undefined },
)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ step: fc.constant('land' as const), edits }) },
  { weight: 6, arbitrary: fc.record({ step: fc.constant('push' as const), edits }) },
  {
    weight: 5,
    arbitrary: fc.record({
      step: fc.constant('lock' as const),
      before: fc.option(fc.nat({ max: 2 }), { nil: undefined, freq: 6 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ step: fc.constant('arrive' as const), event: fc.nat({ max: 2 }), crash }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant('fault' as const),
      pipeline: fc.constantFrom(...names),
      fault: fc.constantFrom('missing' as const, 'busy' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('wait' as const) }) },
)

interface World {
  readonly stage: DeliveryStage
  readonly gate: Gate
  readonly lock: (lock: WorkspaceLock | undefined) => void
  readonly events: Revision[]
}

function world(): World {
  const stage = deliveryStage()
  let lock: WorkspaceLock | undefined
  const { source } = stage.repository
  const named = async (span: Parameters<typeof source.changes>[0]): Promise<Comparison> => {
    const found = await source.changes(span)
    return found.outcome === 'compared'
      ? { ...found, changes: withObjects(found.changes, stage, span.to) }
      : found
  }
  const current: Gate['rules']['current'] = async () => {
    const read = rules(document, { digest, lock })
    if (read.outcome === 'bad') throw new Error(JSON.stringify(read.issues))
    return { value: read.value, version: '1' }
  }
  const gate = { ...stage.gate, rules: { current }, sources: [{ ...source, changes: named }] }
  return { stage, gate, lock: (next) => void (lock = next), events: [] }
}

/** As a source of Git tells them. */
async function* withObjects(changes: AsyncIterable<Change>, { repository }: DeliveryStage, to: string) {
  for await (const change of changes) {
    const content = repository.treeOf(to).get(change.path)
    yield content === undefined ? change : { ...change, object: objectOf(content) }
  }
}

async function happen({ stage, gate, lock, events }: World, each: Step): Promise<void> {
  const { repository, far } = stage
  switch (each.step) {
    case 'push':
      return void events.push(stage.push(each.edits))
    case 'land': {
      const event = stage.push(each.edits)
      lock(lockOf(repository.treeOf(event.to ?? '').get(path)))
      return void (await deliver(event, gate))
    }
    case 'lock': {
      const commit = repository.historyOf(shop.ref).at(-1 - (each.before ?? 0)) ?? ''
      return lock(each.before === undefined ? undefined : lockOf(repository.treeOf(commit).get(path)))
    }
    case 'arrive': {
      const event = events.at(-1 - each.event)
      if (event === undefined) return
      return void (await invocation(gate, each.crash, (through) => deliver(event, through)))
    }
    case 'fault':
      return far.befall(each.pipeline, each.fault, 1)
    case 'wait':
      return stage.wait(leaseSeconds)
  }
}

/** Its own files, and what is installed for it. */
function viewOf({ stage }: World, revision: string, pipeline: (typeof names)[number]): string {
  const tree = stage.repository.treeOf(revision)
  return `${tree.get(`${pipeline}/a`)} with ${tree.get(path)?.charAt(names.indexOf(pipeline))}`
}

function missed(now: World): readonly string[] {
  const { repository, far } = now.stage
  const tip = repository.tipOf(shop.ref) ?? ''
  return names.flatMap((name) => {
    const ran = far.executions.flatMap((each) => (each.pipeline === name ? each.revision : []))
    return viewOf(now, ran.at(-1) ?? '', name) === viewOf(now, tip, name) ? [] : [`${name} missed ${tip}`]
  })
}

describe('whatever happens to a lockfile, and to the lock that is made of it', () => {
  it('runs every pipeline for what is installed for it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        const now = world()
        const { stage, gate } = now
        await deliver(stage.push({ 'api/a': '1', 'web/a': '1', [path]: 'aa' }), gate)
        for (const each of steps) await happen(now, each)
        for (const name of names) stage.far.befall(name, undefined)
        stage.wait(leaseSeconds)
        expect(await reconcile(gate)).toMatchObject({ unsettled: [] })
        expect(missed(now)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })
})
