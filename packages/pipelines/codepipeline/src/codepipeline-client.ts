import {
  CodePipelineClient,
  type CodePipelineClientConfig,
  GetPipelineCommand,
  StartPipelineExecutionCommand,
  type StartPipelineExecutionInput,
} from '@aws-sdk/client-codepipeline'

/** The only file that knows the SDK: loaded late, and without what of it is never used. */
export function codepipelineClient(options: CodePipelineClientConfig) {
  // The SDK's retries would multiply ours.
  const client = new CodePipelineClient({ ...options, maxAttempts: 1 })
  return {
    pipeline: (name: string, abortSignal: AbortSignal) =>
      client.send(new GetPipelineCommand({ name }), { abortSignal }),
    start: (input: StartPipelineExecutionInput, abortSignal: AbortSignal) =>
      client.send(new StartPipelineExecutionCommand(input), { abortSignal }),
  }
}

export type CodePipeline = ReturnType<typeof codepipelineClient>
