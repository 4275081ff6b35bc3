import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { UsageError } from './exit.ts'

/** A git repository that a command was pointed at, by its top or by any folder in it. */
export interface LocalRepository {
  /** Of the working tree, or of the bare repository. */
  readonly top: string
  /** The short name of the branch that HEAD is on; nothing when it is on none. */
  readonly branch: string | undefined
  /** Every path that git keeps, from the top. */
  readonly tree: () => Promise<readonly string[]>
  /**
   * How many first-parent landings a range has.
   *
   * @throws UsageError when git knows no such range
   */
  readonly landingCount: (range: string) => Promise<number>
}

/** @throws UsageError when the folder is in no repository that git can read */
export async function repositoryAt(folder: string): Promise<LocalRepository> {
  const gitFolder = await answerOf(folder, ['rev-parse', '--absolute-git-dir'])
  if ('complaint' in gitFolder) throw new UsageError('--repo', 'a git repository', foundAt(folder, gitFolder))
  const working = await answerOf(folder, ['rev-parse', '--show-toplevel'])
  const top = 'complaint' in working ? gitFolder.text.trimEnd() : working.text.trimEnd()
  const head = await answerOf(top, ['symbolic-ref', '--quiet', '--short', 'HEAD'])
  const isBare = 'complaint' in working
  return {
    top,
    branch: 'complaint' in head ? undefined : head.text.trimEnd(),
    async tree() {
      const words = isBare ? ['ls-tree', '-r', '-z', '--name-only', 'HEAD'] : ['ls-files', '-z']
      const listed = await answerOf(top, words)
      if ('complaint' in listed) throw new UsageError('--repo', 'a repository with commits', 'none')
      return [...new Set(listed.text.split('\0'))].filter((path) => path !== '')
    },
    landingCount: (range) => countOf(top, range),
  }
}

/** How paths and contents of a folder are called in the repository that it is in. */
export interface GitPlace {
  /** From the top: `frontend/`, or nothing for the top itself. */
  readonly prefix: string
  /** What git names contents by. */
  readonly objectFormat: 'sha1' | 'sha256'
}

/** Of a folder that is in no repository, as if it were the top of one. */
export async function placeInRepository(folder: string): Promise<GitPlace> {
  const words = ['rev-parse', '--show-object-format', '--show-prefix']
  const answer = await answerOf(folder, words).catch((error: unknown) => {
    if (error instanceof UsageError) return { complaint: error.message }
    throw error
  })
  if ('complaint' in answer) return { prefix: '', objectFormat: 'sha1' }
  const [format, prefix = ''] = answer.text.split('\n')
  return { prefix, objectFormat: format === 'sha256' ? 'sha256' : 'sha1' }
}

async function countOf(top: string, range: string): Promise<number> {
  const words = ['rev-list', '--count', '--first-parent', '--end-of-options', range, '--']
  const counted = await answerOf(top, words)
  if (!('complaint' in counted)) return Number(counted.text)
  const head = await answerOf(top, ['rev-parse', '--quiet', '--verify', 'HEAD'])
  if (range === 'HEAD' && 'complaint' in head)
    throw new UsageError('--repo', 'a repository with commits', 'none')
  const form = 'commits that git knows, such as "main" or "v1..main"'
  throw new UsageError('--range', form, JSON.stringify(range))
}

interface Complaint {
  readonly complaint: string
}

function foundAt(folder: string, { complaint }: Complaint): string {
  const named = JSON.stringify(folder)
  if (complaint.includes('dubious ownership')) return `${named}, whose owner git does not trust`
  return complaint.includes('cannot change to') ? `${named}, which is no folder` : named
}

const run = promisify(execFile)
const mostBytes = 1024 * 1024 * 1024

/** Whatever would make git look elsewhere, as it stands in the surroundings of a hook. */
const elsewhere = /^GIT_(?:DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|NAMESPACE|OBJECT_DIRECTORY|CONFIG.*)$/

async function answerOf(
  folder: string,
  words: readonly string[],
): Promise<{ readonly text: string } | Complaint> {
  const kept = Object.entries(process.env).filter(([name]) => !elsewhere.test(name))
  const env = { ...Object.fromEntries(kept), LC_ALL: 'C', GIT_NO_REPLACE_OBJECTS: '1' }
  try {
    const { stdout } = await run('git', ['-C', folder, ...words], { env, maxBuffer: mostBytes })
    return { text: stdout }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new UsageError('git', 'the program on the PATH', 'none')
    return { complaint: error instanceof Error && 'stderr' in error ? String(error.stderr) : '' }
  }
}
