import { parseAllDocuments } from 'yaml'
import type { LockedEdge, LockedGraph, LockedNode, LockedTarget } from './locked-graph.ts'
import { type Manifest, membersOf, textsOf } from './manifest.ts'
import { joined } from './member-edges.ts'

/**
 * `pnpm-lock.yaml` of version 9, which pnpm writes since its own version 9: `importers` name what
 * each folder got, `snapshots` what that got in turn, `packages` what it is made of.
 *
 * @returns what was found when it is something else
 */
export function pnpmGraph(content: string): LockedGraph | string {
  // Before the document that is meant, pnpm may keep one about itself.
  const document = parseAllDocuments(content, { logLevel: 'silent' }).at(-1)
  if (document === undefined || document.errors.length > 0) return 'faults in its YAML'
  const lock = membersOf(document.toJS({ maxAliasCount: 0 }))
  const version = lock['lockfileVersion']
  if (!/^9(?:\.|$)/.test(String(version))) return `lockfileVersion ${JSON.stringify(version) ?? 'none'}`
  const importers = membersOf(lock['importers'])
  const parts = { packages: membersOf(lock['packages']), snapshots: membersOf(lock['snapshots']) }
  const nodes = new Map<string, LockedNode | undefined>()
  return {
    edgesOf: ({ directory }) => importerEdges(importers, directory),
    nodeAt(key) {
      if (!nodes.has(key)) nodes.set(key, nodeOf(parts, key))
      return nodes.get(key)
    },
  }
}

const importerKinds = ['dependencies', 'devDependencies', 'optionalDependencies'] as const

function importerEdges(
  importers: Readonly<Record<string, unknown>>,
  directory: Manifest['directory'],
): readonly LockedEdge[] | undefined {
  const name = directory === '' ? '.' : directory
  if (!Object.hasOwn(importers, name)) return undefined
  const importer = membersOf(importers[name])
  return importerKinds.flatMap((kind) =>
    Object.entries(membersOf(importer[kind])).map(([needed, entry]) => {
      const { version } = membersOf(entry)
      return { name: needed, to: targetOf(needed, version, directory) }
    }),
  )
}

interface Parts {
  readonly packages: Readonly<Record<string, unknown>>
  readonly snapshots: Readonly<Record<string, unknown>>
}

function nodeOf({ packages, snapshots }: Parts, key: string): LockedNode | undefined {
  // What follows in brackets are peers, and the patch: of the snapshot, not of the package.
  const name = Object.hasOwn(packages, key) ? key : key.replace(/\(.*\)$/s, '')
  const { resolution } = membersOf(packages[name])
  if (resolution === undefined || !Object.hasOwn(snapshots, key)) return undefined
  const snapshot = membersOf(snapshots[key])
  const needs = [...textsOf(snapshot['dependencies']), ...textsOf(snapshot['optionalDependencies'])]
  const { type, directory } = membersOf(resolution)
  return {
    identity: key,
    content: JSON.stringify(resolution),
    edges: needs.map(([needed, version]) => ({ name: needed, to: targetOf(needed, version, '') })),
    ...(type === 'directory' && typeof directory === 'string' ? { directory: joined('', directory) } : {}),
  }
}

/** A version is one of the package by that name, unless it names another (`alias: other@1.0.0`). */
function targetOf(name: string, version: unknown, from: string): LockedTarget {
  if (typeof version !== 'string') return { kind: 'unknown' }
  if (version.startsWith('link:'))
    return { kind: 'directory', directory: joined(from, version.slice('link:'.length)) }
  const isWhole = /^@|^[^:(@]+@/.test(version)
  return { kind: 'node', key: isWhole ? version : `${name}@${version}` }
}
