import { describe, expect, it } from 'vitest'
import { deliveryStage } from './delivery.stage.ts'
import { memoryBucket } from './delivery-stage/bucket.stage.ts'
import { deliver } from './deliver.ts'
import type { Gate } from './gate.ts'
import { type ChangeSource, type Comparison, nothingBefore, type Span } from './ports/change-source.ts'
import { reconcile } from './reconcile.ts'
import type { Origin, Revision } from './revision.ts'

const ref = 's3://artefacts/app.zip'
const origin: Origin = { kind: 's3', repository: 'artefacts', ref }
const rules = {
  sources: { art: { s3: { bucket: 'artefacts', key: 'app.zip' } } },
  pipelines: { web: { from: ['art'], paths: ['web/**'] }, api: { from: ['art'], paths: ['api/**'] } },
}

/** An object without versions: what was there before is in the ledger or nowhere. */
function opened(compare: (span: Span) => Comparison) {
  const stage = deliveryStage(rules)
  const state = { tip: 'one', time: 0 }
  const spans: Span[] = []
  const source: ChangeSource = {
    kind: 's3',
    recognise: () => undefined,
    tip: async () => state.tip,
    firstBase: async () => nothingBefore,
    changes: async (span) => (spans.push(span), compare(span)),
    snapshot: async (_, to) => `snapshot of ${to}`,
    pin: (_, to) => ({
      revisionType: 'S3_OBJECT_VERSION_ID',
      revisionValue: to,
      action: { provider: 'S3', configuration: {} },
    }),
    refs: async () => [],
  }
  const gate: Gate = { ...stage.gate, sources: [source] }
  const put = (to: string): Revision => {
    state.tip = to
    return { ...origin, happened: 'created', to, order: String((state.time += 1)).padStart(4, '0') }
  }
  const told = async (revision: Revision) =>
    (await deliver(revision, gate)).decisions
      .map(({ pipeline, verdict, reason }) => `${pipeline} ${verdict} ${reason}`)
      .toSorted()
  const entry = async (pipeline: string) => (await stage.ledger.read(origin, [pipeline]))[0]
  return { ...stage, gate, put, told, spans, entry }
}

const changed = (...paths: readonly string[]): Comparison => ({
  outcome: 'compared',
  changes: (async function* () {
    for (const path of paths) yield { path, change: 'modified' as const }
  })(),
  completeness: () => 'exact',
})

describe('an object that was never decided', () => {
  it('is compared with nothing when it is the first for certain', async () => {
    const { told, put, spans } = opened(() => changed('web/a'))
    expect(await told(put('one'))).toEqual(['api skip unmapped', 'web start matched'])
    expect(spans[0]?.from).toBeUndefined()
  })
})

describe('an object that is written twice before anything is decided', () => {
  it('is compared with what was there before the first', async () => {
    const bucket = memoryBucket(true)
    const stage = deliveryStage(rules)
    const first = bucket.put(['web/a=1', 'api/a=1'])
    bucket.put(['web/a=1', 'api/a=2'])
    const { decisions } = await deliver(first, { ...stage.gate, sources: [bucket.source] })
    expect(decisions.map(({ verdict }) => verdict)).toEqual(['start', 'start'])
  })
})

describe('an object whose first starts were refused', () => {
  it('is compared with what was there before the first of them', async () => {
    const bucket = memoryBucket(true)
    const stage = deliveryStage(rules)
    const gate: Gate = { ...stage.gate, sources: [bucket.source] }
    stage.far.befall('web', 'missing', 2)
    await deliver(bucket.put(['web/a=1', 'readme=1']), gate)
    await deliver(bucket.put(['web/a=1', 'readme=2']), gate)
    expect(stage.far.executions).toEqual([])
    const third = bucket.put(['web/a=1', 'readme=3'])
    await deliver(third, gate)
    expect(stage.far.executions.map(({ revision }) => revision)).toEqual([third.to])
  })
})

describe('an object that was written while there were no rules', () => {
  it('is compared with what was there before the first that was held', async () => {
    const bucket = memoryBucket(true)
    const stage = deliveryStage({ pipelines: 'garbled' })
    const gate: Gate = { ...stage.gate, sources: [bucket.source] }
    await deliver(bucket.put(['web/a=1', 'readme=1']), gate)
    await deliver(bucket.put(['web/a=1', 'readme=2']), gate)
    stage.rule(rules)
    const { decisions } = await deliver(bucket.put(['web/a=1', 'readme=3']), gate)
    expect(decisions.map(({ pipeline, verdict }) => `${pipeline} ${verdict}`)).toEqual([
      'web start',
      'api skip',
    ])
  })
})

describe('what a source wants kept', () => {
  it('is given back with the baseline it is of, of starts and skips alike', async () => {
    const { told, put, spans, entry } = opened(() => changed('web/a'))
    await told(put('one'))
    expect((await entry('web'))?.snapshot).toBe('snapshot of one')
    expect((await entry('api'))?.snapshot).toBe('snapshot of one')
    await told(put('two'))
    expect(spans.at(-1)).toMatchObject({ from: 'one', to: 'two', snapshot: 'snapshot of one' })
  })

  it('stays that of the baseline while a start is refused', async () => {
    const { told, put, far, entry } = opened(() => changed('web/a'))
    await told(put('one'))
    far.befall('web', 'missing')
    expect(await told(put('two'))).toEqual(['api skip unmapped', 'web fail pipeline_missing'])
    expect(await entry('web')).toMatchObject({ baseline: 'one', snapshot: 'snapshot of one' })
  })
})

describe('an archive', () => {
  it('that shows no paths starts whatever waits for the object', async () => {
    const opaque = { outcome: 'whole', differs: 'content', opaque: 'no end of a directory' } as const
    const { told, put } = opened(() => opaque)
    expect(await told(put('one'))).toEqual(['api start opaque', 'web start opaque'])
  })

  it('that nobody can trust holds, and is decided anew with the next', async () => {
    let isSuspicious = true
    const { told, put, entry } = opened(() =>
      isSuspicious ? { outcome: 'suspicious', found: 'a path out of the archive' } : changed('api/a'),
    )
    expect(await told(put('one'))).toEqual(['api hold suspicious_archive', 'web hold suspicious_archive'])
    expect((await entry('web'))?.baseline).toBeUndefined()
    isSuspicious = false
    expect(await told(put('two'))).toEqual(['api start matched', 'web skip unmapped'])
  })
})

describe('events of an object', () => {
  it('are stale when a newer one was decided, and the source is not asked', async () => {
    const { told, put, spans } = opened(() => changed('web/a'))
    const older = put('one')
    await told(put('two'))
    const asked = spans.length
    expect(await told(older)).toEqual(['api skip stale', 'web skip stale'])
    expect(spans).toHaveLength(asked)
  })

  it('that were lost are made good by a sweep, which asks for the keys that rules name', async () => {
    const { told, put, gate } = opened(() => changed('api/a'))
    await told(put('one'))
    put('two')
    const { decisions } = await reconcile(gate)
    expect(decisions.map(({ pipeline, verdict }) => `${pipeline} ${verdict}`).toSorted()).toEqual([
      'api start',
      'web skip',
    ])
  })

  it('that tell of what a sweep has decided change nothing, whatever the source makes of it', async () => {
    const { told, put, gate, far, entry } = opened(() => changed('web/a'))
    await told(put('one'))
    const late = put('two')
    await reconcile(gate)
    expect(await told(late)).toEqual(['api skip no_change', 'web skip no_change'])
    expect(await entry('web')).toMatchObject({ order: late.order, snapshot: 'snapshot of two' })
    expect(far.executions.map(({ revision }) => revision)).toEqual(['one', 'two'])
  })
})
