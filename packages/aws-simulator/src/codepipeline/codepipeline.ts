import type { Api } from '../wire/operation.ts'
import type { Memory } from './execution.ts'
import { getPipelineExecution, listPipelineExecutions } from './executions.ts'
import { getPipeline, listPipelines, type Place } from './pipelines.ts'
import { startPipelineExecution } from './start.ts'

/** AWS CodePipeline in memory, as far as starters ask it. */
export const codepipeline = (memory: Memory, place: Place): Api => ({
  targetPrefix: 'CodePipeline_20150709',
  signingName: 'codepipeline',
  operations: {
    GetPipeline: getPipeline(memory, place),
    GetPipelineExecution: getPipelineExecution(memory),
    ListPipelineExecutions: listPipelineExecutions(memory),
    ListPipelines: listPipelines(memory),
    StartPipelineExecution: startPipelineExecution(memory),
  },
})
