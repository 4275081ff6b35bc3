import type { Manifest } from './manifest.ts'

/** What a lockfile resolves, in a form that all of them can be brought into. */
export interface LockedGraph {
  /** What is resolved for a folder of the workspace itself; nothing when the lockfile does not know it. */
  readonly edgesOf: (importer: Manifest) => readonly LockedEdge[] | undefined
  readonly nodeAt: (key: string) => LockedNode | undefined
}

/** Something from outside the workspace, in one version. */
export interface LockedNode {
  /** The same wherever it is installed: name, version, what its peers are. */
  readonly identity: string
  /** By which its content is told from another: integrity, address. */
  readonly content: string
  readonly edges: readonly LockedEdge[]
  /** A folder, from the root of the workspace, that is installed as if it came from outside. */
  readonly directory?: string
}

/** A dependency, and what it came to. */
export interface LockedEdge {
  readonly name: string
  readonly to: LockedTarget
}

export type LockedTarget =
  | { readonly kind: 'node'; readonly key: string }
  /** From the root of the workspace. */
  | { readonly kind: 'directory'; readonly directory: string }
  /** Such as a peer that may be absent, and is. */
  | { readonly kind: 'nothing' }
  /** It must be there, and is not: the lockfile is older than the manifests, or was read wrongly. */
  | { readonly kind: 'unknown' }

/** All that is resolved for an importer, however deep. */
export interface Resolution {
  /** One for each thing and what it depends on; the same things, the same lines. */
  readonly lines: readonly string[]
  /** Folders of the workspace that were come upon. */
  readonly directories: readonly string[]
}

/** Says what is resolved for importers, one after the other; nothing for one of which any is unknown. */
export function resolving(graph: LockedGraph): (importer: Manifest) => Resolution | undefined {
  const known = new Map<string, string | undefined>()
  const lineAt = (key: string, node: LockedNode) => {
    if (!known.has(key)) known.set(key, lineOf(graph, node.identity, node))
    return known.get(key)
  }
  return (importer) => {
    const edges = graph.edgesOf(importer)
    const own = edges === undefined ? undefined : lineOf(graph, '', { content: '', edges })
    if (edges === undefined || own === undefined) return undefined
    const lines = [own]
    const directories = new Set<string>()
    const reached = new Set(targetsIn(edges, directories))
    // A set is walked in the order of arrival, newcomers included.
    for (const key of reached) {
      const node = graph.nodeAt(key)
      const line = node === undefined ? undefined : lineAt(key, node)
      if (node === undefined || line === undefined) return undefined
      lines.push(line)
      if (node.directory !== undefined) directories.add(node.directory)
      for (const next of targetsIn(node.edges, directories)) reached.add(next)
    }
    return { lines, directories: [...directories] }
  }
}

function targetsIn(edges: readonly LockedEdge[], directories: Set<string>): readonly string[] {
  return edges.flatMap(({ to }) => {
    if (to.kind === 'directory') directories.add(to.directory)
    return to.kind === 'node' ? [to.key] : []
  })
}

function lineOf(
  graph: LockedGraph,
  identity: string,
  { content, edges }: Pick<LockedNode, 'content' | 'edges'>,
): string | undefined {
  const ends = edges.map(({ name, to }) => [name, endOf(graph, to)] as const)
  if (ends.some(([, end]) => end === undefined)) return undefined
  const sorted = ends.map((end) => JSON.stringify(end)).toSorted()
  return JSON.stringify([identity, content, sorted])
}

function endOf(graph: LockedGraph, to: LockedTarget): string | undefined {
  if (to.kind === 'node') return graph.nodeAt(to.key)?.identity
  if (to.kind === 'directory') return `directory ${to.directory}`
  return to.kind === 'nothing' ? 'nothing' : undefined
}
