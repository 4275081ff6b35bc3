import { nothingBefore } from '@sallyport/delivery'
import { afterEach, describe, expect, it } from 'vitest'
import { bucketName, bucketStage, type BucketStageOptions, key, origin } from './bucket.stage.ts'
import { summary } from './reading.stage.ts'
import { zipOf } from './zip.stage.ts'

const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

async function opened(options?: BucketStageOptions) {
  const stage = await bucketStage(options)
  closing.push(stage.close)
  return stage
}

const one = { name: 'web/a', content: 'one' }
const other = { name: 'api/b', content: 'two' }
const many = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ name: `services/file-${at}.txt` }))

describe('the requests for a comparison', () => {
  it('are one for each archive, of the end of its version', async () => {
    const { source, put, ranges, simulator } = await opened()
    const [from, to] = [put(zipOf([one])), put(zipOf([one, other]))]
    expect(await summary(source, { from, to })).toBe('exact: added api/b')
    expect(ranges()).toEqual(['-524288', '-524288'])
    const versions = simulator.calls.map(({ input }) => String(input['VersionId']))
    expect(versions.toSorted()).toEqual([from, to].toSorted())
  })

  it('are one alone when the base was read lately', async () => {
    const { source, put, ranges } = await opened()
    const [first, second, third] = [put(zipOf([one])), put(zipOf([other])), put(zipOf([one]))]
    await summary(source, { from: first, to: second })
    ranges()
    expect(await summary(source, { from: second, to: third })).toBe('exact: added web/a, deleted api/b')
    expect(ranges()).toHaveLength(1)
  })

  it('are made of the revision itself whatever is remembered, since it may be gone', async () => {
    const { source, put, remove } = await opened()
    const [from, to] = [put(zipOf([one])), put(zipOf([other]))]
    await summary(source, { from, to })
    await remove(to)
    expect(await summary(source, { from, to })).toBe('unknown_revision')
  })

  it('are of no more than the last directory was long, and one more when this one is longer', async () => {
    const { source, put, ranges, simulator } = await opened()
    const [from, to] = [put(zipOf([one])), put(zipOf(many(3000)))]
    await summary(source, { from: undefined, to: from })
    ranges()
    expect(await summary(source, { from, to })).toMatch(
      /^exact: (?:added services\/file-\d+\.txt, ){3000}deleted web\/a$/,
    )
    const [tail, rest, ...others] = ranges()
    expect([tail, others]).toEqual([`-${68 * 1024}`, []])
    expect(rest).toMatch(/^\d+-\d+$/)
    const [etag] = simulator.calls.slice(-1).map(({ input }) => input['IfMatch'])
    expect(etag).toMatch(/^"[0-9a-f]{32}"$/)
  })

  it('read a directory beyond the longest guess whole', async () => {
    const { source, put, ranges } = await opened()
    const to = put(zipOf(many(18_000)))
    const found = await source.changes({ origin, interest: 'every', from: undefined, to })
    expect(found.outcome).toBe('compared')
    expect(ranges()).toHaveLength(2)
    expect(await summary(source, { from: to, to })).toBe('exact: ')
  })
})

describe('an object', () => {
  it('that is deleted points nowhere, and again somewhere when it is written', async () => {
    const { source, put, remove } = await opened()
    expect(await source.tip(origin)).toBeUndefined()
    put(zipOf([one]))
    await remove()
    expect(await source.tip(origin)).toBeUndefined()
    const to = put(zipOf([one]))
    expect(await source.tip(origin)).toBe(to)
  })

  it('of another bucket, or none, is none', async () => {
    const { source, put } = await opened()
    const to = put(zipOf([one]))
    for (const ref of ['s3://other/a', `s3://${bucketName}/`, 'refs/heads/main']) {
      expect(await source.tip({ ...origin, ref })).toBeUndefined()
      expect(await source.firstBase({ ...origin, ref }, to)).toBeUndefined()
      expect(await summary(source, { origin: { ...origin, ref }, from: undefined, to })).toBe(
        'unknown_revision',
      )
    }
  })

  it('has no refs, whatever else is in its bucket, and whether or not that may be listed', async () => {
    const { source, put, simulator } = await opened()
    put(zipOf([one]))
    expect(await source.refs(origin)).toEqual([])
    simulator.faults.next({ operation: 'ListObjectVersions', kind: 'access_denied' })
    expect(await source.refs(origin)).toEqual([])
  })
})

