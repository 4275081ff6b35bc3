import { parse } from 'yaml'
import type { LockedGraph } from './locked-graph.ts'
import { membersOf, textsOf } from './manifest.ts'
import { joined, localDirectory, type Member } from './member-edges.ts'
import { classicEntries } from './yarn-classic.ts'
import { type YarnEntry, yarnGraph } from './yarn-entries.ts'

/**
 * `yarn.lock` of Yarn 1 (classic), or of Yarn 2 and later, which is YAML.
 *
 * @returns what was found when it is neither
 */
export function yarnLockfileGraph(content: string, members: readonly Member[]): LockedGraph | string {
  const folders = new Map(members.map(({ name, directory }) => [name, directory]))
  if (!/^__metadata:/m.test(content)) return classicGraph(content, folders)
  const entries = modernEntries(membersOf(parse(content)))
  const byDirectory = new Map(
    entries.flatMap((entry) => (entry.directory === undefined ? [] : [[entry.directory, entry]])),
  )
  return yarnGraph({
    entries,
    members: folders,
    needsOf: ({ directory }) => byDirectory.get(directory)?.needs,
  })
}

/** Yarn 1 does not write down what its workspaces asked for: their manifests say it. */
function classicGraph(content: string, members: ReadonlyMap<string, string>): LockedGraph | string {
  const entries = classicEntries(content)
  if (entries === undefined) return 'lines that Yarn does not write'
  return yarnGraph({
    entries,
    members,
    needsOf: ({ directory, needs }) =>
      needs
        .filter(({ kind }) => kind !== 'peerDependencies')
        // A link is not locked: whatever is in the folder is used.
        .filter(({ range }) => !range.startsWith('link:') || localDirectory(directory, range) === undefined)
        .map(({ name, range }) => [name, range] as const),
  })
}

function modernEntries(lock: Readonly<Record<string, unknown>>): readonly YarnEntry[] {
  return Object.entries(lock).flatMap(([key, value]) => {
    const { resolution, checksum, dependencies } = membersOf(value)
    if (key === '__metadata' || typeof resolution !== 'string') return []
    const directory = /@workspace:(.*)$/s.exec(resolution)?.[1]
    return [
      {
        descriptors: key.split(', '),
        identity: resolution,
        content: JSON.stringify([checksum]),
        needs: textsOf(dependencies),
        ...(directory === undefined ? {} : { directory: joined('', directory) }),
      },
    ]
  })
}
