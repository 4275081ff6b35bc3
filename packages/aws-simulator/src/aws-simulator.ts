import { codecommit } from './codecommit/codecommit.ts'
import { codepipeline } from './codepipeline/codepipeline.ts'
import { type Execution, type ExecutionEnd, memory, type OnStarted } from './codepipeline/execution.ts'
import type { PipelineDefinition } from './codepipeline/pipeline.ts'
import { ecr } from './ecr/ecr.ts'
import type { OnImageAction } from './ecr/image-action.ts'
import { type Images, images } from './ecr/images.ts'
import { type ImageRepositoryOptions, registry } from './ecr/registry.ts'
import { type Buckets, buckets } from './s3/buckets.ts'
import type { OnObjectCreated } from './s3/object-created.ts'
import { s3 } from './s3/s3.ts'
import { type BucketOptions, stock } from './s3/stock.ts'
import type { OnMessage, QueuedMessage } from './sqs/message.ts'
import { type QueueDefinition, queues } from './sqs/queue.ts'
import { sqs } from './sqs/sqs.ts'
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
  /** Names of ECR repositories, and what each is. */
  readonly images?: Readonly<Record<string, ImageRepositoryOptions>>
  /** Told of each manifest that is pushed or deleted, with the event that EventBridge would deliver. */
  readonly onImageAction?: OnImageAction
  /** Names of SQS queues, and what each is. */
  readonly queues?: Readonly<Record<string, QueueDefinition>>
  /** Told of each message once, and of the event that Lambda would be invoked with for it. */
  readonly onMessage?: OnMessage
  /** Names of S3 buckets, and whether each keeps versions. */
  readonly buckets?: Readonly<Record<string, BucketOptions>>
  /** Told of each object that was written, with the event that EventBridge would deliver. */
  readonly onObjectCreated?: OnObjectCreated
  /** Lets anybody upload, as `curl -T` does. Defaults to false. */
  readonly unsignedUploads?: boolean
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
  /** In the order they were sent; of one queue, or of all. */
  readonly messages: (queue?: string) => readonly QueuedMessage[]
  /** Names and directories; may be changed while it runs. */
  readonly repositories: Map<string, string>
  /** ECR, past its protocol. */
  readonly images: Images
  /** S3, past its protocol. */
  readonly buckets: Buckets
  /** Ends every connection at once. */
  readonly close: () => Promise<void>
}

/**
 * Starts AWS on the loopback: CodeCommit over local git repositories, CodePipeline and S3 in
 * memory, speaking AWS's JSON 1.1 and S3's REST protocol.
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

  const stored = registry(place, options.onImageAction)
  const pictures = images(stored)
  for (const [name, repository] of Object.entries(options.images ?? {})) pictures.add(name, repository)
  const queued = queues(options, place)

  const apis = [
    codecommit({ repositories, pageSize, unreachableCommits, ...place }),
    codepipeline(remembered, place),
    ecr(stored),
    sqs(queued),
  ]
  const record = (call: Call) => void calls.push(call)
  const objects = stock(place, options.onObjectCreated)
  for (const [name, bucket] of Object.entries(options.buckets ?? {})) objects.add(name, bucket)
  const unsignedUploads = options.unsignedUploads === true ? 'allowed' : 'refused'
  const plain = s3({ stock: objects, faults, record, unsignedUploads })
  const { url, close } = await endpoint({ apis, faults, record, plain }, options.port ?? 0)
  return {
    url,
    calls,
    faults,
    executions: (name) => remembered.executions().filter(({ pipeline }) => pipeline === (name ?? pipeline)),
    finish: remembered.finish,
    pipelines: { add, remove: (name) => void remembered.pipelines.delete(name) },
    messages: queued.messages,
    repositories,
    images: pictures,
    buckets: buckets(objects),
    close,
  }
}
