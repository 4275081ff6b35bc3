import { requiredIn, textIn } from '../wire/operation.ts'
import type { S3Operation } from './operation.ts'
import { checkVersionId } from './version.ts'

/** DeleteObject: a delete marker, or with a version id that version for good. */
export const deleteObject: S3Operation = {
  name: 'DeleteObject',
  query: { versionId: 'VersionId' },
  headers: {},
  answer({ input, bucket }) {
    const asked = textIn(input, 'VersionId')
    checkVersionId(asked)
    const key = requiredIn(input, 'Key')
    const { versionId, marker } = asked === undefined ? bucket.hide(key) : bucket.destroy(key, asked)
    return {
      status: 204,
      headers: {
        ...(versionId === undefined ? {} : { 'x-amz-version-id': versionId }),
        ...(marker === 'none' ? {} : { 'x-amz-delete-marker': 'true' }),
      },
    }
  },
}
