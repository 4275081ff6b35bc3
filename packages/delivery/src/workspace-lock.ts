/** What was known of a workspace when `sallyport rules lock` last looked at it. */
export interface WorkspaceLock {
  readonly lockVersion: 1
  /** Its packages by name. */
  readonly packages: Readonly<Record<string, LockedPackage>>
  /** The package manager's own lockfile, where there is one. */
  readonly lockfile?: {
    /** From the root of the repository. */
    readonly path: string
    /** Git's name of the content that `resolutions` were read from; another content resolves who knows what. */
    readonly object: string
  }
  /** Files, from the root of the repository, that make a difference to every package. */
  readonly shared: readonly string[]
}

/** A package of a workspace. */
export interface LockedPackage {
  /** From the root of the repository; never the root itself. */
  readonly directory: string
  /** Names of packages of the same workspace. */
  readonly dependsOn: readonly string[]
  /** Of all that the lockfile resolves for it, however deep; absent when that is not known. */
  readonly resolutions?: string
}

/**
 * A package and every package of its workspace that it depends on, however indirectly, sorted by
 * name; they may depend on one another in a circle.
 *
 * @returns nothing for a name that the lock does not have
 */
export function closureOf({ packages }: WorkspaceLock, name: string): readonly string[] | undefined {
  if (!Object.hasOwn(packages, name)) return undefined
  const reached = new Set([name])
  // A set is walked in the order of arrival, newcomers included.
  for (const each of reached)
    for (const next of packages[each]?.dependsOn ?? []) if (Object.hasOwn(packages, next)) reached.add(next)
  return [...reached].toSorted()
}

/**
 * Where a package and all that it depends on are, sorted.
 *
 * @returns nothing for a name that the lock does not have
 */
export function directoriesOf(lock: WorkspaceLock, name: string): readonly string[] | undefined {
  const directories = closureOf(lock, name)?.flatMap((each) => lock.packages[each]?.directory ?? [])
  return directories === undefined ? undefined : [...new Set(directories)].toSorted()
}

/**
 * Everything that a lockfile resolves for a package and for all that it depends on: another digest
 * means that something else is installed, or that they are other packages.
 *
 * @param digest as rules are given it: SHA-256 in hexadecimal
 * @returns nothing when it is not known of one of them, or the lock does not have the name
 */
export function resolutionsOf(
  lock: WorkspaceLock,
  name: string,
  digest: (text: string) => string,
): string | undefined {
  const own = closureOf(lock, name)?.map((each) => [each, lock.packages[each]?.resolutions] as const)
  if (own === undefined || own.some(([, resolutions]) => resolutions === undefined)) return undefined
  return digest(JSON.stringify(own))
}
