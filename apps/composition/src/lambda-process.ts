import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** A built deployment in a process of its own, with nothing in its environment but what is given. */
export interface Lambda {
  readonly invoke: (event: unknown) => Promise<{ answer?: unknown; error?: string }>
  /** What it wrote, so far. */
  readonly log: () => string
  readonly close: () => void
}

/**
 * Starts a bundle as Lambda would, for tests of what is deployed.
 *
 * @param aheadMilliseconds by which its clock is ahead, so that no test waits for a lease to end
 * @throws Error with what the process wrote, when it does not start
 */
export async function startLambda(
  bundle: URL,
  environment: Readonly<Record<string, string>>,
  { aheadMilliseconds = 0 }: { readonly aheadMilliseconds?: number } = {},
): Promise<Lambda> {
  const child = fork(
    fileURLToPath(new URL('lambda-runner.ts', import.meta.url)),
    [bundle.href, String(aheadMilliseconds)],
    {
      env: { ...environment },
      silent: true,
      // The runner of the tests passes its own flags on, and they are not the function's.
      execArgv: [],
    },
  )
  let written = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (written += String(chunk)))
  const ready = await message(child)
  if (ready === undefined) throw new Error(written)
  return {
    async invoke(event) {
      child.send({ event })
      const answered: { answer?: unknown; error?: string } = ((await message(child)) as
        | object
        | undefined) ?? { error: written }
      return answered
    },
    log: () => written,
    close: () => child.kill('SIGKILL'),
  }
}

/** The next message, or nothing when the process ends first and its output is all there. */
function message(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => {
    const ended = () => resolve(undefined)
    child.once('close', ended)
    child.once('message', (value) => {
      child.removeListener('close', ended)
      resolve(value)
    })
  })
}
