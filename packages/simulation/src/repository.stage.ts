import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** One thing done to the files of a repository. */
export type Edit =
  /** Writes a file, new or not; what is left out is an empty text that nobody may execute. */
  | { readonly put: string; readonly content?: string; readonly executable?: boolean }
  | { readonly remove: string }
  | { readonly rename: string; readonly to: string }

/** A real git repository, as a stage of delivery's contract needs it. */
export interface Repository {
  readonly path: string
  /** Makes one commit on `main`, even of no edits at all. @returns its id */
  readonly land: (edits: readonly Edit[]) => Promise<string>
  /** Drops what `main` has since `at`, and lands the edits on it: a force push. */
  readonly rewrite: (at: string, edits: readonly Edit[]) => Promise<string>
  /** Makes a branch or tag, or moves it, by its full name. */
  readonly point: (ref: string, at: string) => Promise<void>
  readonly removeRef: (ref: string) => Promise<void>
  /** Runs git in it. @returns what it printed, without the last newline */
  readonly run: (words: readonly string[], input?: string | Buffer) => Promise<string>
}

/** A bare repository in a folder of its own, `main` its default branch, without a commit. */
export async function repository(name = 'shop'): Promise<Repository> {
  const path = join(await mkdtemp(join(tmpdir(), 'repository-')), `${name}.git`)
  await run(['init', '--quiet', '--bare', '--initial-branch=main', path])
  const inside = (words: readonly string[], input?: string | Buffer) => run(['-C', path, ...words], input)
  const tipOf = (ref: string) => inside(['for-each-ref', '--format=%(objectname)', ref])
  let count = 0

  const commit = async (at: string, edits: readonly Edit[]) => {
    count += 1
    // Written aside first: fast-import has no way to move a branch back to a root without a parent.
    const input = importOf({ at, edits, seconds: 1_700_000_000 + count })
    await inside(['fast-import', '--quiet', '--force'], input)
    const revision = await tipOf('refs/stage/next')
    await inside(['update-ref', 'refs/heads/main', revision])
    await inside(['update-ref', '-d', 'refs/stage/next'])
    return revision
  }
  return {
    path,
    run: inside,
    land: async (edits) => commit(await tipOf('refs/heads/main'), edits),
    rewrite: commit,
    point: async (ref, at) => void (await inside(['update-ref', ref, at])),
    removeRef: async (ref) => void (await inside(['update-ref', '-d', ref])),
  }
}

interface Import {
  readonly at: string
  readonly edits: readonly Edit[]
  readonly seconds: number
}

/** The stream of git-fast-import(1) that makes one commit. */
function importOf({ at, edits, seconds }: Import): string {
  const head = [
    'commit refs/stage/next',
    `committer Stage <stage@example.com> ${seconds} +0000`,
    'data 0',
    ...(at === '' ? [] : [`from ${at}`]),
  ]
  return `${[...head, ...edits.map(lineOf)].join('\n')}\n`
}

function lineOf(edit: Edit): string {
  if ('remove' in edit) return `D ${quoted(edit.remove)}`
  if ('rename' in edit) return `R ${quoted(edit.rename)} ${quoted(edit.to)}`
  const { put, content = '', executable = false } = edit
  const mode = executable ? '100755' : '100644'
  return `M ${mode} inline ${quoted(put)}\ndata ${Buffer.byteLength(content)}\n${content}`
}

const quoted = (path: string) =>
  `"${path.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`

async function run(words: readonly string[], input: string | Buffer = ''): Promise<string> {
  const process = spawn('git', words, { stdio: ['pipe', 'pipe', 'pipe'] })
  // Git may end without reading any of it.
  process.stdin.on('error', () => undefined).end(input)
  const [output, complaint, [code]] = await Promise.all([
    text(process.stdout),
    text(process.stderr),
    once(process, 'close'),
  ])
  if (code !== 0) throw new Error(`git ${words.join(' ')}: expected success, found ${complaint}`)
  return output.trimEnd()
}
