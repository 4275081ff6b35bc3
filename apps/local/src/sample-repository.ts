import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** A git repository of the laptop's own, gone when the laptop closes. */
export interface SampleRepository {
  readonly path: string
  readonly close: () => Promise<void>
}

/** The files of the AWS article's examples. */
const files: Readonly<Record<string, string>> = {
  'readme.md': '# Sample\n',
  'script.py': 'print("hello")\n',
  'config_1.json': '{ "pipeline": 1 }\n',
  'config_2.json': '{ "pipeline": 2 }\n',
}

const run = promisify(execFile)

/** Makes a repository with one commit on `main`, to be committed to by hand. */
export async function sampleRepository(): Promise<SampleRepository> {
  const path = await mkdtemp(join(tmpdir(), 'sallyport-repository-'))
  const git = (...args: string[]) => run('git', ['-C', path, ...args])
  await git('init', '--quiet', '--initial-branch=main')
  // Its own name, so that a commit works on a machine where git was never set up.
  await git('config', 'user.name', 'Sallyport')
  await git('config', 'user.email', 'sallyport@example.com')
  await git('config', 'commit.gpgsign', 'false')
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(path, name), content)))
  await git('add', '.')
  await git('commit', '--quiet', '--message', 'Added the files of the article')
  return { path, close: () => rm(path, { recursive: true, force: true }) }
}
