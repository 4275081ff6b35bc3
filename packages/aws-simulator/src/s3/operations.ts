import { getBucketVersioning, putBucketVersioning } from './bucket-versioning.ts'
import { deleteObject } from './delete-object.ts'
import { getObject, headObject } from './get-object.ts'
import { listObjectVersions } from './list-object-versions.ts'
import { listObjectsV2 } from './list-objects.ts'
import type { S3Operation } from './operation.ts'
import { putObject } from './put-object.ts'
import { notImplemented } from './refusal.ts'
import type { S3Request } from './request.ts'

const onObjects: Readonly<Record<string, S3Operation>> = {
  GET: getObject,
  HEAD: headObject,
  PUT: putObject,
  DELETE: deleteObject,
}

const onBuckets: Readonly<Record<string, S3Operation>> = {
  'GET versions': listObjectVersions,
  'GET versioning': getBucketVersioning,
  'PUT versioning': putBucketVersioning,
  'GET list-type=2': listObjectsV2,
}

/**
 * The operation a request is for: S3's have no names on the wire.
 *
 * @throws S3Refusal `NotImplemented`
 */
export function operationOf({ method, bucket, key, query }: S3Request): S3Operation {
  const known = key === '' ? onBuckets : onObjects
  const names = key === '' ? [...query].map(([name, value]) => wanted(method, name, value)) : [method]
  const name = names.find((each) => Object.hasOwn(known, each))
  const operation = bucket === '' || name === undefined ? undefined : known[name]
  if (operation !== undefined) return operation
  const place = bucket === '' ? 'the service' : key === '' ? 'a bucket' : 'an object'
  throw notImplemented(`${method} of ${place}`)
}

const wanted = (method: string, name: string, value: string) =>
  name === 'list-type' ? `${method} ${name}=${value}` : `${method} ${name}`
