import { createHash } from 'node:crypto'
import type { WorkspaceLock } from '@sallyport/delivery/rules'
import type { FileFault } from '../authorizer-setting.ts'
import type { GitPlace } from '../git-repository.ts'
import { type Resolution, resolving } from './locked-graph.ts'
import { graphIn, type Lockfile, lockfileOf, objectName } from './lockfile.ts'
import { needsAmong } from './member-edges.ts'
import { sharedFiles } from './shared-files.ts'
import { type TurboAnswer, turboGraph } from './turbo-graph.ts'
import { type Workspace, workspaceAt } from './workspace-members.ts'

/** A workspace as it is now. */
export type SnapshotReading =
  | {
      readonly outcome: 'good'
      readonly lock: WorkspaceLock
      /** What could not be found out, and what comes of it. */
      readonly notes: readonly string[]
    }
  | { readonly outcome: 'bad'; readonly faults: readonly FileFault[] }

/** Looks at the workspace in a folder: manifests, lockfile, and turbo where it is installed. */
export async function workspaceSnapshot(folder: string, place: GitPlace): Promise<SnapshotReading> {
  const turbo = await turboGraph(folder)
  const others = turbo.outcome === 'answered' ? turbo.packages.map(({ directory }) => directory) : []
  const reading = await workspaceAt(folder, others)
  if (reading.outcome === 'bad') return reading
  const { workspace } = reading
  const lockfile = await lockfileOf(workspace)
  const locked = resolutionsIn(lockfile, workspace)
  const fromRoot = (path: string) => `${place.prefix}${path}`
  const edges = edgesIn(workspace, turbo, locked.resolutions)
  const packages = workspace.members.map(({ name, directory }) => {
    const digest = digestOf([locked.resolutions.get(''), locked.resolutions.get(directory)])
    return [
      name,
      {
        directory: fromRoot(directory),
        dependsOn: [...(edges.get(name) ?? [])].filter((other) => other !== name).toSorted(),
        ...(digest === undefined ? {} : { resolutions: digest }),
      },
    ] as const
  })
  const lock: WorkspaceLock = {
    lockVersion: 1,
    packages: Object.fromEntries(packages.toSorted(byName)),
    ...(lockfile === undefined
      ? {}
      : {
          lockfile: {
            path: fromRoot(lockfile.path),
            object: objectName(lockfile.content, place.objectFormat),
          },
        }),
    shared: (await sharedFiles(folder)).map(fromRoot),
  }
  return { outcome: 'good', lock, notes: [...turboNotes(turbo), ...locked.notes, ...rootNotes(workspace)] }
}

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]) =>
  one < other ? -1 : 1

/** The root is everything: who needs it had better be a rule without a workspace. */
function rootNotes({ root, members }: Workspace): readonly string[] {
  const some = members.filter(
    ({ needs }) => root.name !== undefined && needs.some(({ name }) => name === root.name),
  )
  const found = some.map(({ name }) => name).join(', ')
  return found === ''
    ? []
    : [`${root.name}: expected packages that do without the root, found ${found}; its files are not watched`]
}

function turboNotes(turbo: TurboAnswer): readonly string[] {
  if (turbo.outcome !== 'failed') return []
  return [`turbo: expected its packages, found ${turbo.found}; the graph is that of the manifests alone`]
}

/** By folder; the root's is by the empty one. */
type Resolutions = ReadonlyMap<string, Resolution>

function resolutionsIn(
  lockfile: Lockfile | undefined,
  workspace: Workspace,
): { readonly resolutions: Resolutions; readonly notes: readonly string[] } {
  const everyChange = 'any change of it counts for every package'
  if (lockfile === undefined)
    return { resolutions: new Map(), notes: [`${workspace.folder}: expected a lockfile, found none`] }
  const { path, others } = lockfile
  const choice = others.map((other) => `${other}: expected one lockfile, found ${path} too, which is used`)
  const graph = graphIn(lockfile, workspace)
  if (typeof graph === 'string') {
    const expected = 'one that pnpm 9, npm 7, Yarn 1 or later write'
    return {
      resolutions: new Map(),
      notes: [...choice, `${path}: expected ${expected}, found ${graph}; ${everyChange}`],
    }
  }
  const of = resolving(graph)
  const read = [workspace.root, ...workspace.members].map((each) => [each, of(each)] as const)
  const unknown = read.flatMap(([{ name, directory }, found]) =>
    found === undefined ? [directory === '' ? 'the root' : (name ?? directory)] : [],
  )
  return {
    resolutions: new Map(read.flatMap(([{ directory }, found]) => (found ? [[directory, found]] : []))),
    notes: [...choice, ...unknownNotes(path, unknown)],
  }
}

function unknownNotes(path: string, unknown: readonly string[]): readonly string[] {
  if (unknown.length === 0) return []
  const some = `${unknown.slice(0, 3).join(', ')}${unknown.length > 3 ? ` and ${unknown.length - 3} more` : ''}`
  const who = unknown.includes('the root') ? 'every package' : 'them'
  return [
    `${path}: expected all that is installed for each package, found less for ${some}; any change of it counts for ${who}`,
  ]
}

/** What the root installs is at hand to every package: to build with, or to be found above it. */
function digestOf([root, own]: readonly (Resolution | undefined)[]): string | undefined {
  if (root === undefined || own === undefined) return undefined
  const lines = [root, own].flatMap(({ lines: [importer = '', ...rest] }) => [importer, ...rest.toSorted()])
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}

/** Whom each package needs by its manifest, by turbo or by the lockfile: one of them is enough. */
function edgesIn(
  { members }: Workspace,
  turbo: TurboAnswer,
  resolutions: Resolutions,
): ReadonlyMap<string, ReadonlySet<string>> {
  const byDirectory = new Map(members.map(({ directory, name }) => [directory, name]))
  const names = new Set(byDirectory.values())
  const told = new Map(
    turbo.outcome === 'answered' ? turbo.packages.map(({ name, dependsOn }) => [name, dependsOn]) : [],
  )
  return new Map(
    members.map((member) => [
      member.name,
      new Set([
        ...needsAmong(members, member),
        ...(told.get(member.name) ?? []).filter((name) => names.has(name)),
        ...(resolutions.get(member.directory)?.directories ?? []).flatMap(
          (directory) => byDirectory.get(directory) ?? [],
        ),
      ]),
    ]),
  )
}
