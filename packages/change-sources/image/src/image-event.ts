import type { Revision } from '@sallyport/delivery'
import { orderOf } from './order.ts'
import { isDigest, isRepositoryName, isTag } from './reference.ts'
import { isReferrer, referrerWords } from './referrer.ts'

/**
 * The revision in an event of ECR; nothing for any other, for what failed, and for an event whose
 * members are not what AWS documents.
 *
 * A push does not say whether the tag was there before: it is told as an update. What no pipeline
 * deploys is recognised and says why, so that nobody has to wonder about an event that was not.
 *
 * Source: Amazon ECR user guide, "Amazon ECR events and EventBridge".
 */
export function revisionIn(event: unknown): Revision | undefined {
  const { source, 'detail-type': detailType, detail, time } = membersOf(event)
  if (source !== 'aws.ecr' || typeof detailType !== 'string') return undefined
  const told = readings.get(detailType)?.(membersOf(detail))
  const order = orderOf(time)
  if (told === undefined || order === 'unreadable') return undefined
  const { action, repository, digest, tag } = told
  if (!isRepositoryName(repository) || !isAbsentOr(isDigest, digest) || !isAbsentOr(isTag, tag))
    return undefined
  const undeployable = told.undeployable ?? reasonNotTo({ ...told, tag })
  // Only what nothing follows from may do without.
  if (digest === undefined && action === 'PUSH' && undeployable === undefined) return undefined
  return {
    kind: 'ecr',
    repository,
    ref: repository,
    happened: action === 'PUSH' ? 'updated' : 'deleted',
    ...(digest === undefined ? {} : action === 'PUSH' ? { to: digest } : { from: digest }),
    ...(tag === undefined ? {} : { tag }),
    ...(order === undefined ? {} : { order }),
    ...(undeployable === undefined ? {} : { undeployable }),
  }
}

/** What an event says, before it is known whether it makes sense. */
interface Told {
  readonly action: 'PUSH' | 'DELETE'
  readonly repository: unknown
  readonly digest: unknown
  readonly tag: unknown
  readonly artifactMediaType?: unknown
  readonly undeployable?: string
}

type Members = Readonly<Record<string, unknown>>

const readings: ReadonlyMap<string, (detail: Members) => Told | undefined> = new Map([
  ['ECR Image Action', imageAction],
  ['ECR Referrer Action', referrerAction],
  ['ECR Pull Through Cache Action', pullThroughCacheAction],
  ['AWS API Call via CloudTrail', putImage],
])

function imageAction(detail: Members): Told | undefined {
  const { result, 'action-type': action } = detail
  if (result !== 'SUCCESS' || (action !== 'PUSH' && action !== 'DELETE')) return undefined
  return { action, ...namesIn(detail), artifactMediaType: detail['artifact-media-type'] }
}

/** Its shape is undocumented; that it is not about an image is all that matters. */
function referrerAction(detail: Members): Told {
  const action = detail['action-type'] === 'DELETE' ? 'DELETE' : 'PUSH'
  return { action, ...namesIn(detail), undeployable: referrerWords }
}

function pullThroughCacheAction(detail: Members): Told | undefined {
  if (detail['sync-status'] !== 'SUCCESS') return undefined
  return { action: 'PUSH', ...namesIn(detail), undeployable: 'a copy of an image of somebody else’s' }
}

/** As pipelines were started before ECR had events of its own. It needs a trail. */
function putImage(detail: Members): Told | undefined {
  const { eventSource, eventName, errorCode, requestParameters, responseElements } = detail
  const isOurs = eventSource === 'ecr.amazonaws.com' && eventName === 'PutImage' && errorCode === undefined
  if (!isOurs) return undefined
  const { repositoryName, imageTag } = membersOf(requestParameters)
  const { imageDigest } = membersOf(membersOf(membersOf(responseElements)['image'])['imageId'])
  return { action: 'PUSH', repository: repositoryName, digest: imageDigest, tag: imageTag }
}

const namesIn = (detail: Members) => ({
  repository: detail['repository-name'],
  digest: detail['image-digest'],
  // Nobody says whether a tag that is not there is left out or empty.
  tag: detail['image-tag'] === '' ? undefined : detail['image-tag'],
})

function reasonNotTo({ action, tag, artifactMediaType }: Told & { readonly tag: string | undefined }) {
  if (isReferrer({ tag, artifactMediaType })) return referrerWords
  if (tag !== undefined) return undefined
  return action === 'PUSH' ? 'an image without a tag' : 'the end of an image without a tag'
}

const isAbsentOr = (is: (value: unknown) => value is string, value: unknown): value is string | undefined =>
  value === undefined || is(value)

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
