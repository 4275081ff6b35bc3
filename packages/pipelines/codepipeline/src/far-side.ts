import type {
  CodePipelineClientConfig,
  PipelineDeclaration,
  StartPipelineExecutionInput,
} from '@aws-sdk/client-codepipeline'

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
  let opened: ReturnType<typeof open> | undefined
  const client = () => (opened ??= open(clientOptions))
  // Without it the SDK waits for an answer for ever.
  const limit = () => ({ abortSignal: AbortSignal.timeout(timeoutMilliseconds) })

  return {
    async pipeline(name) {
      const { sdk, codePipeline } = await client()
      const { pipeline } = await codePipeline.send(new sdk.GetPipelineCommand({ name }), limit())
      return pipeline
    },
    async start(input) {
      const { sdk, codePipeline } = await client()
      const command = new sdk.StartPipelineExecutionCommand(input)
      const { pipelineExecutionId } = await codePipeline.send(command, limit())
      if (pipelineExecutionId === undefined)
        throw new Error('StartPipelineExecution: expected an execution, found none')
      return pipelineExecutionId
    },
  }
}

async function open(clientOptions: CodePipelineClientConfig) {
  const sdk = await import('@aws-sdk/client-codepipeline')
  // The SDK's retries would multiply ours.
  return { sdk, codePipeline: new sdk.CodePipelineClient({ ...clientOptions, maxAttempts: 1 }) }
}
