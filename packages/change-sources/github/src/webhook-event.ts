import type { Revision } from '@sallyport/delivery'
import { isObjectName, isZero } from './object-name.ts'
import { isRefName } from './ref-name.ts'
import { repositoryParts } from './repository-name.ts'

/**
 * The revision in a webhook event of GitHub, in the envelope of EventBridge: `source` is `github.com`,
 * `detail-type` the event's name and `detail` its payload. Nothing for any other, and for one whose members
 * are not as GitHub documents them.
 *
 * A new branch is told twice, by `push` and by `create`; only the first says where it points. Lists of commits
 * and files are not looked at: they end where GitHub ends them.
 *
 * Source: docs.github.com, "Webhook events and payloads", create, delete and push.
 */
export function revisionIn(event: unknown): Revision | undefined {
  const { source, 'detail-type': name, detail } = membersOf(event)
  if (source !== 'github.com' || typeof name !== 'string') return undefined
  const payload = membersOf(detail)
  const { full_name: repository } = membersOf(payload['repository'])
  if (typeof repository !== 'string' || repositoryParts(repository) === undefined) return undefined
  if (name === 'push') return pushed(payload, repository)
  if (name === 'create' || name === 'delete') return named(payload, repository, name)
  return undefined
}

type Members = Readonly<Record<string, unknown>>

function pushed({ ref, before, after, deleted }: Members, repository: string): Revision | undefined {
  if (!isRefName(ref) || !isObjectName(before) || !isObjectName(after)) return undefined
  const isDeleted = isZero(after)
  // What contradicts itself is not decided on.
  if ((deleted !== undefined && deleted !== isDeleted) || (isDeleted && isZero(before))) return undefined
  const origin = { kind: 'github', repository, ref } as const
  const from = isZero(before) ? {} : { from: before }
  if (isDeleted) return { ...origin, happened: 'deleted', ...from }
  return { ...origin, happened: isZero(before) ? 'created' : 'updated', ...from, to: after }
}

const folders: ReadonlyMap<unknown, string> = new Map([
  ['branch', 'refs/heads/'],
  ['tag', 'refs/tags/'],
])

/** A branch or tag by its short name; the creation of a repository has another type. */
function named(
  { ref: short, ref_type: type }: Members,
  repository: string,
  name: 'create' | 'delete',
): Revision | undefined {
  const folder = folders.get(type)
  const ref = folder === undefined || typeof short !== 'string' ? undefined : `${folder}${short}`
  if (!isRefName(ref)) return undefined
  return { kind: 'github', repository, ref, happened: name === 'create' ? 'created' : 'deleted' }
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
