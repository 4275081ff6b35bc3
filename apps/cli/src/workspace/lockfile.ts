import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { foundFile } from './found-file.ts'
import type { LockedGraph } from './locked-graph.ts'
import { npmGraph } from './npm-lockfile.ts'
import { pnpmGraph } from './pnpm-lockfile.ts'
import type { Workspace } from './workspace-members.ts'
import { yarnLockfileGraph } from './yarn-lockfile.ts'

/** The file in which a package manager keeps what it resolved. */
export interface Lockfile {
  /** From the root of the workspace. */
  readonly path: string
  readonly content: Uint8Array
  /** Others that are there as well, and are not looked at. */
  readonly others: readonly string[]
}

/** In the order in which they are believed; npm reads the second before the third. */
const names = [
  ['pnpm', 'pnpm-lock.yaml'],
  ['npm', 'npm-shrinkwrap.json'],
  ['npm', 'package-lock.json'],
  ['yarn', 'yarn.lock'],
  ['bun', 'bun.lock'],
  ['bun', 'bun.lockb'],
] as const

/** The lockfile of the package manager that the root asks for; if it asks for none, the first there is. */
export async function lockfileOf({ folder, root }: Workspace): Promise<Lockfile | undefined> {
  const read = await Promise.all(
    names.map(async ([manager, path]) => ({
      manager,
      path,
      content: await foundFile(join(folder, path)),
    })),
  )
  const found = read.flatMap(({ content, ...rest }) => (content === undefined ? [] : [{ ...rest, content }]))
  const isChosen = ({ manager }: (typeof found)[number]) => manager === root.packageManager
  const first = found.find(isChosen) ?? found[0]
  if (first === undefined) return undefined
  const others = found.some(isChosen)
    ? []
    : found.map(({ path }) => path).filter((path) => path !== first.path)
  return { path: first.path, content: first.content, others }
}

/** What a lockfile says, or what was found instead of something that can be read. */
export function graphIn({ path, content }: Lockfile, { members }: Workspace): LockedGraph | string {
  const text = new TextDecoder().decode(content)
  try {
    if (basename(path) === 'pnpm-lock.yaml') return pnpmGraph(text)
    if (path.endsWith('.json')) return npmGraph(text, new Set(members.map(({ directory }) => directory)))
    return path === 'yarn.lock' ? yarnLockfileGraph(text, members) : 'one of bun'
  } catch {
    return 'faults in its text'
  }
}

/** Git's name of a file's content: the digest of `blob`, its length, a zero and the content. */
export function objectName(content: Uint8Array, format: 'sha1' | 'sha256'): string {
  return createHash(format).update(`blob ${content.length}\0`).update(content).digest('hex')
}
