import { posix } from 'node:path'
import type { FileFault } from '../authorizer-setting.ts'
import { documentText } from '../document-text.ts'
import { start } from '../positions.ts'
import { foundText } from './found-file.ts'

/** A `package.json`, as far as a graph of packages needs it. */
export interface Manifest {
  /** From the root of the workspace; empty for the root itself. */
  readonly directory: string
  readonly name: string | undefined
  readonly needs: readonly Need[]
  /** Globs of folders, as npm and yarn have them. */
  readonly workspaces: readonly string[]
  /** Such as `pnpm`, from `pnpm@12.21.0`. */
  readonly packageManager: string | undefined
}

/** Something that a package says it depends on. */
export interface Need {
  readonly name: string
  /** A range of versions, or where else it comes from: `workspace:*`, `file:../lib`. */
  readonly range: string
  readonly kind: NeedKind
}

const needKinds = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const

export type NeedKind = (typeof needKinds)[number]

export type ManifestReading =
  | { readonly outcome: 'good'; readonly manifest: Manifest }
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'bad'; readonly faults: readonly FileFault[] }

/**
 * @param root of the workspace, in the file system
 * @throws UsageError when it is there and cannot be read
 */
export async function manifestAt(root: string, directory: string): Promise<ManifestReading> {
  const file = posix.join(root, directory, 'package.json')
  const content = await foundText(file)
  if (content === undefined) return { outcome: 'absent' }
  const value = valueOf(content)
  if (value === undefined) return { outcome: 'bad', faults: faultsOf(file, content) }
  return { outcome: 'good', manifest: manifestFrom(value, directory) }
}

/** What the members of an unknown value are; of what is no object, none. */
export function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Readonly<Record<string, unknown>>) : {}
}

/** Those members that are texts. */
export function textsOf(value: unknown): readonly (readonly [string, string])[] {
  return Object.entries(membersOf(value)).flatMap(([name, text]) =>
    typeof text === 'string' ? [[name, text] as const] : [],
  )
}

/** The texts of a list; of anything else, none. */
export function wordsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : []
}

/** A fault of a whole file. */
export function faultOf(
  file: string,
  { path = [], expected, found }: { path?: readonly string[]; expected: string; found: string },
): FileFault {
  return { file, issue: { severity: 'fault', path, expected, found, ...start } }
}

function valueOf(content: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(content)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? membersOf(value) : undefined
  } catch {
    return undefined
  }
}

function faultsOf(file: string, content: string): readonly FileFault[] {
  const text = documentText(content, 'json')
  if (text.outcome === 'illegible') return text.issues.map((issue) => ({ file, issue }))
  return [faultOf(file, { expected: 'an object', found: 'another value' })]
}

function manifestFrom(value: Readonly<Record<string, unknown>>, directory: string): Manifest {
  const { name, workspaces, packageManager } = value
  return {
    directory,
    name: typeof name === 'string' && name !== '' ? name : undefined,
    needs: needKinds.flatMap((kind) =>
      textsOf(value[kind]).map(([needed, range]) => ({ name: needed, range, kind })),
    ),
    // Yarn's first version has them in an object, beside `nohoist`.
    workspaces: wordsOf(Array.isArray(workspaces) ? workspaces : membersOf(workspaces)['packages']),
    packageManager: typeof packageManager === 'string' ? /^[^@]+/.exec(packageManager)?.[0] : undefined,
  }
}
