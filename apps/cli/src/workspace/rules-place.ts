import { access } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { UsageError } from '../exit.ts'

/** A rules document, and where its lock is. */
export interface RulesPlace {
  readonly rules: string
  readonly lock: string
}

const usual = ['rules.json', 'rules.yaml', 'rules.yml'] as const

/**
 * Finds the rules document by its name, or by the usual ones: here first, then in the workspace.
 *
 * @throws UsageError when there is none
 */
export async function rulesPlace(named: string | undefined, folder: string): Promise<RulesPlace> {
  if (named !== undefined) {
    if (!(await isThere(named))) throw new UsageError('--rules', 'a rules document', `no file ${named}`)
    return { rules: named, lock: lockBeside(named) }
  }
  for (const candidate of [...usual, ...usual.map((name) => join(folder, name))])
    if (await isThere(candidate)) return { rules: candidate, lock: lockBeside(candidate) }
  const places = folder === '.' ? 'here' : `here or in ${folder}`
  throw new UsageError('--rules', 'a rules document', `none, and no ${usual.join(', ')} ${places}`)
}

/** `rules.yaml` and `rules.json` alike have `rules.lock.json`. */
export function lockBeside(rules: string): string {
  return `${rules.slice(0, rules.length - extname(rules).length)}.lock.json`
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )
