import type { ImageBuild } from '@sallyport/aws-simulator'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ImageStage, imageStage } from './image.stage.ts'
import { manifestIn, readableKinds } from './manifest.ts'

let stage: ImageStage

beforeEach(async () => {
  stage = await imageStage()
})

afterEach(() => stage.close())

async function differs(from: string | undefined, to: string) {
  const found = await stage.source.changes({ origin: stage.origin, from, to, interest: 'every' })
  return found.outcome === 'whole' ? found.differs : found.outcome
}

const between = (one: ImageBuild, other: ImageBuild) => differs(stage.push(one), stage.push(other))
const asked = () => stage.simulator.calls.map(({ operation }) => operation)
const gone = `sha256:${'0'.repeat(64)}`

const both = { 'linux/amd64': ['a', 'b'], 'linux/arm64': ['c', 'd'] }

describe('two images of one platform', () => {
  it.each([
    ['of the same layers', ['a', 'b'], 'rebuild'],
    ['of one more layer', ['a', 'b', 'c'], 'content'],
    ['of one layer less', ['a'], 'content'],
    ['of the same layers in another order', ['b', 'a'], 'content'],
    ['of another last layer', ['a', 'c'], 'content'],
  ])('%s', async (_, layers, expected) => {
    expect(await between({ layers: ['a', 'b'] }, { layers, build: '2' })).toBe(expected)
    expect(asked()).toEqual(['BatchGetImage'])
  })

  it('are the same layers in Docker’s manifest and in OCI’s', async () => {
    expect(await between({ layers: ['a'] }, { layers: ['a'], format: 'oci' })).toBe('rebuild')
  })

  it('have nothing to be compared by without layers', async () => {
    expect(await between({ layers: [] }, { layers: [], build: '2' })).toBe('content')
  })
})

describe.each(['docker', 'oci'] as const)('two images of several platforms, by %s', (format) => {
  it.each<[string, Record<string, readonly string[]>, string]>([
    ['of the same layers', both, 'rebuild'],
    ['in another order', { 'linux/arm64': ['c', 'd'], 'linux/amd64': ['a', 'b'] }, 'rebuild'],
    ['one of which has another layer', { ...both, 'linux/arm64': ['c', 'x'] }, 'content'],
    ['of one platform less', { 'linux/amd64': ['a', 'b'] }, 'content'],
    ['of one platform more', { ...both, 'linux/arm/v7': ['c', 'd'] }, 'content'],
    ['of another variant', { 'linux/amd64': ['a', 'b'], 'linux/arm64/v8': ['c', 'd'] }, 'content'],
    ['swapped', { 'linux/amd64': ['c', 'd'], 'linux/arm64': ['a', 'b'] }, 'content'],
  ])('%s', async (_, platforms, expected) => {
    expect(await between({ platforms: both, format }, { platforms, format, build: '2' })).toBe(expected)
  })

  it('are compared without their attestations', async () => {
    const plain = { platforms: both, format }
    expect(await between(plain, { ...plain, attested: true, build: '2' })).toBe('rebuild')
    expect(await between({ ...plain, attested: true }, { ...plain, attested: true, build: '2' })).toBe(
      'rebuild',
    )
  })

  it('are not asked for where the digests are the same already', async () => {
    const before = { platforms: both, format }
    expect(await between(before, { ...before, attested: true })).toBe('rebuild')
    expect(asked()).toEqual(['BatchGetImage'])
  })
})

describe('an image of several platforms', () => {
  it('is other content than an image alone, even of the same layers', async () => {
    const alone = { layers: ['a'] }
    const several = { platforms: { 'linux/amd64': ['a'] } }
    expect(await between(alone, several)).toBe('content')
    expect(await between(several, alone)).toBe('content')
  })

  it('is read a hundred manifests at a time, up to the first that differs', async () => {
    const platforms = (last: string) =>
      Object.fromEntries(
        Array.from({ length: 120 }, (_, at) => [`os${at}/amd64`, [at === 0 ? last : `${at}`]]),
      )
    expect(await between({ platforms: platforms('x') }, { platforms: platforms('x'), build: '2' })).toBe(
      'rebuild',
    )
    expect(asked()).toHaveLength(4)
    const sizes = stage.simulator.calls.map(({ input }) => (input['imageIds'] as readonly unknown[]).length)
    expect(sizes).toEqual([2, 100, 100, 40])
    expect(await between({ platforms: platforms('y') }, { platforms: platforms('z'), build: '2' })).toBe(
      'content',
    )
    expect(asked()).toHaveLength(6)
  })

  it('is other content when one of its images is gone', async () => {
    const index = (digest: string) =>
      JSON.stringify({
        mediaType: 'application/vnd.oci.image.index.v1+json',
        manifests: [{ digest, platform: { os: 'linux', architecture: 'amd64' } }],
      })
    const child = stage.push({ layers: ['a'] }, 'child')
    expect(await between({ manifest: index(child) }, { manifest: index(gone) })).toBe('content')
  })

  it('of images of several platforms again is other content', async () => {
    const index = (digest: string) =>
      JSON.stringify({ mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [{ digest }] })
    const [one, other] = ['1', '2'].map((build) => stage.push({ platforms: both, build }, build))
    expect(await between({ manifest: index(one ?? '') }, { manifest: index(other ?? '') })).toBe('content')
  })
})