describe('the first base of a version', () => {
  it('is the version before, and of the first nothing', async () => {
    const { source, put } = await opened()
    const versions = ['1', '2', '3'].map((content) => put(zipOf([{ name: 'a', content }])))
    const bases = await Promise.all(versions.map((to) => source.firstBase(origin, to)))
    expect(bases).toEqual([nothingBefore, versions[0], versions[1]])
  })

  it('is never one of another key that begins with the same letters', async () => {
    const { source, put, simulator } = await opened()
    const to = put(zipOf([one]))
    simulator.buckets.put(bucketName, `${key}.old`, 'x')
    simulator.buckets.put(bucketName, key.slice(0, -1), 'x')
    expect(await source.firstBase(origin, to)).toBe(nothingBefore)
  })

  it('is nothing when the object had been deleted', async () => {
    const { source, put, remove } = await opened()
    put(zipOf([one]))
    await remove()
    expect(await source.firstBase(origin, put(zipOf([one])))).toBe(nothingBefore)
  })

  it('is not known where versions may not be listed, and asked for again when S3 is too busy', async () => {
    const { source, put, simulator } = await opened()
    put(zipOf([one]))
    const to = put(zipOf([other]))
    simulator.faults.next({ operation: 'ListObjectVersions', kind: 'access_denied' })
    expect(await source.firstBase(origin, to)).toBeUndefined()
    simulator.faults.next({ operation: 'ListObjectVersions', kind: 'throttle', times: 3 })
    await expect(source.firstBase(origin, to)).rejects.toThrow(/s3:artefacts: expected an answer/)
  })

  it('is not known of what is no version', async () => {
    const { source } = await opened()
    for (const to of ['x', 'null', '', `etag:${'0'.repeat(32)}`])
      expect(await source.firstBase(origin, to)).toBeUndefined()
  })
})

describe('a base that is gone', () => {
  it('is unknown, unless the ledger kept its files', async () => {
    const { source, anew, put, remove } = await opened({ snapshots: true })
    const from = put(zipOf([one]))
    const snapshot = (await source.snapshot?.(origin, from)) ?? ''
    const to = put(zipOf([other]))
    await remove(from)
    expect(await summary(anew(), { from, to })).toBe('unknown_base')
    expect(await summary(anew(), { from, to, snapshot })).toBe('exact: added api/b, deleted web/a')
    expect(await summary(anew(), { from, to, snapshot: 'garbled' })).toBe('unknown_base')
  })

  it('is unknown when it is a mark that the object was deleted', async () => {
    const { source, put, remove, marker } = await opened()
    put(zipOf([one]))
    await remove()
    const from = await marker()
    const to = put(zipOf([other]))
    expect(await summary(source, { from, to })).toBe('unknown_base')
    expect(await summary(source, { from: to, to: from })).toBe('unknown_revision')
  })

  it('is not kept for a version unless asked for', async () => {
    const { source, put } = await opened()
    expect(await source.snapshot?.(origin, put(zipOf([one])))).toBeUndefined()
  })
})

