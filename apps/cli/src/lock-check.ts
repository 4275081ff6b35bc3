import { readWorkspaceLock } from '@sallyport/delivery/rules'
import type { Issue } from '@sallyport/kernel'

/** What the lock of a workspace comes to. */
export interface LockSummary {
  readonly packages: number
  /** Of those, the ones of which it is not known what they install: any change of the lockfile counts for them. */
  readonly unresolved: number
  readonly lockfile?: string
}

export interface LockFindings {
  readonly issues: readonly Issue[]
  readonly summary?: LockSummary
}

/** Faults as the trigger would find them. Whether it is up to date only the workspace can tell. */
export function lockFindings(value: unknown): LockFindings {
  const read = readWorkspaceLock(value)
  if (read.outcome === 'bad') return { issues: read.issues }
  const { packages, lockfile } = read.value
  const all = Object.values(packages)
  return {
    issues: [],
    summary: {
      packages: all.length,
      unresolved: all.filter(({ resolutions }) => resolutions === undefined).length,
      ...(lockfile === undefined ? {} : { lockfile: lockfile.path }),
    },
  }
}
