import { SourceRefused } from '@sallyport/delivery'
import { UpstreamUnavailable } from '@sallyport/kernel'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'

/** Which repository is asked, by which program, and for how long at most. */
export interface GitRepository {
  /** The absolute path of a working tree or a bare repository: the top, nothing below it. */
  readonly path: string
  /** `git:shop`, for messages. */
  readonly source: string
  /** The git program. */
  readonly program: string
  /** What one process may take, reading by the caller included. */
  readonly timeoutMilliseconds: number
}

/** One question to git. */
export interface GitQuestion {
  readonly words: readonly string[]
  readonly input?: string
  /** Exit codes that are an answer, beside 0. */
  readonly answers?: readonly number[]
}

/** What git wrote, as it comes: fields that a NUL ended, in batches. */
export async function* fieldsOf(
  repository: GitRepository,
  question: GitQuestion,
): AsyncGenerator<readonly string[]> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of outputOf(repository, question)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const fields: string[] = []
    let start = 0
    for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0, start)) {
      fields.push(bytes.toString('utf8', start, end))
      start = end + 1
    }
    rest = bytes.subarray(start)
    yield fields
  }
}

/** What git wrote, as text; for answers that are short. */
export async function textOf(repository: GitRepository, question: GitQuestion): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of outputOf(repository, question)) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

async function* outputOf(repository: GitRepository, question: GitQuestion): AsyncGenerator<Buffer> {
  const process = started(repository, question)
  const closed = once(process, 'close').then(
    ([code]: unknown[]) => ({ code, error: undefined }),
    (error: unknown) => ({ code: undefined, error }),
  )
  let complaint = ''
  process.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = `${complaint}${text}`.slice(0, 4096)
  })
  process.stdin.on('error', () => undefined)
  process.stdin.end(question.input ?? '')
  try {
    yield* process.stdout
    const { code, error } = await closed
    if (code === 0 || (question.answers ?? []).some((answer) => answer === code)) return
    throw failureOf(repository, complaint, error)
  } finally {
    process.kill('SIGKILL')
    await closed
  }
}

/** Whatever would make git look elsewhere, as it stands in the surroundings of a hook. */
const elsewhere = [
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_CONFIG',
  'GIT_CONFIG_COUNT',
  'GIT_CONFIG_PARAMETERS',
  'GIT_DIR',
  'GIT_EXTERNAL_DIFF',
  'GIT_GRAFT_FILE',
  'GIT_INDEX_FILE',
  'GIT_NAMESPACE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
].flatMap((name) => ['-u', name])

function started({ path, program, timeoutMilliseconds }: GitRepository, { words }: GitQuestion) {
  // By `env`, since the surroundings are kept but for these: git finds itself and its owner by them.
  const surroundings = [
    ...elsewhere,
    'LC_ALL=C',
    'GIT_CONFIG_NOSYSTEM=1',
    'GIT_TERMINAL_PROMPT=0',
    'GIT_OPTIONAL_LOCKS=0',
    'GIT_NO_LAZY_FETCH=1',
    'GIT_NO_REPLACE_OBJECTS=1',
    // A path that is no repository must not lead to one around it.
    `GIT_CEILING_DIRECTORIES=${dirname(path)}`,
  ]
  return spawn('env', [...surroundings, program, '--no-pager', '-C', path, ...words], {
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: timeoutMilliseconds,
    killSignal: 'SIGKILL',
  })
}

const missing = /not a git repository|cannot change to '.*': No such file or directory/s
const denied = /dubious ownership|Permission denied/

function failureOf({ source, path }: GitRepository, complaint: string, error: unknown): Error {
  const cause = error ?? new Error(complaint.trim() === '' ? 'git ended without a word' : complaint.trim())
  if (missing.test(complaint)) return new SourceRefused(source, 'repository_missing', { cause })
  if (denied.test(complaint)) return new SourceRefused(source, 'access_denied', { cause })
  return new UpstreamUnavailable(`git in ${path}`, { cause, found: 'a process that failed' })
}
