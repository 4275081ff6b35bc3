import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A git repository that a test makes up as it goes. */
export interface MadeRepository {
  readonly directory: string
  readonly git: (...command: readonly string[]) => string
  /** Runs git with something to read: many refs or commits at once. */
  readonly feed: (input: string, ...command: readonly string[]) => string
  /** Writes, links (`-> target`), makes executable (`+x`) or removes (`null`), commits, and tells the id. */
  readonly commit: (message: string, files: Readonly<Record<string, string | null>>) => string
  readonly remove: () => void
}

/** Whatever the settings of whoever runs the tests. */
const settings = [
  'user.name=Ada',
  'user.email=ada@example.com',
  'commit.gpgSign=false',
  'tag.gpgSign=false',
  'core.autocrlf=false',
  'core.hooksPath=/dev/null',
].flatMap((setting) => ['-c', setting])

const authorDate = '1484167798 -0800'

export function madeRepository(): MadeRepository {
  const directory = mkdtempSync(join(tmpdir(), 'made-repository-'))
  const place = [`--git-dir=${join(directory, '.git')}`, `--work-tree=${directory}`]
  const feed = (input: string, ...command: readonly string[]) =>
    execFileSync('git', [...place, ...settings, ...command], { cwd: directory, input })
      .toString()
      .trim()
  const git = (...command: readonly string[]) => feed('', ...command)
  git('init', '--quiet', '--initial-branch=main')
  return {
    directory,
    git,
    feed,
    remove: () => rmSync(directory, { recursive: true, force: true }),
    commit(message, files) {
      for (const [path, content] of Object.entries(files)) put(join(directory, path), content)
      git('add', '--all')
      git('commit', '--quiet', '--allow-empty', '--date', authorDate, '--message', message)
      return git('rev-parse', 'HEAD')
    },
  }
}

function put(path: string, content: string | null): void {
  if (content === null) return rmSync(path)
  mkdirSync(dirname(path), { recursive: true })
  if (content.startsWith('-> ')) return symlinkSync(content.slice(3), path)
  if (content === '+x') return chmodSync(path, 0o755)
  writeFileSync(path, content)
}
