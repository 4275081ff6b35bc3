import type { WorkspaceLock } from '@sallyport/delivery/rules'
import type { Issue } from '@sallyport/kernel'

/** What a lock that was kept says otherwise than one that was taken now; nothing when it is up to date. */
export function lockDifferences(kept: WorkspaceLock, current: WorkspaceLock): readonly Issue[] {
  const names = [...new Set([...Object.keys(current.packages), ...Object.keys(kept.packages)])].toSorted()
  return [
    ...names.flatMap((name) =>
      packageDifferences(['packages', name], kept.packages[name], current.packages[name]),
    ),
    ...lockfileDifferences(kept.lockfile, current.lockfile),
    ...listDifferences(['shared'], kept.shared, current.shared),
  ]
}

type Package = WorkspaceLock['packages'][string] | undefined
type Path = Issue['path']

const difference = (path: Path, expected: string, found: string): Issue => ({
  severity: 'fault',
  path,
  expected,
  found,
})

function packageDifferences(path: Path, kept: Package, current: Package): readonly Issue[] {
  if (current === undefined) return [difference(path, 'a package of the workspace', 'one that is none')]
  if (kept === undefined) return [difference(path, `the package in ${current.directory}`, 'nothing')]
  const { directory, dependsOn, resolutions } = current
  return [
    ...(kept.directory === directory
      ? []
      : [difference([...path, 'directory'], JSON.stringify(directory), JSON.stringify(kept.directory))]),
    ...listDifferences([...path, 'dependsOn'], kept.dependsOn, dependsOn),
    ...resolutionDifferences([...path, 'resolutions'], kept.resolutions, resolutions),
  ]
}

function resolutionDifferences(
  path: Path,
  kept: string | undefined,
  current: string | undefined,
): readonly Issue[] {
  if (kept === current) return []
  if (current === undefined) return [difference(path, 'none, since they are not known', 'some')]
  return [
    difference(
      path,
      'those of what is resolved now',
      kept === undefined ? 'none' : 'those of something else',
    ),
  ]
}

function lockfileDifferences(
  kept: WorkspaceLock['lockfile'],
  current: WorkspaceLock['lockfile'],
): readonly Issue[] {
  if (kept?.path === current?.path && kept?.object === current?.object) return []
  const path = ['lockfile']
  if (current === undefined) return [difference(path, 'none', kept?.path ?? 'none')]
  if (kept?.path !== current.path) return [difference(path, current.path, kept?.path ?? 'none')]
  return [difference([...path, 'object'], `${current.path} as it is now`, 'another content')]
}

function listDifferences(path: Path, kept: readonly string[], current: readonly string[]): readonly Issue[] {
  return [
    ...current
      .filter((word) => !kept.includes(word))
      .map((word) => difference(path, `${JSON.stringify(word)} in it`, 'nothing of the name')),
    ...kept.flatMap((word, at) =>
      current.includes(word) ? [] : [difference([...path, at], 'something of now', JSON.stringify(word))],
    ),
  ]
}
