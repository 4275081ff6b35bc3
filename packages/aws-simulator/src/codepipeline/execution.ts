import type { Pipeline } from './pipeline.ts'

export type ExecutionStatus =
  | 'Cancelled'
  | 'InProgress'
  | 'Stopped'
  | 'Stopping'
  | 'Succeeded'
  | 'Superseded'
  | 'Failed'

/** `SourceRevisionOverride` of CodePipeline's model. */
export interface SourceRevision {
  readonly actionName: string
  readonly revisionType: RevisionType
  readonly revisionValue: string
}

export type RevisionType = 'COMMIT_ID' | 'IMAGE_DIGEST' | 'S3_OBJECT_VERSION_ID' | 'S3_OBJECT_KEY'

/** One run of a pipeline, with everything it was given. */
export interface Execution {
  /** The `pipelineExecutionId`. */
  readonly id: string
  readonly pipeline: string
  readonly status: ExecutionStatus
  /** The `clientRequestToken`. */
  readonly token?: string
  readonly sourceRevisions: readonly SourceRevision[]
  /** Defaults included. */
  readonly variables: Readonly<Record<string, string>>
  /** Milliseconds since the Unix epoch. */
  readonly startedAt: number
}

/** How an execution ended. */
export type ExecutionEnd = Exclude<ExecutionStatus, 'InProgress' | 'Stopping'>

/**
 * Told of each execution once. What it resolves with is how the execution ended, a rejection is
 * `Failed`; with nothing, the execution goes on until {@link Memory.finish}.
 */
export type OnStarted = (execution: Execution) => unknown

/** Everything CodePipeline remembers. */
export interface Memory {
  readonly pipelines: Map<string, Pipeline>
  readonly executions: () => readonly Execution[]
  readonly record: (execution: Execution) => void
  /** Ends an execution that is under way; nothing happens to others. */
  readonly finish: (id: string, end: ExecutionEnd) => void
}

export function memory(onStarted: OnStarted = () => undefined): Memory {
  const executions = new Map<string, Execution>()

  const finish = (id: string, status: ExecutionEnd) => {
    const execution = executions.get(id)
    if (execution?.status === 'InProgress') executions.set(id, { ...execution, status })
  }

  return {
    pipelines: new Map(),
    executions: () => [...executions.values()],
    finish,
    record(execution) {
      executions.set(execution.id, execution)
      void endOf(execution, onStarted).then((end) =>
        end === undefined ? undefined : finish(execution.id, end),
      )
    },
  }
}

/** A callback that throws does not spoil the answer to the start. */
async function endOf(execution: Execution, onStarted: OnStarted): Promise<ExecutionEnd | undefined> {
  try {
    const end = await onStarted(execution)
    return isEnd(end) ? end : undefined
  } catch {
    return 'Failed'
  }
}

const ends: ReadonlySet<unknown> = new Set<ExecutionEnd>([
  'Cancelled',
  'Stopped',
  'Succeeded',
  'Superseded',
  'Failed',
])

const isEnd = (end: unknown): end is ExecutionEnd => ends.has(end)
