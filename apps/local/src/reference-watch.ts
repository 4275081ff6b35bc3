import { execFile } from 'node:child_process'
import { watch } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** What CodeCommit tells EventBridge of one reference (AWS: "Monitoring CodeCommit events"). */
export interface ReferenceChange {
  readonly ref: string
  readonly before?: string
  readonly after?: string
}

export interface ReferenceWatch {
  readonly close: () => Promise<void>
}

const run = promisify(execFile)
/** Some file systems tell nothing; then a look now and then has to do. */
const lookEveryMilliseconds = 1000

/** Tells of every branch and tag that moves in a local repository, in the order seen. */
export async function referenceWatch(
  path: string,
  tell: (change: ReferenceChange) => Promise<void>,
): Promise<ReferenceWatch> {
  let known = await references(path)
  let looking = Promise.resolve()
  const lookOnce = async () => {
    const now = await references(path)
    const changes = differences(known, now)
    known = now
    for (const change of changes) await tell(change)
  }
  // One look after the other, so that each sees what the one before has told.
  const look = () => {
    looking = looking.then(lookOnce, lookOnce)
  }
  const watcher = watch(join(path, '.git'), { recursive: true }, (_, file) => {
    if (file === null || file.includes('refs') || file === 'HEAD') look()
  })
  watcher.on('error', ignored)
  const timer = setInterval(look, lookEveryMilliseconds)
  return {
    close: async () => {
      clearInterval(timer)
      watcher.close()
      await looking.catch(ignored)
    },
  }
}

const ignored = () => undefined

async function references(path: string): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await run('git', [
    '-C',
    path,
    'for-each-ref',
    '--format=%(refname) %(objectname)',
    'refs/heads',
    'refs/tags',
  ])
  const lines = stdout.split('\n').filter((line) => line !== '')
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]))
}

function differences(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly ReferenceChange[] {
  const names = [...new Set([...before.keys(), ...after.keys()])]
  return names.flatMap((ref) => {
    const [was, is] = [before.get(ref), after.get(ref)]
    if (was === is) return []
    return [
      { ref, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) },
    ]
  })
}
