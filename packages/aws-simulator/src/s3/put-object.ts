import { requiredIn } from '../wire/operation.ts'
import type { S3Operation } from './operation.ts'
import { payloadOf } from './payload.ts'
import type { S3Request } from './request.ts'
import { etagOf } from './version.ts'

/** PutObject: a new version, or the only one. */
export const putObject: S3Operation = {
  name: 'PutObject',
  query: {},
  headers: { 'content-length': 'ContentLength', 'content-type': 'ContentType', 'content-md5': 'ContentMD5' },
  answer({ input, request, requestId, bucket, stock }) {
    const { bytes, checksum } = payloadOf(request)
    const key = requiredIn(input, 'Key')
    const { etag, versionId } = stock.write(
      bucket,
      { key, bytes, etag: etagOf(bytes), checksum, headers: keptHeaders(request) },
      { requestId, sourceIp: request.sourceIp, reason: 'PutObject' },
    )
    const version = bucket.versioning() === 'off' ? {} : { 'x-amz-version-id': versionId }
    return { status: 200, headers: { ETag: etag, ...checksum, ...version } }
  },
}

/** Headers that an object is read with again. */
function keptHeaders({ headers }: S3Request): Readonly<Record<string, string>> {
  const encoding = (headers['content-encoding'] ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '' && each !== 'aws-chunked')
  const metadata = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('x-amz-meta-') && typeof value === 'string' ? [[name, value] as const] : [],
  )
  return {
    ...(headers['content-type'] === undefined ? {} : { 'Content-Type': headers['content-type'] }),
    ...(encoding.length === 0 ? {} : { 'Content-Encoding': encoding.join(',') }),
    ...Object.fromEntries(metadata),
  }
}
