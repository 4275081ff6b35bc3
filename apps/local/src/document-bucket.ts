import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { AwsSimulator } from '@sallyport/aws-simulator'

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

/** Puts a document where the gates can read it as they do in an account. */
export async function uploadedDocument(
  { url, buckets }: Pick<AwsSimulator, 'url' | 'buckets'>,
  path: string,
): Promise<UploadedDocument> {
  const key = basename(path)
  buckets.put(bucket, key, await readFile(path))
  return { store: { use: 's3', bucket, key }, url: `${url}/${bucket}/${key}` }
}
