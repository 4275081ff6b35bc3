import type { Comparison, Span, Whole } from '@sallyport/delivery'
import type { Manifest, Platform } from './manifest.ts'
import { type Found, manifestsOf, mostAtOnce } from './manifests.ts'
import type { Ask } from './question.ts'
import { isDigest } from './reference.ts'

/**
 * Compares two images by the digests of their layers, for each platform that they have. A base that is
 * gone cannot be compared, and counts as other content: there is nothing that it could be found by.
 */
export async function comparison(ask: Ask, span: Span): Promise<Comparison> {
  const { origin, from, to } = span
  if (!isDigest(to)) return { outcome: 'unknown_revision' }
  const base = isDigest(from) ? from : to
  const found = await manifestsOf(ask, origin.repository, base === to ? [to] : [base, to])
  const after = found.get(to)
  if (after === 'missing' && !(await isThere(ask, origin.repository, to)))
    return { outcome: 'unknown_revision' }
  if (from === to) return whole('nothing')
  const before = from === base ? found.get(base) : undefined
  return whole(
    (await isRebuild({ ask, repository: origin.repository }, before, after)) ? 'rebuild' : 'content',
  )
}

const whole = (differs: Whole['differs']): Whole => ({ outcome: 'whole', differs })

/** BatchGetImage may call missing what is of a kind that we do not read. */
async function isThere(ask: Ask, repository: string, digest: string): Promise<boolean> {
  const imageIds = [{ imageDigest: digest }]
  return (await ask(repository, (ecr) => ecr.details({ repositoryName: repository, imageIds }))) !== undefined
}

interface Shop {
  readonly ask: Ask
  readonly repository: string
}

/** Whether two images that are not the same have the same layers in the same order. */
async function isRebuild(shop: Shop, before: Found | undefined, after: Found | undefined): Promise<boolean> {
  if (!isReadable(before) || !isReadable(after)) return false
  if (before.kind === 'image' || after.kind === 'image') return haveSameLayers(before, after)
  return haveSamePlatforms(shop, before.platforms, after.platforms)
}

const isReadable = (found: Found | undefined): found is Manifest => typeof found === 'object'

/** An index is never taken for an image alone: which platform that is for, its manifest does not say. */
function haveSameLayers(before: Found | undefined, after: Found | undefined): boolean {
  if (!isReadable(before) || !isReadable(after)) return false
  if (before.kind !== 'image' || after.kind !== 'image') return false
  const { layers } = after
  return before.layers.length === layers.length && before.layers.every((layer, at) => layer === layers[at])
}

/** Both are sorted by their names; images of one digest are the same and are not asked for. */
async function haveSamePlatforms(
  { ask, repository }: Shop,
  before: readonly Platform[],
  after: readonly Platform[],
): Promise<boolean> {
  const pairs = after.map((platform, at) => [before[at], platform] as const)
  if (before.length !== after.length || pairs.some(([one, other]) => one?.name !== other.name)) return false
  const open = pairs.flatMap(([one, other]) =>
    one === undefined || one.digest === other.digest ? [] : [[one.digest, other.digest] as const],
  )
  const pairsAtOnce = mostAtOnce / 2
  for (let start = 0; start < open.length; start += pairsAtOnce) {
    const some = open.slice(start, start + pairsAtOnce)
    const found = await manifestsOf(ask, repository, [...new Set(some.flat())])
    if (!some.every(([one, other]) => haveSameLayers(found.get(one), found.get(other)))) return false
  }
  return true
}
