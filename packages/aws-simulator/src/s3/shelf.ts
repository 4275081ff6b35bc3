import type { Version } from './version.ts'

/** The versions of every key of a bucket. */
export interface Shelf {
  /** Keys that have versions, delete markers among them, in the order of their UTF-8 bytes. */
  readonly keys: () => readonly string[]
  /** Newest first. */
  readonly versions: (key: string) => readonly Version[]
  /** Takes the place of a version with the same id: there is one called `null` at most. */
  readonly add: (version: Version) => void
  /** Answers what is gone now. */
  readonly take: (key: string, versionId: string) => Version | undefined
}

export function shelf(): Shelf {
  const kept = new Map<string, readonly Version[]>()
  const versions = (key: string) => kept.get(key) ?? []
  const without = (key: string, versionId: string) =>
    versions(key).filter((version) => version.versionId !== versionId)

  return {
    keys: () => [...kept.keys()].sort(byBytes),
    versions,
    add: (version) => void kept.set(version.key, [version, ...without(version.key, version.versionId)]),
    take(key, versionId) {
      const gone = versions(key).find((version) => version.versionId === versionId)
      const left = without(key, versionId)
      if (left.length === 0) kept.delete(key)
      else kept.set(key, left)
      return gone
    },
  }
}

/** Not the order of UTF-16 units, which is JavaScript's. */
export const byBytes = (left: string, right: string): number =>
  Buffer.compare(Buffer.from(left), Buffer.from(right))
