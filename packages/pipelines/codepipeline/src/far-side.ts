import type {
  CodePipelineClientConfig,
  PipelineDeclaration,
  StartPipelineExecutionInput,
} from '@aws-sdk/client-codepipeline'
import type { CodePipeline } from './codepipeline-client.ts'

/** The two things CodePipeline is asked. Errors are the SDK's. */
export interface FarSide {
  readonly pipeline: (name: string) => Promise<PipelineDeclaration | undefined>
  readonly start: (input: StartPipelineExecutionInput) => Promise<string>
}

export interface FarSideOptions {
  readonly clientOptions: CodePipelineClientConfig
  readonly timeoutMilliseconds: number
}

/** CodePipeline through the SDK, which is not loaded before the first question. */
export function farSide({ clientOptions, timeoutMilliseconds }: FarSideOptions): FarSide {
  let opened: Promise<CodePipeline> | undefined
  const client = () =>
    (opened ??= import('./codepipeline-client.ts').then(({ codepipelineClient }) =>
      codepipelineClient(clientOptions),
    ))
  // Without it the SDK waits for an answer for ever.
  const limit = () => AbortSignal.timeout(timeoutMilliseconds)

  return {
    async pipeline(name) {
      const codePipeline = await client()
      return (await codePipeline.pipeline(name, limit())).pipeline
    },
    async start(input) {
      const codePipeline = await client()
      const { pipelineExecutionId } = await codePipeline.start(input, limit())
      if (pipelineExecutionId === undefined)
        throw new Error('StartPipelineExecution: expected an execution, found none')
      return pipelineExecutionId
    },
  }
}
