import type { LockedEdge, LockedGraph, LockedNode, LockedTarget } from './locked-graph.ts'
import { membersOf, textsOf } from './manifest.ts'
import { joined } from './member-edges.ts'

/**
 * `package-lock.json` of versions 2 and 3
 * (https://docs.npmjs.com/cli/configuring-npm/package-lock-json): `packages` are the folders that
 * are installed, and what one of them gets for a name is looked up as Node does.
 *
 * @param members folders of the workspace
 * @returns what was found when it is something else
 */
export function npmGraph(content: string, members: ReadonlySet<string>): LockedGraph | string {
  const lock = membersOf(JSON.parse(content))
  const version = lock['lockfileVersion']
  if (version !== 2 && version !== 3) return `lockfileVersion ${JSON.stringify(version) ?? 'none'}`
  const packages = membersOf(lock['packages'])
  const nodes = new Map<string, LockedNode | undefined>()
  return {
    edgesOf({ directory }) {
      if (!Object.hasOwn(packages, directory)) return undefined
      return edgesAt({ packages, members }, directory, importerKinds)
    },
    nodeAt(key) {
      if (!nodes.has(key)) nodes.set(key, nodeOf({ packages, members }, key))
      return nodes.get(key)
    },
  }
}

interface Parts {
  readonly packages: Readonly<Record<string, unknown>>
  readonly members: ReadonlySet<string>
}

const installedKinds = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const
const importerKinds = [...installedKinds, 'devDependencies'] as const

function edgesAt(
  parts: Parts,
  place: string,
  kinds: readonly (typeof importerKinds)[number][],
): readonly LockedEdge[] {
  const entry = membersOf(parts.packages[place])
  const names = new Set(kinds.flatMap((kind) => textsOf(entry[kind]).map(([name]) => name)))
  return [...names].map((name) => ({ name, to: targetOf(parts, place, name) }))
}

/** What is not there was optional, or a peer that nobody wants: npm would not have written the file else. */
function targetOf({ packages, members }: Parts, place: string, name: string): LockedTarget {
  const found = foldersAbove(place)
    .map((folder) => (folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`))
    .find((path) => Object.hasOwn(packages, path))
  if (found === undefined) return { kind: 'nothing' }
  const { link, resolved } = membersOf(packages[found])
  if (link !== true) return { kind: 'node', key: found }
  if (typeof resolved !== 'string') return { kind: 'unknown' }
  const directory = joined('', resolved)
  return members.has(directory) ? { kind: 'directory', directory } : { kind: 'node', key: directory }
}

/** The folder itself and all above it, the nearest first. */
function foldersAbove(place: string): readonly string[] {
  const steps = place === '' ? [] : place.split('/')
  return Array.from({ length: steps.length + 1 }, (_, up) => steps.slice(0, steps.length - up).join('/'))
}

function nodeOf(parts: Parts, place: string): LockedNode | undefined {
  if (!Object.hasOwn(parts.packages, place)) return undefined
  const { name, version, resolved, integrity } = membersOf(parts.packages[place])
  const installedAs = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
  const isInstalled = place.includes('node_modules/')
  const known = typeof name === 'string' ? name : isInstalled ? installedAs : place
  return {
    identity: `${known}@${typeof version === 'string' ? version : place}`,
    content: JSON.stringify([resolved, integrity]),
    edges: edgesAt(parts, place, installedKinds),
    ...(isInstalled ? {} : { directory: place }),
  }
}
