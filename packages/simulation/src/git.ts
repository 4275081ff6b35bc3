import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** What git printed, and how it ended. */
export interface GitAnswer {
  readonly code: number
  readonly output: string
}

const mostOutputBytes = 512 * 1024 * 1024

/**
 * Asks git about a repository, bare or not. It only reads.
 *
 * @param directory the repository's folder, or its `.git`
 */
export function git(directory: string, ...command: readonly string[]): Promise<GitAnswer> {
  const inside = join(directory, '.git')
  // Said outright, so that git neither climbs to a repository around this one nor asks GIT_DIR.
  const place = `--git-dir=${existsSync(inside) ? inside : directory}`
  return new Promise((answer, reject) => {
    execFile(
      'git',
      [place, '--no-replace-objects', '-c', 'log.showSignature=false', ...command],
      { maxBuffer: mostOutputBytes },
      (error, output) => {
        if (error === null) answer({ code: 0, output })
        else if (typeof error.code === 'number') answer({ code: error.code, output })
        else reject(error)
      },
    )
  })
}
