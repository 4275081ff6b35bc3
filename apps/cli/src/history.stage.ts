import { execFileSync } from 'node:child_process'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Contents by path; null takes a file away. */
export type Edits = Readonly<Record<string, string | null>>

/** A git repository with a working tree, made by git itself. */
export interface History {
  readonly path: string
  /** Commits on a branch, one after the other. @returns their names */
  readonly land: (landings: readonly Edits[], branch?: string) => readonly string[]
  /** @returns what it printed, without the last newline */
  readonly git: (...words: readonly string[]) => string
  readonly remove: () => void
}

export function history(): History {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'sallyport-history-')))
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-C', path, ...words], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trimEnd()
  git('init', '--quiet', '--initial-branch=main')
  git('config', 'user.name', 'Stage')
  git('config', 'user.email', 'stage@example.com')
  let seconds = 1_767_225_600
  return {
    path,
    git,
    land(landings, branch = 'main') {
      const isNew = git('for-each-ref', `refs/heads/${branch}`) === ''
      const before = isNew ? [] : [git('rev-parse', branch)]
      const commits = landings.map((edits, at) => {
        seconds += 3600
        return commitOf(edits, { branch, seconds, from: at === 0 ? before : [] })
      })
      execFileSync('git', ['-C', path, 'fast-import', '--quiet'], { input: commits.join('') })
      if (branch === git('symbolic-ref', '--short', 'HEAD')) git('reset', '--quiet', '--hard')
      const names = git('rev-list', '--reverse', branch, ...before.map((name) => `^${name}`))
      return names === '' ? [] : names.split('\n')
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}

interface Place {
  readonly branch: string
  readonly seconds: number
  readonly from: readonly string[]
}

/** A commit in the language of git-fast-import(1). */
function commitOf(edits: Edits, { branch, seconds, from }: Place): string {
  const lines = Object.entries(edits).map(([path, content]) => {
    const name = JSON.stringify(path)
    return content === null
      ? `D ${name}`
      : `M 100644 inline ${name}\ndata ${Buffer.byteLength(content)}\n${content}`
  })
  const head = [`commit refs/heads/${branch}`, `committer Stage <s@example.com> ${seconds} +0000`, 'data 0']
  return `${[...head, ...from.map((name) => `from ${name}`), ...lines].join('\n')}\n`
}
