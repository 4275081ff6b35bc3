import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { AwsSimulator, ObjectCreated } from '@sallyport/aws-simulator'
import { beside } from '@sallyport/trigger'

/** A document in S3, which is edited by uploading another version. */
export interface UploadedDocument {
  /** As a configuration names its store. */
  readonly store: { readonly use: 's3'; readonly bucket: string; readonly key: string }
  /** `PUT` another version here. */
  readonly url: string
}

const bucket = 'gates'

/** What the simulator is told of the bucket. */
export const documentBuckets = { [bucket]: { versioning: 'enabled' } } as const

/** Documents are no artefacts: the trigger reads its rules and is not told of them. */
export const isOfDocuments = ({ detail }: ObjectCreated): boolean => detail.bucket.name === bucket

/** Puts a document, and the lock beside it if there is one, where the gates can read it as they do in an account. */
export async function uploadedDocument(
  { url, buckets }: Pick<AwsSimulator, 'url' | 'buckets'>,
  path: string,
): Promise<UploadedDocument> {
  const key = basename(path)
  buckets.put(bucket, key, await readFile(path))
  const lock = await readFile(beside(path)).catch(() => undefined)
  if (lock !== undefined) buckets.put(bucket, beside(key), lock)
  return { store: { use: 's3', bucket, key }, url: `${url}/${bucket}/${key}` }
}
