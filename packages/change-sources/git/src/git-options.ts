import { ConfigurationInvalid, type Issue } from '@sallyport/kernel'
import { basename, resolve } from 'node:path'
import type { GitRepository } from './git-process.ts'
import { isRefName } from './ref-name.ts'

export interface GitOptions {
  /** The top of a working tree, or a bare repository; a relative path starts at the working directory. */
  readonly path: string
  /** What the repository is called in events, rules and the ledger. Defaults to the folder's name without `.git`. */
  readonly name?: string
  /** Such as `main`. Defaults to the branch that `HEAD` names. */
  readonly defaultBranch?: string
  /** The git program. Defaults to `git`, wherever `PATH` finds it. */
  readonly program?: string
  /** What one run of git may take. Defaults to 60,000. */
  readonly timeoutMilliseconds?: number
}

/** The options, looked at all together. @throws ConfigurationInvalid naming every one that cannot work */
export function repositoryIn(options: GitOptions): GitRepository & { readonly name: string } {
  const { program = 'git', timeoutMilliseconds = 60_000, defaultBranch } = options
  const issues: Issue[] = []
  const expect = (holds: boolean, setting: keyof GitOptions, expected: string) => {
    if (!holds) issues.push({ severity: 'fault', path: [setting], expected, found: spoken(options[setting]) })
  }
  const isText = (text: unknown) => typeof text === 'string' && text.trim() !== '' && !text.includes('\0')
  expect(isText(options.path), 'path', 'the path of a git repository')
  const path = isText(options.path) ? resolve(options.path) : ''
  const name = options.name ?? basename(path === '' ? 'none' : path).replace(/\.git$/, '')
  expect(isText(name), 'name', 'the name of a repository')
  // A program named like an assignment would be one to `env`.
  expect(isText(program) && !program.includes('=') && !program.startsWith('-'), 'program', 'a program')
  const isBranch = defaultBranch === undefined || isRefName(`refs/heads/${defaultBranch}`)
  expect(isBranch, 'defaultBranch', 'a branch such as "main"')
  const isTime = Number.isSafeInteger(timeoutMilliseconds) && timeoutMilliseconds > 0
  expect(isTime, 'timeoutMilliseconds', 'a positive whole number')
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
  return { path, name, source: `git:${name}`, program, timeoutMilliseconds }
}

const spoken = (value: unknown) => (value === undefined ? 'nothing' : JSON.stringify(value))
