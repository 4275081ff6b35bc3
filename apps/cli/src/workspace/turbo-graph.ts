import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { membersOf } from './manifest.ts'

/** A package of which turbo knows what it depends on. */
export interface TurboPackage {
  readonly name: string
  /** From the root of the workspace. */
  readonly directory: string
  readonly dependsOn: readonly string[]
}

export type TurboAnswer =
  | { readonly outcome: 'answered'; readonly packages: readonly TurboPackage[] }
  /** The workspace does not use it, or it is not installed. */
  | { readonly outcome: 'absent' }
  | { readonly outcome: 'failed'; readonly found: string }

const question = 'query { packages { items { name path directDependencies { items { name } } } } }'
const run = promisify(execFile)

/** Asks the turbo that is installed in a workspace for its graph; it runs no task, and tells nobody. */
export async function turboGraph(folder: string): Promise<TurboAnswer> {
  const program = join(folder, 'node_modules', '.bin', 'turbo')
  const isHere = await Promise.all([isThere(program), isThere(join(folder, 'turbo.json'))])
  const isOther = isHere[1] || (await isThere(join(folder, 'turbo.jsonc')))
  if (!isHere[0] || !isOther) return { outcome: 'absent' }
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' }
  try {
    const words = ['query', '--no-update-notifier', '--no-color', question]
    const options = { cwd: folder, env, timeout: 60_000, maxBuffer: 256 * 1024 * 1024 }
    const { stdout } = await run(program, words, options)
    return answerFrom(JSON.parse(stdout))
  } catch (error) {
    return { outcome: 'failed', found: firstLine(error) }
  }
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

function answerFrom(answer: unknown): TurboAnswer {
  const packages = itemsOf(membersOf(membersOf(answer)['data'])['packages'])
  const read = packages.flatMap(({ name, path, directDependencies }) => {
    if (typeof name !== 'string' || typeof path !== 'string' || path === '') return []
    const dependsOn = itemsOf(directDependencies).flatMap((each) =>
      typeof each['name'] === 'string' ? each['name'] : [],
    )
    return [{ name, directory: path.replaceAll('\\', '/'), dependsOn }]
  })
  return read.length === 0
    ? { outcome: 'failed', found: 'an answer without packages' }
    : { outcome: 'answered', packages: read }
}

function itemsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  const { items } = membersOf(value)
  return Array.isArray(items) ? items.map(membersOf) : []
}

function firstLine(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : ''
  const line = text.split('\n').find((each) => each.trim() !== '')
  return line?.trim().slice(0, 200) ?? 'an answer that is no JSON'
}
