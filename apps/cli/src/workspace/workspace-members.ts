import { glob } from 'node:fs/promises'
import { join, matchesGlob, sep } from 'node:path'
import { parse } from 'yaml'
import type { FileFault } from '../authorizer-setting.ts'
import { foundText } from './found-file.ts'
import { faultOf, type Manifest, manifestAt, membersOf, wordsOf } from './manifest.ts'
import { joined, type Member } from './member-edges.ts'

/** A workspace as its root describes it. */
export interface Workspace {
  /** In the file system. */
  readonly folder: string
  readonly root: Manifest
  /** By their folders. */
  readonly members: readonly Member[]
}

export type WorkspaceReading =
  | { readonly outcome: 'good'; readonly workspace: Workspace }
  | { readonly outcome: 'bad'; readonly faults: readonly FileFault[] }

/**
 * Reads a workspace of pnpm, npm or yarn.
 *
 * @param others folders of packages that are known from elsewhere
 * @throws UsageError when a file of it cannot be read
 */
export async function workspaceAt(folder: string, others: readonly string[]): Promise<WorkspaceReading> {
  const own = await manifestAt(folder, '')
  if (own.outcome === 'bad') return own
  const root = own.outcome === 'good' ? own.manifest : rootWithoutManifest
  const patterns = await patternsOf(folder, root)
  if (patterns.outcome === 'bad') return patterns
  const directories = [...new Set([...(await foldersOf(folder, patterns)), ...others])].toSorted()
  const readings = await Promise.all(directories.map((directory) => manifestAt(folder, directory)))
  const members = readings.flatMap((reading) => (reading.outcome === 'good' ? [reading.manifest] : []))
  const faults = [
    ...readings.flatMap((reading) => (reading.outcome === 'bad' ? reading.faults : [])),
    ...namingFaults(folder, members),
  ]
  return faults.length > 0
    ? { outcome: 'bad', faults }
    : { outcome: 'good', workspace: { folder, root, members: members.filter(isNamed) } }
}

/** pnpm does without. */
const rootWithoutManifest: Manifest = {
  directory: '',
  name: undefined,
  needs: [],
  workspaces: [],
  packageManager: undefined,
}

const isNamed = (manifest: Manifest): manifest is Member => manifest.name !== undefined

type Patterns =
  | {
      readonly outcome: 'good'
      readonly globs: readonly string[]
      /** npm takes globs one after the other; elsewhere one with a `!` is the last word. */
      readonly isInOrder: boolean
    }
  | { readonly outcome: 'bad'; readonly faults: readonly FileFault[] }

async function patternsOf(folder: string, root: Manifest): Promise<Patterns> {
  const file = join(folder, 'pnpm-workspace.yaml')
  const content = await foundText(file)
  const found = content === undefined ? [] : pnpmGlobs(content)
  if (found === undefined)
    return { outcome: 'bad', faults: [faultOf(file, { expected: 'YAML', found: 'something else' })] }
  const globs = found.length > 0 ? found : root.workspaces
  if (globs.length > 0) {
    const isNpm = root.packageManager === undefined || root.packageManager === 'npm'
    return { outcome: 'good', globs, isInOrder: found.length === 0 && isNpm }
  }
  const expected = 'packages in pnpm-workspace.yaml, or workspaces in package.json'
  return { outcome: 'bad', faults: [faultOf(folder, { expected, found: 'neither' })] }
}

/** @returns nothing for what is no YAML */
function pnpmGlobs(content: string): readonly string[] | undefined {
  try {
    return wordsOf(membersOf(parse(content))['packages'])
  } catch {
    return undefined
  }
}

/** Folders with a `package.json`, without the root and whatever is installed. */
async function foldersOf(
  folder: string,
  { globs, isInOrder }: Patterns & { readonly outcome: 'good' },
): Promise<readonly string[]> {
  const steps = globs.map((text) => ({ isTaken: !text.startsWith('!'), glob: trimmed(text) }))
  const refusals = steps.filter(({ isTaken }) => !isTaken)
  const found = new Set<string>()
  for (const { isTaken, glob: pattern } of steps) {
    if (isTaken) for (const each of await packagesUnder(folder, pattern)) found.add(each)
    else if (isInOrder) for (const each of found) if (isUnder(each, pattern)) found.delete(each)
  }
  if (isInOrder) return [...found]
  return [...found].filter((each) => !refusals.some(({ glob: pattern }) => isUnder(each, pattern)))
}

/** As of the manifest in it: `libs/**` takes `libs` as well. */
const isUnder = (directory: string, pattern: string) =>
  matchesGlob(`${directory}/package.json`, `${pattern}/package.json`)

const trimmed = (text: string) =>
  text
    .replace(/^!+/, '')
    .replace(/^(?:\.?\/)+/, '')
    .replace(/\/+$/, '')

async function packagesUnder(folder: string, pattern: string): Promise<readonly string[]> {
  const found: string[] = []
  const files = glob(`${pattern === '' || pattern === '.' ? '' : `${pattern}/`}package.json`, {
    cwd: folder,
    exclude: (path) => /(?:^|[\\/])(?:node_modules|\.git)$/.test(path),
  })
  for await (const file of files) {
    const directory = joined('', file.split(sep).slice(0, -1).join('/'))
    if (directory !== '') found.push(directory)
  }
  return found
}

/** Names are how packages depend on one another, and how rules speak of them. */
function namingFaults(folder: string, manifests: readonly Manifest[]): readonly FileFault[] {
  const first = new Map<string, string>()
  return manifests.flatMap(({ directory, name }) => {
    const fault = (expected: string, found: string) => [
      faultOf(join(folder, directory, 'package.json'), { path: ['name'], expected, found }),
    ]
    if (name === undefined) return fault('the name of a package', 'none')
    const other = first.get(name)
    if (other !== undefined)
      return fault('a name that no other package has', `${JSON.stringify(name)}, as in ${other}`)
    first.set(name, directory)
    return []
  })
}
