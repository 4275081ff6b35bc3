import type { Dirent } from 'node:fs'
import { glob, readdir } from 'node:fs/promises'
import { join, matchesGlob, sep } from 'node:path'
import { parse } from 'yaml'
import { foundText } from './found-file.ts'
import { membersOf, wordsOf } from './manifest.ts'

/**
 * Files at the root by which every package is installed, built or compiled. Lockfiles are not among
 * them: what changes in those, and for whom, is known.
 */
const shared =
  /^(?:package\.json|pnpm-workspace\.yaml|\.npmrc|\.yarnrc|\.yarnrc\.yml|\.pnpmfile\.[cm]?js|turbo\.jsonc?|nx\.json|lerna\.json|bunfig\.toml|\.nvmrc|\.node-version|\.tool-versions|tsconfig(?:\.[\w-]+)*\.json|babel\.config\.\w+|\.babelrc|\.swcrc|\.browserslistrc)$/

/** Those that exist, and what turbo calls global, from the root of the workspace and sorted. */
export async function sharedFiles(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const own = entries.filter((entry) => !entry.isDirectory() && shared.test(entry.name))
  const ofTurbo = await Promise.all(['turbo.json', 'turbo.jsonc'].map((name) => globalFiles(folder, name)))
  return [...new Set([...own.map(({ name }) => name), ...ofTurbo.flat()])].toSorted()
}

/** `globalDependencies` (https://turborepo.com/docs/reference/configuration): globs from the root. */
async function globalFiles(folder: string, name: string): Promise<readonly string[]> {
  const content = (await foundText(join(folder, name))) ?? ''
  const globs = wordsOf(membersOf(valueOf(content))['globalDependencies']).map((text) =>
    text.replace(/^\$TURBO_ROOT\$\//, ''),
  )
  const refused = globs.filter((text) => text.startsWith('!')).map((text) => text.slice(1))
  const taken = globs.filter((text) => !text.startsWith('!'))
  const found: string[] = []
  const exclude = ({ name: folderName }: Dirent) => folderName === 'node_modules' || folderName === '.git'
  for await (const entry of glob(taken, { cwd: folder, exclude, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(join(folder, sep).length).replaceAll(sep, '/')
    if (entry.isFile() && !refused.some((pattern) => matchesGlob(path, pattern))) found.push(path)
  }
  return found.filter((path) => !path.startsWith('..'))
}

const commented = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g

/** Turbo allows comments, and commas at the end; YAML allows the latter. */
function valueOf(content: string): unknown {
  try {
    return parse(content.replace(commented, (found) => (found.startsWith('"') ? found : '')))
  } catch {
    return undefined
  }
}
