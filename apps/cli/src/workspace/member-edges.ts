import { posix } from 'node:path'
import type { Manifest, Need } from './manifest.ts'

/** A package of the workspace, which has a name. */
export interface Member extends Manifest {
  readonly name: string
}

/**
 * Names of the members that a member says it depends on. Any mention counts, whichever version it
 * asks for: a package too many starts a pipeline for nothing, one too few starts none at all.
 */
export function needsAmong(members: readonly Member[], { directory, needs }: Manifest): readonly string[] {
  const names = new Set(members.map(({ name }) => name))
  const byDirectory = new Map(members.map((member) => [member.directory, member.name]))
  return needs.flatMap((need) => {
    const local = localDirectory(directory, need.range)
    const linked = local === undefined ? undefined : byDirectory.get(local)
    return [need.name, aliased(need), linked].filter((name) => name !== undefined && names.has(name))
  }) as readonly string[]
}

/** The folder that a range points at: `file:../lib`, `link:`, `portal:`, `workspace:../lib` or the bare path. */
export function localDirectory(from: string, range: string): string | undefined {
  const [, path] = /^(?:(?:file|link|portal|workspace):)?(\.{1,2}(?:\/.*)?)$/s.exec(range) ?? []
  const bare = /^(?:file|link|portal):(?!\/|\.{1,2}(?:\/|$))([^:#]+)$/s.exec(range)?.[1]
  const found = path ?? bare
  return found === undefined ? undefined : joined(from, found)
}

/** From the root of the workspace, which is empty. */
export function joined(from: string, path: string): string {
  const found = posix.join(from, path).replace(/\/+$/, '')
  return found === '.' ? '' : found
}

/** `workspace:@acme/lib@*` and `npm:@acme/lib@1` have another name than the member that they mean. */
function aliased({ range }: Need): string | undefined {
  return /^(?:workspace|npm):((?:@[^/@]+\/)?[^/@]+)@/.exec(range)?.[1]
}
