import type { Laptop, LaptopOptions } from '@sallyport/local'
import { decisionLine } from '../decision-line.ts'
import { exit, UsageError } from '../exit.ts'
import { functionLog } from '../function-log.ts'
import { handledLine, laptopPage } from '../laptop-page.ts'
import { type Paint, paintFor, print, printJson } from '../terminal.ts'

export interface DevOptions {
  readonly port?: string
  readonly permissions?: string
  readonly rules?: string
  readonly introspection?: true
  readonly issuers?: string
  readonly documents?: string
  readonly json?: true
  /** Everything the functions write, not their errors only. */
  readonly logs?: true
}

/** After this long what has not closed is left to end with the process. */
const closeWithinMilliseconds = 1500

/** Runs the gates on this machine until a signal ends them. */
export async function dev({ permissions, rules, json, logs, ...options }: DevOptions): Promise<void> {
  const chosen = portOf(options.port)
  const issuers = issuersOf(options.issuers)
  const documents = documentsOf(options.documents)
  let running: Laptop | undefined
  endOnSignal(() => running?.close() ?? Promise.resolve())
  if (!(await areGood({ permissions, rules }))) {
    process.exitCode = exit.invalidDocument
    return
  }
  const paint = paintFor(process.stdout, process.env)
  const { laptop } = await import('@sallyport/local')
  running = await laptop({
    ...(chosen === undefined ? {} : { port: chosen }),
    ...(permissions === undefined ? {} : { permissions }),
    ...(rules === undefined ? {} : { rules }),
    introspection: options.introspection === true,
    issuers,
    documents,
    log: functionLog((line) => process.stderr.write(`${line}\n`), logs ? 'everything' : 'errors'),
    ...(json === true ? {} : shownTo(paint)),
  })
  if (json !== true) return print(laptopPage(running, paint))
  const { gateway, issuer, tokenEndpoint, clients, resource, clock, trigger } = running
  const others = issuers === 1 ? {} : { issuers: running.issuers }
  const { repository, events, executions, artefacts, images, github, pipelines } = trigger
  printJson({
    gateway,
    issuer,
    tokenEndpoint,
    clients,
    resource,
    clock,
    ...others,
    ...(running.documents === undefined ? {} : { documents: running.documents }),
    trigger: { repository, events, executions, artefacts, images, github, pipelines },
  })
}

/** A line for each request and each decision. */
const shownTo = (paint: Paint): Pick<LaptopOptions, 'onHandled' | 'onDecided'> => ({
  onHandled: (handled) => print([handledLine(handled, new Date(), paint)]),
  onDecided: (decisions) => print(decisions.map((decision) => decisionLine(decision, new Date(), paint))),
})

function issuersOf(written: string | undefined): 1 | 2 {
  if (written === undefined || written === '1') return 1
  if (written === '2') return 2
  throw new UsageError('--issuers', '1 or 2', JSON.stringify(written))
}

function documentsOf(written: string | undefined): 'file' | 's3' {
  if (written === undefined || written === 'file') return 'file'
  if (written === 's3') return 's3'
  throw new UsageError('--documents', 'file or s3', JSON.stringify(written))
}

function portOf(written: string | undefined): number | undefined {
  if (written === undefined) return undefined
  if (/^\d{1,5}$/.test(written) && Number(written) <= 65_535) return Number(written)
  throw new UsageError('--port', 'a port from 0 to 65535', JSON.stringify(written))
}

/** Faults of the user's documents are shown with their places, before anything starts. */
async function areGood(files: {
  readonly permissions: string | undefined
  readonly rules: string | undefined
}): Promise<boolean> {
  if (files.permissions === undefined && files.rules === undefined) return true
  const [{ checkDocument }, { sourceAt }, { issueLine }] = await Promise.all([
    import('../document-check.ts'),
    import('../source.ts'),
    import('../issue-line.ts'),
  ])
  const paint = paintFor(process.stderr, process.env)
  let faults = 0
  for (const kind of ['permissions', 'rules'] as const) {
    const file = files[kind]
    if (file === undefined) continue
    // The Lambda reads JSON, whatever the file is called.
    const { issues } = await checkDocument({ ...(await sourceAt(file)), language: 'json' }, { kind })
    for (const issue of issues) {
      if (issue.severity !== 'fault') continue
      faults += 1
      process.stderr.write(`${issueLine(file, issue, paint)}\n`)
    }
  }
  return faults === 0
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
