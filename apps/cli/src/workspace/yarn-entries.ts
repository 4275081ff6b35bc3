import type { LockedEdge, LockedGraph, LockedNode, LockedTarget } from './locked-graph.ts'
import type { Manifest } from './manifest.ts'

/** An entry of a `yarn.lock`, of whichever yarn. */
export interface YarnEntry {
  /** Such as `lodash@^4.17.0`: what was asked for, each of which came to this. */
  readonly descriptors: readonly string[]
  readonly identity: string
  readonly content: string
  /** Names and ranges, as a descriptor has them. */
  readonly needs: readonly (readonly [string, string])[]
  /** Of a package of the workspace itself, its folder. */
  readonly directory?: string
}

export interface YarnLock {
  readonly entries: readonly YarnEntry[]
  /** What a folder of the workspace asks for; nothing when it is not known. */
  readonly needsOf: (importer: Manifest) => YarnEntry['needs'] | undefined
  /** Folders of the workspace by the names of the packages in them. */
  readonly members: ReadonlyMap<string, string>
}

/** Follows descriptors from entry to entry. */
export function yarnGraph({ entries, needsOf, members }: YarnLock): LockedGraph {
  const byDescriptor = new Map(
    entries.flatMap((entry) => entry.descriptors.map((descriptor) => [descriptor, entry])),
  )
  const byIdentity = new Map(entries.map((entry) => [entry.identity, entry]))
  const byName = Map.groupBy(entries, ({ descriptors }) => nameIn(descriptors[0] ?? ''))
  const edges = (needs: YarnEntry['needs']): readonly LockedEdge[] =>
    needs.flatMap(([name, range]) => {
      const found =
        byDescriptor.get(`${name}@${range}`) ?? byDescriptor.get(`${name}@npm:${range}`) ?? undefined
      if (found !== undefined) return [{ name, to: targetOf(found) }]
      const directory = members.get(name)
      if (directory !== undefined) return [{ name, to: { kind: 'directory' as const, directory } }]
      // Overridden, such as by `resolutions`: then whatever there is of the name may be meant.
      const some = byName.get(name) ?? []
      if (some.length === 0) return [{ name, to: { kind: 'unknown' as const } }]
      return some.map((entry) => ({ name, to: targetOf(entry) }))
    })
  const nodes = new Map<string, LockedNode | undefined>()
  const nodeOf = (entry: YarnEntry | undefined): LockedNode | undefined =>
    entry === undefined
      ? undefined
      : { identity: entry.identity, content: entry.content, edges: edges(entry.needs) }
  return {
    edgesOf(importer) {
      const needs = needsOf(importer)
      return needs === undefined ? undefined : edges(needs)
    },
    nodeAt(key) {
      if (!nodes.has(key)) nodes.set(key, nodeOf(byIdentity.get(key)))
      return nodes.get(key)
    },
  }
}

const targetOf = ({ identity, directory }: YarnEntry): LockedTarget =>
  directory === undefined ? { kind: 'node', key: identity } : { kind: 'directory', directory }

/** `@babel/core` of `@babel/core@^7.0.0`. */
export const nameIn = (descriptor: string): string =>
  descriptor.slice(0, descriptor.indexOf('@', 1) < 0 ? undefined : descriptor.indexOf('@', 1))
