import { nothingBefore } from '@sallyport/delivery'
import { unlessItMayPass } from './fault.ts'
import { isVersionId, type ObjectAddress, revisionOf } from './object-address.ts'
import type { Ask } from './question.ts'
import type { ListObjectVersionsCommandOutput } from './s3-client.ts'

type Base = string | typeof nothingBefore

/**
 * The version before one: versions are listed by key and then the newest first, so it is the first that is
 * listed beyond it. None, or a mark that the object was deleted: there was nothing before. Nothing is told
 * of what has no versions, or whose versions may not be listed.
 */
export async function versionBefore(ask: Ask, address: ObjectAddress, to: string): Promise<Base | undefined> {
  if (!isVersionId(to)) return undefined
  try {
    return await listed(ask, address, to)
  } catch (failure) {
    return unlessItMayPass(failure)
  }
}

async function listed(ask: Ask, { bucket, key }: ObjectAddress, to: string): Promise<Base | undefined> {
  let marker = { KeyMarker: key, VersionIdMarker: to }
  for (;;) {
    // Keys that this one begins are listed with it, and behind it.
    const input = { Bucket: bucket, Prefix: key, MaxKeys: 1, ...marker }
    const page = await ask(bucket, (s3) => s3.versions(input))
    if (typeof page === 'string') return undefined
    const found = firstOf(page, key)
    if (found !== undefined) return found.base
    if (page.IsTruncated !== true || page.NextKeyMarker !== key) return nothingBefore
    marker = { KeyMarker: key, VersionIdMarker: page.NextVersionIdMarker ?? to }
  }
}

function firstOf(page: ListObjectVersionsCommandOutput, key: string) {
  const version = page.Versions?.find(({ Key }) => Key === key)
  if (version !== undefined) return { base: revisionOf(version) }
  return page.DeleteMarkers?.some(({ Key }) => Key === key) ? { base: nothingBefore } : undefined
}
