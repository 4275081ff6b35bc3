import { stat, writeFile } from 'node:fs/promises'
import type { WorkspaceLock } from '@sallyport/delivery/rules'
import type { PlacedIssue } from '../document-text.ts'
import { exit, type ExitCode, UsageError } from '../exit.ts'
import { placeInRepository } from '../git-repository.ts'
import { issueLine } from '../issue-line.ts'
import { counted, paintFor, print, printable, printJson, tell } from '../terminal.ts'
import { keptLock, lockText, outdated } from '../workspace/kept-lock.ts'
import { rulesPlace } from '../workspace/rules-place.ts'
import { workspaceSnapshot } from '../workspace/workspace-snapshot.ts'

export interface RulesLockOptions {
  /** The root of a workspace. */
  readonly repo?: string
  readonly rules?: string
  /** Only tells whether the lock is up to date. */
  readonly check?: true
  readonly json?: true
}

/** What became of the lock. */
export interface LockReport {
  readonly file: string
  readonly outcome: 'written' | 'up_to_date' | 'out_of_date'
  readonly packages: number
  readonly lockfile: string | null
  readonly shared: number
  /** What the lock on disk said otherwise. */
  readonly issues: readonly PlacedIssue[]
  readonly notes: readonly string[]
}

/** Writes down which packages of a workspace depend on which, for rules that speak of packages. */
export async function rulesLock({ repo = '.', rules, check, json }: RulesLockOptions): Promise<ExitCode> {
  const isFolder = await stat(repo).then(
    (found) => found.isDirectory(),
    () => false,
  )
  if (!isFolder) throw new UsageError('--repo', 'the folder of a workspace', JSON.stringify(repo))
  const { lock: file } = await rulesPlace(rules, repo)
  const snapshot = await workspaceSnapshot(repo, await placeInRepository(repo))
  if (snapshot.outcome === 'bad') {
    const paint = paintFor(process.stderr, process.env)
    for (const fault of snapshot.faults)
      process.stderr.write(`${issueLine(fault.file, fault.issue, paint)}\n`)
    return exit.invalidDocument
  }
  const { lock, notes } = snapshot
  const issues = outdated(await keptLock(file), lock)
  const outcome = issues.length === 0 ? 'up_to_date' : check ? 'out_of_date' : 'written'
  if (outcome === 'written') await writing(file, lock)
  const report = { file, outcome, ...sizeOf(lock), issues, notes } as const
  if (json) printJson(report)
  else shown(report)
  return outcome === 'out_of_date' ? exit.invalidDocument : exit.done
}

function sizeOf({ packages, lockfile, shared }: WorkspaceLock) {
  return {
    packages: Object.keys(packages).length,
    lockfile: lockfile?.path ?? null,
    shared: shared.length,
  }
}

async function writing(file: string, lock: WorkspaceLock): Promise<void> {
  try {
    await writeFile(file, lockText(lock))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'an unknown error'
    throw new UsageError(file, 'a file that can be written', code)
  }
}

const words = { written: 'written', up_to_date: 'up to date', out_of_date: 'out of date' } as const

function shown({ file, outcome, packages, lockfile, shared, issues, notes }: LockReport): void {
  for (const note of notes) tell(note)
  const paint = paintFor(process.stdout, process.env)
  const word = paint(outcome === 'out_of_date' ? 'bad' : 'good', words[outcome])
  const contents = `${counted(packages, 'package')}, ${lockfile ?? 'no lockfile'}, ${counted(shared, 'shared file')}`
  const lines = outcome === 'out_of_date' ? issues.map((issue) => issueLine(file, issue, paint)) : []
  print([...lines, `${printable(file)}: ${word}; ${printable(contents)}`])
}
