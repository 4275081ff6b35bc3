import { afterEach, describe, expect, it } from 'vitest'
import { bucketName, bucketStage, key, origin } from './bucket.stage.ts'
import { summary } from './reading.stage.ts'
import { zipOf } from './zip.stage.ts'

const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

const first = zipOf([{ name: 'web/a', content: 'one' }])
const second = zipOf([{ name: 'web/a', content: 'two' }])

describe.each(['off', 'suspended'] as const)('a bucket whose versioning is %s', (versioning) => {
  async function opened() {
    const stage = await bucketStage({ versioning })
    closing.push(stage.close)
    return stage
  }
  const kept = async ({ source }: Awaited<ReturnType<typeof opened>>, to: string) =>
    (await source.snapshot?.(origin, to)) ?? ''

  it('tells where an object points by its entity tag', async () => {
    const { source, put, remove } = await opened()
    const to = put(first)
    expect(to).toMatch(/^etag:[0-9a-f]{32}$/)
    expect(await source.tip(origin)).toBe(to)
    await remove()
    expect(await source.tip(origin)).toBeUndefined()
  })

  it('compares with what the ledger kept', async () => {
    const stage = await opened()
    const from = stage.put(first)
    const snapshot = await kept(stage, from)
    const to = stage.put(second)
    stage.ranges()
    expect(await summary(stage.source, { from, to, snapshot })).toBe('exact: modified web/a')
    expect(stage.ranges()).toHaveLength(1)
  })

  it('does not know a base of which nothing was kept, or a garbled text', async () => {
    const { put } = await opened()
    const from = put(first)
    const fresh = await opened()
    const to = fresh.put(second)
    expect(await summary(fresh.source, { from, to })).toBe('unknown_base')
    expect(await summary(fresh.source, { from, to, snapshot: 'files-1:garbled' })).toBe('unknown_base')
  })

  it('does not know a revision that was written over', async () => {
    const stage = await opened()
    const to = stage.put(first)
    stage.put(second)
    expect(await summary(stage.source, { from: undefined, to })).toBe('unknown_revision')
  })

  it('tells everything as added, or nothing as changed', async () => {
    const { source, put } = await opened()
    const to = put(first)
    expect(await summary(source, { from: undefined, to })).toBe('exact: added web/a')
    expect(await summary(source, { from: to, to })).toBe('exact: ')
  })

  it('tells an opaque object from another by the entity tag that its revision is', async () => {
    const { source, put } = await opened()
    const from = put('a text')
    const to = put('another text')
    expect(await summary(source, { from, to })).toMatch(/^whole, content: no zip/)
    expect(await source.snapshot?.(origin, to)).toBeUndefined()
  })

  it('has no version before one', async () => {
    const { source, put } = await opened()
    put(first)
    expect(await source.firstBase(origin, put(second))).toBeUndefined()
  })

  it('pins the key, for an action that lets it be chosen', async () => {
    const { source, put } = await opened()
    expect(source.pin(origin, put(first))).toEqual({
      revisionType: 'S3_OBJECT_KEY',
      revisionValue: key,
      action: {
        provider: 'S3',
        configuration: { S3Bucket: bucketName, AllowOverrideForS3ObjectKey: 'true' },
        preferably: { S3ObjectKey: key },
      },
    })
  })
})

describe('a bucket whose versioning began later', () => {
  it('compares the first version with what had none, while that is there', async () => {
    const stage = await bucketStage({ versioning: 'suspended' })
    closing.push(stage.close)
    const from = stage.put(first)
    await stage.version()
    const to = stage.put(second)
    expect(to).not.toMatch(/^etag:/)
    expect(await stage.source.firstBase(origin, to)).toBe(from)
    expect(await summary(stage.source, { from, to })).toBe('exact: modified web/a')
    expect(await stage.source.firstBase(origin, from)).toBeUndefined()
  })

  it('knows a text by its entity tag, even when it is gone', async () => {
    const stage = await bucketStage({ versioning: 'suspended' })
    closing.push(stage.close)
    const from = stage.put('a text')
    await stage.version()
    const [same, other] = [stage.put('a text'), stage.put('another text')]
    await stage.remove('null')
    expect(await summary(stage.source, { from, to: same })).toMatch(/^whole, nothing: no zip/)
    expect(await summary(stage.source, { from, to: other })).toMatch(/^whole, content: no zip/)
  })
})
