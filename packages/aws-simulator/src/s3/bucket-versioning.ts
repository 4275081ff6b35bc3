import type { S3Operation } from './operation.ts'
import { S3Refusal } from './refusal.ts'
import { xmlDocument } from './xml.ts'

/** GetBucketVersioning: no status at all when the bucket never had versioning. */
export const getBucketVersioning: S3Operation = {
  name: 'GetBucketVersioning',
  query: {},
  headers: {},
  answer({ bucket }) {
    const versioning = bucket.versioning()
    const status = versioning === 'enabled' ? 'Enabled' : 'Suspended'
    return {
      status: 200,
      body: xmlDocument('VersioningConfiguration', versioning === 'off' ? [] : [['Status', status]]),
    }
  },
}

/** PutBucketVersioning: there is no way back to a bucket without any. */
export const putBucketVersioning: S3Operation = {
  name: 'PutBucketVersioning',
  query: {},
  headers: {},
  answer({ bucket, request }) {
    const [, status] = /<Status>(Enabled|Suspended)<\/Status>/.exec(request.body.toString('utf8')) ?? []
    if (status === undefined)
      throw new S3Refusal(
        'MalformedXML',
        'The XML you provided was not well-formed or did not validate against our published schema',
        { status: 400 },
      )
    bucket.setVersioning(status === 'Enabled' ? 'enabled' : 'suspended')
    return { status: 200 }
  },
}
