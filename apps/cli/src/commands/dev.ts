import type { Laptop } from '@sallyport/local'
import { exit, UsageError } from '../exit.ts'
import { functionLog } from '../function-log.ts'
import { handledLine, laptopPage } from '../laptop-page.ts'
import { paintFor, print, printJson } from '../terminal.ts'

export interface DevOptions {
  readonly port?: string
  readonly permissions?: string
  readonly json?: true
  /** Everything the authorizer writes, not its errors only. */
  readonly logs?: true
}

/** After this long what has not closed is left to end with the process. */
const closeWithinMilliseconds = 1500

/** Runs the gates on this machine until a signal ends them. */
export async function dev({ port, permissions, json, logs }: DevOptions): Promise<void> {
  const chosen = portOf(port)
  let running: Laptop | undefined
  endOnSignal(() => running?.close() ?? Promise.resolve())
  if (permissions !== undefined && !(await isGood(permissions))) {
    process.exitCode = exit.invalidDocument
    return
  }
  const paint = paintFor(process.stdout, process.env)
  const { laptop } = await import('@sallyport/local')
  running = await laptop({
    ...(chosen === undefined ? {} : { port: chosen }),
    ...(permissions === undefined ? {} : { permissions }),
    log: functionLog((line) => process.stderr.write(`${line}\n`), logs ? 'everything' : 'errors'),
    ...(json === true ? {} : { onHandled: (handled) => print([handledLine(handled, new Date(), paint)]) }),
  })
  if (json !== true) return print(laptopPage(running, paint))
  const { gateway, issuer, tokenEndpoint, clients, resource, clock } = running
  printJson({ gateway, issuer, tokenEndpoint, clients, resource, clock })
}

function portOf(written: string | undefined): number | undefined {
  if (written === undefined) return undefined
  if (/^\d{1,5}$/.test(written) && Number(written) <= 65_535) return Number(written)
  throw new UsageError('--port', 'a port from 0 to 65535', JSON.stringify(written))
}

/** Faults of the user's document are shown with their places, before anything starts. */
async function isGood(file: string): Promise<boolean> {
  const [{ checkDocument }, { sourceAt }, { issueLine }] = await Promise.all([
    import('../document-check.ts'),
    import('../source.ts'),
    import('../issue-line.ts'),
  ])
  const { issues } = await checkDocument({ ...(await sourceAt(file)), language: 'json' })
  const faults = issues.filter(({ severity }) => severity === 'fault')
  const paint = paintFor(process.stderr, process.env)
  for (const issue of faults) process.stderr.write(`${issueLine(file, issue, paint)}\n`)
  return faults.length === 0
}

/** The first signal closes what runs, the second does not wait for it. */
function endOnSignal(close: () => Promise<void>): void {
  let isEnding = false
  const end = () => process.exit(exit.done)
  const onSignal = () => {
    if (isEnding) end()
    isEnding = true
    setTimeout(end, closeWithinMilliseconds)
    void close().then(end, end)
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
}