describe('an archive that shows no files', () => {
  const zip = zipOf([one])

  it.each([
    ['no zip', 'just a text', /no zip/],
    ['an empty object', '', /an empty object/],
    ['a part of one', zip.subarray(0, -3), /no end record/],
    ['one of several disks', zipOf([one], { disk: 2 }), /several disks/],
    ['one too large', zipOf(many(11)), /11 entries, where 10 are the most/],
    ['one with a long directory', zipOf([{ name: 'x'.repeat(3000) }]), /where 2000 are the most/],
  ])('is compared as a whole: %s', async (_, bytes, found) => {
    const { source, put } = await opened({ mostEntries: 10, mostDirectoryBytes: 2000 })
    const [before, to] = [put(zip), put(bytes)]
    const answers = [undefined, before, '0'.repeat(32)].map((from) => summary(source, { from, to }))
    for (const answer of await Promise.all(answers)) {
      expect(answer).toMatch(/^whole, content: /)
      expect(answer).toMatch(found)
    }
  })

  it('differs in nothing from one of the same bytes, and in content from any other', async () => {
    const { source, put } = await opened()
    const [first, same, second] = [put('a text'), put('a text'), put('other text')]
    expect(await summary(source, { from: first, to: same })).toMatch(/^whole, nothing: no zip/)
    expect(await summary(source, { from: same, to: same })).toMatch(/^whole, nothing: no zip/)
    expect(await summary(source, { from: first, to: second })).toMatch(/^whole, content: no zip/)
  })

  it('is nothing to compare a zip with', async () => {
    const { source, put } = await opened()
    expect(await summary(source, { from: put('a text'), to: put(zip) })).toMatch(
      /^whole, content: before: no zip/,
    )
  })
})

describe('an archive with strange names', () => {
  const strange = zipOf([one, { name: '../../web/b' }, { name: 'web/c\\d', system: 0 }])

  it('is told as what extractors write, and maybe more', async () => {
    const { source, put } = await opened()
    const [from, to] = [put(zipOf([one])), put(strange)]
    const added = 'added web/b, added web/c/d, added web/c\\d'
    expect(await summary(source, { from, to })).toBe(`superset: ${added}`)
    expect(await summary(source, { from: to, to: from })).toBe(
      `superset: ${added.replaceAll('added', 'deleted')}`,
    )
  })

  it('is left to a person where that is wanted, and so is one that is too large', async () => {
    const { source, put } = await opened({ suspicious: 'hold', mostEntries: 10 })
    const [from, to, large] = [put(zipOf([one])), put(strange), put(zipOf(many(11)))]
    expect(await summary(source, { from, to })).toBe(
      'suspicious: a name with .. in it; a name with backslashes',
    )
    expect(await summary(source, { from, to: large })).toMatch(/^suspicious: an archive of 11 entries/)
    expect(await summary(source, { from: to, to: from })).toMatch(/^superset: deleted/)
    expect(await summary(source, { from, to: put('no zip') })).toMatch(/^whole, content: no zip/)
  })

  it('is opaque with two directories, and strange with one behind other bytes', async () => {
    const { source, put } = await opened()
    const to = put(zipOf([one], { prefix: Buffer.from('#!/bin/sh\n') }))
    expect(await summary(source, { from: undefined, to })).toBe('superset: added web/a')
    const inner = zipOf([other])
    const start = inner.readUInt32LE(inner.length - 6)
    const outer = zipOf([one])
    // The end record says where the inner directory is, and right before it is the outer one.
    const both = Buffer.concat([inner.subarray(0, start), inner.subarray(start, inner.length - 22), outer])
    both.writeUInt32LE(start, both.length - 6)
    expect(await summary(source, { from: undefined, to: put(both) })).toMatch(
      /^whole, content: two directories/,
    )
    const far = put(zipOf([one], { prefix: Buffer.alloc(2 * 1024 * 1024) }))
    expect(await summary(source, { from: undefined, to: far })).toMatch(/not where its end record says/)
  })
})

describe('the pin of a version', () => {
  it('is for the action of its key, or else for one that lets the key be chosen', async () => {
    const { source } = await opened()
    const version = { revisionType: 'S3_OBJECT_VERSION_ID', revisionValue: 'v1' }
    const action = (configuration: object) => ({
      provider: 'S3',
      configuration: { S3Bucket: bucketName, ...configuration },
    })
    expect(source.pin(origin, 'v1')).toEqual({
      ...version,
      action: action({ S3ObjectKey: key }),
      otherwise: {
        revisionType: 'S3_OBJECT_KEY',
        revisionValue: key,
        action: { ...action({ AllowOverrideForS3ObjectKey: 'true' }), preferably: { S3ObjectKey: key } },
        with: [version],
      },
    })
  })
})
