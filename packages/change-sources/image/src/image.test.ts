import { ConfigurationInvalid, UpstreamUnavailable } from '@sallyport/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { image } from './image.ts'
import { type ImageStage, imageStage } from './image.stage.ts'

let stage: ImageStage

beforeEach(async () => {
  stage = await imageStage()
})

afterEach(() => stage.close())

const span = (from: string | undefined, to: string) => ({
  origin: stage.origin,
  from,
  to,
  interest: 'every' as const,
})

const asked = () => stage.simulator.calls.map(({ operation }) => operation)
const tip = (tag?: string) => stage.source.tip({ ...stage.origin, ...(tag === undefined ? {} : { tag }) })

const faults = {
  throttle: 'a full quota',
  internal: 'an error inside',
  answer_lost: 'an answer that was lost',
  refuse_connection: 'a connection that was cut',
} as const

describe('asking ECR', () => {
  it.each(Object.entries(faults))('survives %s: %s', async (kind) => {
    const to = await stage.land([{ put: 'a' }])
    stage.simulator.faults.next({ kind: kind as keyof typeof faults, times: 2 })
    expect(await tip('live')).toBe(to)
    expect(asked()).toEqual(['DescribeImages', 'DescribeImages', 'DescribeImages'])
    expect(stage.pauses).toHaveLength(2)
    expect(stage.pauses[0]).toBeLessThanOrEqual(100)
    expect(stage.pauses[1]).toBeLessThanOrEqual(200)
  })

  it.each(Object.entries(faults))('gives up as unavailable after the last attempt: %s, %s', async (kind) => {
    const to = await stage.land([{ put: 'a' }])
    stage.simulator.faults.next({ kind: kind as keyof typeof faults, times: 100 })
    const { source, origin } = stage
    for (const ask of [
      () => tip('live'),
      async () => source.tags?.(origin),
      () => source.changes(span(undefined, to)),
    ])
      await expect(ask()).rejects.toBeInstanceOf(UpstreamUnavailable)
    expect(asked()).toHaveLength(9)
  })

  it('is refused, and not tried again, where the role may not', async () => {
    const to = await stage.land([{ put: 'a' }])
    const { source, origin } = stage
    for (const ask of [
      () => tip('live'),
      async () => source.tags?.(origin),
      () => source.changes(span(undefined, to)),
    ]) {
      stage.simulator.faults.next({ kind: 'access_denied' })
      await expect(ask()).rejects.toMatchObject({ name: 'SourceRefused', reason: 'access_denied' })
    }
    expect(asked()).toHaveLength(3)
  })

  it('is refused, and asks nobody, when the repository’s name cannot be one', async () => {
    for (const repository of ['No', 'a', '-web', 'web:latest', '../web', ''])
      await expect(stage.source.tip({ ...stage.origin, repository, tag: 'live' })).rejects.toMatchObject({
        name: 'SourceRefused',
        reason: 'repository_missing',
      })
    expect(asked()).toEqual([])
  })
})

describe('where a tag points in ECR', () => {
  it('is nowhere without a tag, or for what can be none, and is not asked for', async () => {
    for (const tag of [undefined, '', '-x', 'a b', 'x'.repeat(301)]) expect(await tip(tag)).toBeUndefined()
    expect(asked()).toEqual([])
  })

  it('is the older image after a roll-back', async () => {
    const first = await stage.land([{ put: 'a' }])
    const second = await stage.land([{ put: 'b' }])
    stage.images.tag(first, { repository: 'web', tag: 'live' })
    expect(await tip('live')).toBe(first)
    expect(await stage.source.changes(span(second, first))).toEqual({ outcome: 'whole', differs: 'content' })
  })
})

describe('the tags in ECR', () => {
  const tags = async () => (await stage.source.tags?.(stage.origin)) ?? []

  it('are read to the last page', async () => {
    for (let number = 0; number < 1001; number += 1) stage.push({ layers: [`${number}`] }, `v${number}`)
    const names = (await tags()).map(({ tag }) => tag)
    expect(new Set(names).size).toBe(1001)
    expect(asked()).toEqual(['DescribeImages', 'DescribeImages'])
  })

  it('survive a second page that is refused once', async () => {
    for (let number = 0; number < 1001; number += 1) stage.push({ layers: [`${number}`] }, `v${number}`)
    stage.simulator.faults.next({ kind: 'throttle', afterPage: 1 })
    expect(await tags()).toHaveLength(1001)
  })

  it('are ordered by whole seconds, as events are, the last pushed first', async () => {
    const at = 1_700_000_000
    const push = (tag: string, seconds: number) =>
      stage.images.push({ repository: 'web', tag, layers: [tag], at: seconds })
    const one = push('one', at + 0.2)
    const two = push('two', at + 0.7)
    const before = push('before', at - 1)
    expect(await tags()).toEqual([
      { tag: 'two', to: two, order: '2023-11-14T22:13:20Z' },
      { tag: 'one', to: one, order: '2023-11-14T22:13:20Z' },
      { tag: 'before', to: before, order: '2023-11-14T22:13:19Z' },
    ])
  })

  it('are all those of one image, and none of its platforms’ images', async () => {
    const to = stage.push({ platforms: { 'linux/amd64': ['a'], 'linux/arm64': ['b'] }, attested: true })
    stage.images.tag(to, { repository: 'web', tag: 'v1' })
    expect(await tags()).toMatchObject([
      { tag: 'live', to },
      { tag: 'v1', to },
    ])
  })

  it('are not those of signatures and the like', async () => {
    const to = stage.push({ layers: ['a'] })
    const hex = to.slice('sha256:'.length)
    const oci = { layers: ['s'], format: 'oci' } as const
    stage.push({ ...oci, build: 'cosign' }, `sha256-${hex}.sig`)
    stage.push({ ...oci, build: 'referrers' }, `sha256-${hex}`)
    stage.push({ ...oci, subject: to, build: 'subject' }, 'about')
    stage.push({ ...oci, artifactType: 'application/spdx+json' }, 'parts')
    expect(await tags()).toMatchObject([{ tag: 'live', to }])
  })
})

describe('a pin in ECR', () => {
  it('names the repository', () => {
    const to = `sha256:${'a'.repeat(64)}`
    expect(stage.source.pin(stage.origin, to)).toEqual({
      revisionType: 'IMAGE_DIGEST',
      revisionValue: to,
      action: { provider: 'ECR', configuration: { RepositoryName: 'web' } },
    })
  })
})

describe('what ECR does not have', () => {
  it('is refs, and what a tag was before', async () => {
    const to = await stage.land([{ put: 'a' }])
    expect(await stage.source.refs(stage.origin)).toEqual([])
    expect(await stage.source.firstBase(stage.origin, to)).toBeUndefined()
    expect(asked()).toEqual([])
  })
})

describe('the options of image', () => {
  it.each([0, -1, 1.5, Number.NaN, '5'])('refuse %s attempts', (attempts) => {
    expect(() => image({ attempts } as { attempts: number })).toThrow(ConfigurationInvalid)
  })

  it('are refused all at once, unknown ones among them', () => {
    const options = { attempts: 0, clientOptions: 7, attemps: 3 } as object
    expect(() => image(options)).toThrow(
      'clientOptions: expected options of ECRClient, found a number; attempts: expected a positive whole number, found 0; attemps: expected a member that is known, found an unknown one; did you mean "attempts"?',
    )
  })
})