describe('what cannot be compared', () => {
  const config = { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest: gone }
  const layers = [{ digest: gone }]
  const oci = 'application/vnd.oci.image.manifest.v1+json'
  const image = { mediaType: oci, config: { mediaType: 'application/vnd.oci.image.config.v1+json' }, layers }
  const index = { mediaType: 'application/vnd.oci.image.index.v1+json' }

  it.each<[string, object, string?]>([
    ['a Helm chart', { ...image, config }],
    ['an artefact in an image’s clothes', { ...image, artifactType: 'application/wasm' }],
    ['a manifest of a kind of its own', image, 'application/vnd.example.manifest+json'],
    ['a manifest that says it is another', { ...image, ...index }, oci],
    ['a manifest that is both', { ...image, manifests: layers }],
    ['an index that is both', { ...index, manifests: layers, layers }],
    ['layers that are no list', { ...image, layers: { length: 1, 0: { digest: gone } } }],
    ['layers without digests', { ...image, layers: [{}] }],
    ['layers by other names', { ...image, layers: [{ digest: '../../etc/passwd' }] }],
    ['an index of nothing', { ...index, manifests: [] }],
    [
      'an index of attestations',
      { ...index, manifests: [{ digest: gone, platform: { os: 'unknown', architecture: 'unknown' } }] },
    ],
    ['an index of no digests', { ...index, manifests: [{ digest: 7 }] }],
    ['an index of odd platforms', { ...index, manifests: [{ digest: gone, platform: { os: [] } }] }],
    ['an index beyond all measure', { ...index, manifests: Array.from({ length: 1001 }, () => layers[0]) }],
  ])('is %s: other content, unless its digest is the same', async (_, manifest, mediaType) => {
    const push = (build: number) =>
      stage.push({ manifest: JSON.stringify({ ...manifest, build }), ...(mediaType && { mediaType }) })
    const [one, other] = [push(1), push(2)]
    expect(await differs(one, other)).toBe('content')
    expect(await differs(one, one)).toBe('nothing')
  })

  it('is a base that is gone, or that can be none', async () => {
    const to = stage.push({ layers: ['a'] })
    for (const from of [gone, 'latest', '', 'sha256:abc']) expect(await differs(from, to)).toBe('content')
  })

  it('is not asked for when it can be no digest', async () => {
    for (const to of ['latest', '', 'sha256:abc', `md5:${'a'.repeat(31)}`])
      expect(await differs(gone, to)).toBe('unknown_revision')
    expect(asked()).toEqual([])
  })

  it('tells that the image itself is gone, also when the base is', async () => {
    expect(await differs(gone, `sha256:${'1'.repeat(64)}`)).toBe('unknown_revision')
    expect(await differs(gone, gone)).toBe('unknown_revision')
  })
})

describe('a manifest', () => {
  it('is read or not, and never throws, whatever it is', () => {
    const member = fc.constantFrom('mediaType', 'config', 'layers', 'manifests', 'digest', 'platform', 'os')
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        fc.constantFrom(gone, ...readableKinds, 'unknown', null, 7, ''),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.dictionary(member, tie('any'), { maxKeys: 5 }),
      ),
    })).any
    fc.assert(
      fc.property(
        fc.oneof(
          value.map((each) => JSON.stringify(each)),
          fc.string(),
        ),
        fc.constantFrom(...readableKinds),
        (text, kind) => {
          const found = manifestIn(text, kind)
          const parts = found === undefined ? [gone] : found.kind === 'image' ? found.layers : found.platforms
          expect(parts.length).toBeGreaterThan(0)
        },
      ),
    )
  })

  it('is not read where it nests beyond all measure', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    const text = `{"manifests":[{"digest":"${gone}","platform":{"os":${deep}}}]}`
    expect(manifestIn(text, 'application/vnd.oci.image.index.v1+json')).toBeUndefined()
  })
})
