import { type Shelf, shelf } from './shelf.ts'
import { newVersionId, type StoredObject, toTheSecond } from './version.ts'

/** `off` is a bucket that never had versioning. */
export type Versioning = 'enabled' | 'suspended' | 'off'

export type NewObject = Omit<StoredObject, 'kind' | 'versionId'>

/** What became of a request to delete. */
export interface Removal {
  /** Of the version that is gone, or of the delete marker that was made. */
  readonly versionId?: string
  readonly marker: 'made' | 'gone' | 'none'
}

export interface Bucket extends Pick<Shelf, 'keys' | 'versions'> {
  readonly name: string
  readonly versioning: () => Versioning
  readonly setVersioning: (versioning: 'enabled' | 'suspended') => void
  readonly put: (object: NewObject) => StoredObject
  /** As if the object were gone. */
  readonly hide: (key: string) => Removal
  /** One version, for good. */
  readonly destroy: (key: string, versionId: string) => Removal
}

export function bucket(name: string, initial: Versioning): Bucket {
  let versioning = initial
  const { keys, versions, add, take } = shelf()
  const nextId = () => (versioning === 'enabled' ? newVersionId() : 'null')

  return {
    name,
    keys,
    versions,
    versioning: () => versioning,
    setVersioning: (next) => {
      versioning = next
    },
    put(object) {
      const stored: StoredObject = { ...object, kind: 'object', versionId: nextId() }
      add(stored)
      return stored
    },
    hide(key) {
      if (versioning === 'off') {
        take(key, 'null')
        return { marker: 'none' }
      }
      const versionId = nextId()
      add({ kind: 'delete_marker', key, versionId, modified: toTheSecond() })
      return { versionId, marker: 'made' }
    },
    destroy: (key, versionId) => ({
      versionId,
      marker: take(key, versionId)?.kind === 'delete_marker' ? 'gone' : 'none',
    }),
  }
}
