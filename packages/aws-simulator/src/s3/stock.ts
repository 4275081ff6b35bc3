import { randomBytes } from 'node:crypto'
import { type Bucket, bucket, type NewObject, type Versioning } from './bucket.ts'
import { objectCreated, type OnObjectCreated, type Origin, type Place } from './object-created.ts'
import { noSuchBucket } from './refusal.ts'
import { type StoredObject, toTheSecond } from './version.ts'

export interface BucketOptions {
  /** Defaults to `off`: it never had any. */
  readonly versioning?: Versioning
}

/** What is to be written. */
export type Delivery = Omit<NewObject, 'modified' | 'sequencer'>

/** Every bucket, in memory. */
export interface Stock {
  /** Whose every bucket is. */
  readonly accountId: string
  /** @throws S3Refusal `NoSuchBucket` */
  readonly bucketNamed: (name: string) => Bucket
  /** Takes the place of one with the same name. */
  readonly add: (name: string, options?: BucketOptions) => void
  /** With everything in it. */
  readonly remove: (name: string) => void
  /** Writes an object and tells of it. */
  readonly write: (bucket: Bucket, delivery: Delivery, origin: Origin) => StoredObject
}

export function stock(place: Place, onObjectCreated: OnObjectCreated = () => undefined): Stock {
  const buckets = new Map<string, Bucket>()
  const nextSequencer = sequencers()

  return {
    accountId: place.accountId,
    bucketNamed(name) {
      const found = buckets.get(name)
      if (found === undefined) throw noSuchBucket(name)
      return found
    },
    add: (name, { versioning = 'off' } = {}) => void buckets.set(name, bucket(name, versioning)),
    remove: (name) => void buckets.delete(name),
    write(into, delivery, origin) {
      const written = into.put({ ...delivery, modified: toTheSecond(), sequencer: nextSequencer() })
      void tell(() => onObjectCreated(objectCreated(written, origin, { ...place, bucket: into.name })))
      return written
    },
  }
}

/** Afterwards, as an event is; and a callback that throws does not spoil the answer to the upload. */
async function tell(callback: () => unknown): Promise<void> {
  await Promise.resolve()
  try {
    await callback()
  } catch {}
}

/** Grows from one run to the next too, for a ledger that outlives the simulator. */
function sequencers(): () => string {
  let last = 0n
  return () => {
    const now = BigInt(Date.now()) << 20n
    last = now > last ? now : last + 1n
    return last.toString(16).toUpperCase().padStart(16, '0')
  }
}

/** 16 characters, as S3's are. */
export const newRequestId = (): string => randomBytes(8).toString('hex').toUpperCase()
