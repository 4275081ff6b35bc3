import type { Origin } from '@sallyport/delivery'

/** An object, whichever of its versions. */
export interface ObjectAddress {
  readonly bucket: string
  readonly key: string
}

/** The object an origin names; nothing when its ref is of another bucket, or of no object. */
export function addressOf({
  repository,
  ref,
}: Pick<Origin, 'repository' | 'ref'>): ObjectAddress | undefined {
  const bucket = `s3://${repository}/`
  const key = ref.startsWith(bucket) ? ref.slice(bucket.length) : ''
  return key === '' ? undefined : { bucket: repository, key }
}

/** An object of a bucket without versions is known by its entity tag. */
export type EntityRevision = `etag:${string}`

export const isEntity = (revision: string): revision is EntityRevision =>
  /^etag:[0-9a-f]{32}(?:-\d{1,5})?$/.test(revision)

/** Opaque to us, but nothing else is a version's id: `null` stands for whatever has none. */
export const isVersionId = (text: unknown): text is string =>
  typeof text === 'string' && /^(?!null$|etag:)[!-~]{1,1024}$/.test(text)

/** @param etag with quotes, as answers have it, or without, as events do */
export function entityRevision(etag: unknown): EntityRevision | undefined {
  if (typeof etag !== 'string') return undefined
  const revision = `etag:${etag.replaceAll('"', '')}`
  return isEntity(revision) ? revision : undefined
}

/** The quoted entity tag, as `If-Match` wants it. */
export const entityTag = (revision: EntityRevision): string => `"${revision.slice('etag:'.length)}"`

/** The revision that an answer is about. */
export const revisionOf = (answer: {
  readonly VersionId?: string | undefined
  readonly ETag?: string | undefined
}): string | undefined => (isVersionId(answer.VersionId) ? answer.VersionId : entityRevision(answer.ETag))
