import { afterEach, describe, expect, it } from 'vitest'
import { crc32 } from 'node:zlib'
import { bucketStage, type BucketStageOptions, origin } from './bucket.stage.ts'
import { oddServer, partOf } from './odd-server.stage.ts'
import { summary } from './reading.stage.ts'
import { type ZipEntry, zipOf } from './zip.stage.ts'

const closing: (() => Promise<void>)[] = []
afterEach(() => Promise.all(closing.splice(0).map((close) => close())))

const good = { name: 'bin/run.sh', content: 'echo good', method: 'stored' } as const
/** Of the same length, and said to have the same checksum. */
const forged = { ...good, content: 'echo evil', crc: crc32('echo good') } as const
const beside = { name: 'web/a', content: 'other' }

async function compared(
  before: readonly ZipEntry[],
  after: readonly ZipEntry[],
  options: BucketStageOptions = {},
) {
  const stage = await bucketStage({ verify: { paths: ['bin/**'] }, ...options })
  closing.push(stage.close)
  const span = { from: stage.put(zipOf(before)), to: stage.put(zipOf(after)) }
  return { told: await summary(stage.source, span), ranges: stage.ranges() }
}

describe('content with the checksum of another', () => {
  it('passes for it by the directory alone', async () => {
    const { told, ranges } = await compared([good], [forged], { verify: { paths: ['other'] } })
    expect(told).toBe('exact: ')
    expect(ranges).toHaveLength(2)
  })

  it('is told when it is verified', async () => {
    const { told, ranges } = await compared([beside, good], [forged, beside])
    expect(told).toBe('exact: modified bin/run.sh')
    expect(ranges).toHaveLength(4)
  })

  it('is told when it is longer than what is read at once', async () => {
    const bytes = Buffer.alloc(9 * 1024 * 1024, 'x')
    const other = Buffer.from(bytes)
    other[bytes.length - 1] = 1
    const name = 'bin/large'
    const before = { name, content: bytes, method: 'stored' } as const
    const { told, ranges } = await compared([before], [{ ...before, content: other, crc: crc32(bytes) }])
    expect(told).toBe('exact: modified bin/large')
    expect(ranges).toHaveLength(2 + 2 * 3)
    expect((await compared([before], [before])).told).toBe('exact: ')
  })
})

describe('what is the same', () => {
  it('is not told, in whichever order and form it was packed', async () => {
    const many = Array.from({ length: 300 }, (_, at) => ({ name: `bin/${at}`, content: `content of ${at}` }))
    const { told, ranges } = await compared(many, many.toReversed())
    expect(told).toBe('exact: ')
    expect(ranges).toHaveLength(4)
    expect((await compared([good], [{ ...good, zip64: true }])).told).toBe('exact: ')
    expect((await compared([{ ...good, content: '' }], [{ ...good, content: '' }])).told).toBe('exact: ')
  })

  it('is told when it cannot be shown to be: packed anew, there twice, beyond the limit, or hidden in its own header', async () => {
    const content = 'word '.repeat(100)
    const packed = { name: 'bin/a', content }
    const anew = { ...packed, level: 0 }
    const twice = [good, good]
    expect((await compared([packed], [anew])).told).toBe('superset: modified bin/a')
    const lying = { ...good, localName: 'bin/run.xx' }
    expect((await compared(twice, twice)).told).toBe('superset: modified bin/run.sh')
    expect((await compared([good], [lying])).told).toBe('superset: modified bin/run.sh')
    const verify = { paths: ['bin/**'], mostBytes: 10 }
    expect((await compared([packed], [packed], { verify })).told).toBe('superset: modified bin/a')
  })

  it('is told when it would go on behind where the next thing begins', async () => {
    const stage = await bucketStage({ verify: { paths: ['**'] } })
    closing.push(stage.close)
    for (const content of ['short', Buffer.alloc(5 * 1024 * 1024)]) {
      const zip = zipOf([{ name: 'bin/a', content, method: 'stored' }])
      const directory = zip.readUInt32LE(zip.length - 6)
      for (const at of [18, directory + 20]) zip.writeUInt32LE(zip.readUInt32LE(at) + 10, at)
      const [from, to] = [stage.put(zip), stage.put(zip)]
      expect(await summary(stage.source, { from, to })).toBe('superset: modified bin/a')
    }
  })

  it('is not told of a revision and itself, nor read', async () => {
    const stage = await bucketStage({ verify: { paths: ['**'] } })
    closing.push(stage.close)
    const to = stage.put(zipOf([good, good]))
    expect(await summary(stage.source, { from: to, to })).toBe('superset: ')
    expect(stage.ranges()).toHaveLength(1)
  })

  it('is found in an archive with other bytes before it', async () => {
    const stage = await bucketStage({ verify: { paths: ['**'] } })
    closing.push(stage.close)
    const [from, to] = ['#!/bin/sh', '#!/bin/bash'].map((line) =>
      stage.put(zipOf([good, beside], { prefix: Buffer.from(line) })),
    )
    expect(await summary(stage.source, { from, to: to ?? '' })).toBe('superset: ')
  })

  it('is told when all that is known of the base is what the ledger kept', async () => {
    const stage = await bucketStage({ verify: { paths: ['bin/**'] }, versioning: 'off' })
    closing.push(stage.close)
    const from = stage.put(zipOf([good, beside]))
    const snapshot = (await stage.source.snapshot?.(origin, from)) ?? ''
    const to = stage.put(zipOf([beside, good]))
    expect(await summary(stage.source, { from, to, snapshot })).toBe('superset: modified bin/run.sh')
  })
})

describe('an object that goes while its content is read', () => {
  it('is to be asked for again', async () => {
    const zip = zipOf([good])
    const server = await oddServer(
      ({ range = '' }) =>
        range.startsWith('bytes=-') ? partOf(zip, range) : { status: 404, code: 'NoSuchVersion' },
      { verify: { paths: ['**'] } },
    )
    closing.push(server.close)
    await expect(summary(server.source, { from: 'before', to: 'after' })).rejects.toThrow(
      /no_such_object meanwhile/,
    )
  })
})
