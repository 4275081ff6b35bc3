import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

/** What a command left behind. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Surroundings {
  readonly stdin?: string
  readonly environment?: Readonly<Record<string, string>>
  /** The working directory; the command line's own folder unless given. */
  readonly directory?: string
}

/** A folder of its own, and the command run in it as a shell would. */
export interface CommandLine {
  readonly folder: string
  readonly write: (name: string, content: string | object) => void
  readonly start: (args: readonly string[], surroundings?: Surroundings) => ChildProcess
  readonly run: (args: readonly string[], surroundings?: Surroundings) => Promise<Ended>
  readonly remove: () => void
}

export function commandLine(): CommandLine {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-cli-'))
  const start: CommandLine['start'] = (args, { stdin = '', environment = {}, directory = folder } = {}) => {
    const env = { PATH: process.env['PATH'] ?? '', ...environment }
    const child = spawn(process.execPath, [main, ...args], { cwd: directory, env })
    child.stdin.on('error', () => undefined).end(stdin)
    return child
  }
  return {
    folder,
    start,
    write: (name, content) =>
      writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content)),
    run: async (args, surroundings) => ended(start(args, surroundings)),
    remove: () => rmSync(folder, { recursive: true }),
  }
}

export async function ended(child: ChildProcess): Promise<Ended> {
  const code = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [stdout, stderr] = await Promise.all([child.stdout, child.stderr].map((stream) => heard(stream)))
  return { code: await code, stdout: stdout ?? '', stderr: stderr ?? '' }
}

const heard = async (stream: ChildProcess['stdout']) => (stream === null ? '' : text(stream))
