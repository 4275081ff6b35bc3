import type { Tagged } from '@sallyport/delivery'
import { UpstreamUnavailable } from '@sallyport/kernel'
import type { ImageDetail } from './ecr-client.ts'
import { orderOf } from './order.ts'
import { type Ask, sourceOf } from './question.ts'
import { isTag } from './reference.ts'
import { isReferrer } from './referrer.ts'

/** The digest of the image that a tag stands for now. */
export async function tipOf(
  ask: Ask,
  repository: string,
  tag: string | undefined,
): Promise<string | undefined> {
  if (!isTag(tag)) return undefined
  const imageIds = [{ imageTag: tag }]
  const answer = await ask(repository, (ecr) => ecr.details({ repositoryName: repository, imageIds }))
  if (answer === undefined) return undefined
  const digest = answer.imageDetails?.[0]?.imageDigest
  if (digest !== undefined) return digest
  throw new UpstreamUnavailable(sourceOf(repository), { found: 'an answer without a digest' })
}

/**
 * Every tag of an image there is, the last pushed first: of those pushed in one second, the first of
 * this list is then the newest. Signatures and the like are no images, and left out.
 */
export async function tagsOf(ask: Ask, repository: string): Promise<readonly Tagged[]> {
  const details: ImageDetail[] = []
  let nextToken: string | undefined
  do {
    const input = { repositoryName: repository, filter: { tagStatus: 'TAGGED' }, maxResults: 1000 } as const
    const next = nextToken === undefined ? {} : { nextToken }
    const page = await ask(repository, (ecr) => ecr.details({ ...input, ...next }))
    details.push(...(page?.imageDetails ?? []))
    nextToken = page?.nextToken
  } while (nextToken !== undefined)
  const byTag = new Map<string, Tagged>()
  // A tag that moved while we read may have been told of both its images.
  for (const detail of details.sort(newestFirst))
    for (const each of taggedBy(detail, repository)) if (!byTag.has(each.tag)) byTag.set(each.tag, each)
  return [...byTag.values()]
}

const newestFirst = (one: ImageDetail, other: ImageDetail) =>
  (other.imagePushedAt?.getTime() ?? 0) - (one.imagePushedAt?.getTime() ?? 0)

function taggedBy(detail: ImageDetail, repository: string): readonly Tagged[] {
  const { imageDigest: to, imageTags = [], imagePushedAt, artifactMediaType, subjectManifestDigest } = detail
  const order = orderOf(imagePushedAt?.toISOString())
  if (to === undefined || order === undefined)
    throw new UpstreamUnavailable(sourceOf(repository), { found: 'an image without a digest or a time' })
  if (subjectManifestDigest !== undefined) return []
  return imageTags.flatMap((tag) => (isReferrer({ tag, artifactMediaType }) ? [] : [{ tag, to, order }]))
}
