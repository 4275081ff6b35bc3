import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { awsSimulator } from '@sallyport/aws-simulator'
import type { Decision } from '@sallyport/delivery'
import { rulesFromText } from '@sallyport/delivery/rules'
import { ConfigurationInvalid } from '@sallyport/kernel'
import { digest } from '@sallyport/trigger'
import { codecommitEvent } from './codecommit-event.ts'
import { eventDoor } from './event-door.ts'
import { lambdaHost } from './lambda-host.ts'
import type { SharedOffset } from './moved-date.ts'
import { type ReferenceChange, referenceWatch } from './reference-watch.ts'
import { type Part, running } from './running.ts'
import { sampleRepository } from './sample-repository.ts'

export interface DeliveryLaptopOptions {
  /** Where events are sent by hand; 0 for a free one. */
  readonly port: number
  readonly offset: SharedOffset
  /** A rules document in JSON; the AWS article's first example unless given. */
  readonly rules?: string
  /** Told of what the trigger decided about each change of the repository. */
  readonly onDecided?: (decisions: readonly Decision[]) => void
  /** Gets what the trigger logs. */
  readonly log: (text: string) => void
}

/** Gate 2 on a laptop. Every URL is of 127.0.0.1. */
export interface DeliveryLaptop {
  /** A git repository: commit to it, and the trigger is told as by EventBridge. */
  readonly repository: string
  /** `POST` an event here, and get its decisions. */
  readonly events: string
  /** `GET`: every pipeline that was started. */
  readonly executions: string
  readonly pipelines: readonly string[]
  readonly close: () => Promise<void>
}

const bundle = new URL('../../trigger/dist/universal/index.mjs', import.meta.url)
const articleRules = fileURLToPath(new URL('../documents/rules.json', import.meta.url))
const place = { region: 'us-east-1', accountId: '219852565112', repository: 'sample' }

/**
 * Runs gate 2 with nothing but this machine: a git repository, CodeCommit and CodePipeline over it, and
 * the built trigger in a thread of its own, told of every branch that moves.
 *
 * @throws ConfigurationInvalid when the port is taken or the rules cannot be used
 */
export async function deliveryLaptop(options: DeliveryLaptopOptions): Promise<DeliveryLaptop> {
  const { port, offset, rules = articleRules, onDecided = () => undefined, log } = options
  const pipelines = await pipelinesIn(rules)
  const parts = running()
  try {
    const repository = await parts.started(sampleRepository())
    const simulator = await parts.started(
      awsSimulator({
        repositories: { [place.repository]: repository.path },
        pipelines: pipelines.map(pipelineNamed),
        region: place.region,
        accountId: place.accountId,
      }),
    )
    const folder = await parts.started(temporaryFolder())
    const environment = environmentOf(simulator.url, rules, join(folder.path, 'ledger.jsonl'))
    const lambda = await parts.started(lambdaHost({ bundle: bundle.href, offset, environment, log }))
    const invoke = async (event: unknown) => {
      const answer = await lambda.invoke(event)
      onDecided((answer as { decisions: readonly Decision[] }).decisions)
      return answer
    }
    const tell = (change: ReferenceChange) => delivered(codecommitEvent(change, place), { invoke, log })
    await parts.started(referenceWatch(repository.path, tell))
    const executions = () => simulator.executions()
    const door = await parts.started(eventDoor({ port, invoke, executions }))
    const { path } = repository
    return {
      repository: path,
      events: door.events,
      executions: door.executions,
      pipelines,
      close: parts.close,
    }
  } catch (error) {
    await parts.close()
    throw error
  }
}

interface Recipient {
  readonly invoke: (event: unknown) => Promise<unknown>
  readonly log: (text: string) => void
}

/** As Lambda does with an asynchronous invocation: an event that failed comes twice more. */
const attempts = 3

async function delivered(event: object, { invoke, log }: Recipient): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      await invoke(event)
      return
    } catch (error) {
      log(
        `trigger: ${error instanceof Error ? error.message : String(error)} (attempt ${attempt} of ${attempts})\n`,
      )
    }
  }
}

async function pipelinesIn(path: string): Promise<readonly string[]> {
  const content = await readFile(path, 'utf8').catch(() => {
    const found = `${JSON.stringify(path)}, which cannot be read`
    throw new ConfigurationInvalid([{ severity: 'fault', path: ['rules'], expected: 'a file', found }])
  })
  const read = rulesFromText(content, { digest })
  if (read.outcome === 'bad') throw new ConfigurationInvalid(read.issues)
  return read.value.all.map(({ pipeline }) => pipeline)
}

const pipelineNamed = (name: string) => ({
  name,
  sources: [
    {
      actionName: 'Source',
      provider: 'CodeCommit' as const,
      configuration: { RepositoryName: place.repository, BranchName: 'main', PollForSourceChanges: 'false' },
    },
  ],
})

function environmentOf(endpoint: string, rules: string, ledger: string): Readonly<Record<string, string>> {
  const configuration = {
    sources: [{ use: 'codecommit' }],
    // An edit is to be seen at once, not after the minute that suits a Lambda.
    rules: { use: 'file', path: rules, freshForSeconds: 1 },
    pipelines: { use: 'codepipeline' },
    ledger: { use: 'file', path: ledger },
  }
  return {
    SALLYPORT_CONFIG: JSON.stringify(configuration),
    AWS_REGION: place.region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'laptop',
    AWS_SECRET_ACCESS_KEY: 'laptop',
  }
}

async function temporaryFolder(): Promise<Part & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'sallyport-ledger-'))
  return { path, close: () => rm(path, { recursive: true, force: true }) }
}
