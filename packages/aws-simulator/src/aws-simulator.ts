import { codecommit } from './codecommit/codecommit.ts'
import { codepipeline } from './codepipeline/codepipeline.ts'
import { type Execution, type ExecutionEnd, memory, type OnStarted } from './codepipeline/execution.ts'
import type { PipelineDefinition } from './codepipeline/pipeline.ts'
import { endpoint } from './wire/endpoint.ts'
import { faultQueue, type Faults } from './wire/faults.ts'
import type { Call } from './wire/operation.ts'

export interface AwsSimulatorOptions {
  /** Names of CodeCommit repositories, and the git repository (bare or not) each is. */
  readonly repositories?: Readonly<Record<string, string>>
  readonly pipelines?: readonly PipelineDefinition[]
  /** Defaults to 0: any free port. */
  readonly port?: number
  /** The most entries in an answer of GetDifferences and ListBranches. Defaults to 100. */
  readonly pageSize?: number
  /** Whether commits out of every reference's reach can be asked for. Defaults to `kept`. */
  readonly unreachableCommits?: 'kept' | 'gone'
  /** Of ARNs and URLs in answers; calls may be signed for any. Defaults to `eu-west-1`. */
  readonly region?: string
  /** Defaults to `111122223333`. */
  readonly accountId?: string
  /** Told of each execution once; what it resolves with (`Succeeded`, `Failed`, ...) ends it. */
  readonly onStarted?: OnStarted
}

export interface AwsSimulator {
  /** `http://127.0.0.1:49152`: the endpoint of every service. */
  readonly url: string
  /** Every call that was understood and signed, in order, failed ones too. */
  readonly calls: readonly Call[]
  readonly faults: Faults
  /** In the order they were started; of one pipeline, or of all. */
  readonly executions: (pipeline?: string) => readonly Execution[]
  /** Ends an execution that is under way. */
  readonly finish: (executionId: string, end: ExecutionEnd) => void
  readonly pipelines: {
    /** Takes the place of one with the same name. */
    readonly add: (pipeline: PipelineDefinition) => void
    readonly remove: (name: string) => void
  }
  /** Names and directories; may be changed while it runs. */
  readonly repositories: Map<string, string>
  /** Ends every connection at once. */
  readonly close: () => Promise<void>
}

/**
 * Starts AWS on the loopback: CodeCommit over local git repositories and CodePipeline in memory,
 * speaking AWS's JSON 1.1 protocol.
 *
 * @throws ConfigurationInvalid if the port is taken
 */
export async function awsSimulator(options: AwsSimulatorOptions = {}): Promise<AwsSimulator> {
  const { pageSize = 100, unreachableCommits = 'kept' } = options
  const place = { region: options.region ?? 'eu-west-1', accountId: options.accountId ?? '111122223333' }
  const repositories = new Map(Object.entries(options.repositories ?? {}))
  const remembered = memory(options.onStarted)
  const faults = faultQueue()
  const calls: Call[] = []
  const add = (definition: PipelineDefinition) =>
    void remembered.pipelines.set(definition.name, { definition, created: Math.floor(Date.now() / 1000) })
  options.pipelines?.forEach(add)

  const apis = [
    codecommit({ repositories, pageSize, unreachableCommits, ...place }),
    codepipeline(remembered, place),
  ]
  const record = (call: Call) => void calls.push(call)
  const { url, close } = await endpoint({ apis, faults, record }, options.port ?? 0)
  return {
    url,
    calls,
    faults,
    executions: (name) => remembered.executions().filter(({ pipeline }) => pipeline === (name ?? pipeline)),
    finish: remembered.finish,
    pipelines: { add, remove: (name) => void remembered.pipelines.delete(name) },
    repositories,
    close,
  }
}
