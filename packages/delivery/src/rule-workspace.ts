import { type Issue, nearestWord } from '@sallyport/kernel'
import type { Change } from './change-set.ts'
import { isPathPatternFault, type PathPattern, pathPattern } from './path-pattern.ts'
import type { LedgerEntry } from './ports/ledger.ts'
import { directoriesOf, resolutionsOf, type WorkspaceLock } from './workspace-lock.ts'

/** The package of a workspace that a rule waits for, with all that it depends on. */
export interface RuleWorkspace {
  readonly name: string
  /** Absent without a lock, or where the workspace has no lockfile. */
  readonly lockfile?: NonNullable<WorkspaceLock['lockfile']>
  /** What that lockfile resolves for the package and all that it depends on; absent when not known. */
  readonly resolutions?: string
}

export interface Locked {
  readonly lock?: WorkspaceLock | undefined
  readonly digest: (text: string) => string
}

/** What a rule watches for the sake of a package; without a lock nobody knows, and it is everything. */
export function workspacePaths(name: string, { lock }: Locked): readonly PathPattern[] | 'every' {
  const directories = lock === undefined ? undefined : directoriesOf(lock, name)
  if (lock === undefined || directories === undefined) return 'every'
  const globs = [...directories.map((each) => `${escaped(each)}/**`), ...lock.shared.map(escaped)]
  const patterns = globs.map(pathPattern).flatMap((pattern) => (isPathPatternFault(pattern) ? [] : [pattern]))
  return patterns.length === globs.length ? patterns : 'every'
}

export function ruleWorkspace(name: string, { lock, digest }: Locked): RuleWorkspace {
  if (lock === undefined) return { name }
  const resolutions = resolutionsOf(lock, name, digest)
  const { lockfile } = lock
  return {
    name,
    ...(lockfile === undefined ? {} : { lockfile }),
    ...(resolutions === undefined ? {} : { resolutions }),
  }
}

/** A fault when the lock does not know the package. */
export function unknownPackage(
  name: string | undefined,
  { lock }: Locked,
  path: Issue['path'],
): readonly Issue[] {
  if (name === undefined || lock === undefined || Object.hasOwn(lock.packages, name)) return []
  const didYouMean = nearestWord(name, Object.keys(lock.packages))
  const hint = didYouMean === undefined ? {} : { didYouMean }
  const expected = 'a package of the lock beside the rules'
  return [{ severity: 'fault', path, expected, found: JSON.stringify(name), ...hint }]
}

/**
 * Whether a changed lockfile may install something else for a rule's package: not when the lock was made
 * of this very lockfile, and the last decision was made on the same resolutions.
 */
export function isResolvedAnew(
  { lockfile, resolutions }: RuleWorkspace,
  change: Change | undefined,
  entry: LedgerEntry | undefined,
): boolean {
  if (lockfile === undefined || change === undefined) return false
  return !isOf(lockfile, change) || resolutions === undefined || entry?.resolutions !== resolutions
}

/**
 * What the ledger is to remember of a decision; nothing where the lock is of another lockfile, or where
 * the lockfile may have changed unseen: what was resolved before would pass for what is now.
 */
export function resolutionsAt(
  { lockfile, resolutions }: RuleWorkspace,
  change: Change | 'unread' | undefined,
  entry: LedgerEntry | undefined,
): string | undefined {
  if (lockfile === undefined || change === 'unread') return undefined
  if (change === undefined) return entry?.resolutions
  return isOf(lockfile, change) ? resolutions : undefined
}

const isOf = (lockfile: NonNullable<RuleWorkspace['lockfile']>, { object }: Change) =>
  object !== undefined && object === lockfile.object

/** Of a path, the glob that matches nothing else. */
const escaped = (path: string) => path.replaceAll(/[\\*?[\](){}!+@|^$"<>]/g, '\\$&')
