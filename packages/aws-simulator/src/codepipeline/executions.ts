import type { Input } from '../wire/input-check.ts'
import { numberIn, type Operation, requiredIn } from '../wire/operation.ts'
import { pageOf } from '../wire/page.ts'
import { AwsRefusal } from '../wire/refusal.ts'
import { structure } from '../wire/shape.ts'
import type { Execution, Memory } from './execution.ts'
import { executionId, filter, maxResults, nextToken, pipelineName } from './member.ts'
import { modeOf, type Pipeline } from './pipeline.ts'
import { pipelineNamed } from './pipelines.ts'

/** ListPipelineExecutions: the newest first. */
export const listPipelineExecutions = (memory: Memory): Operation => ({
  input: structure({ pipelineName, maxResults, filter, nextToken }, ['pipelineName']),
  answer(asked) {
    const pipeline = pipelineNamed(memory, requiredIn(asked, 'pipelineName'))
    const all = memory
      .executions()
      .filter((execution) => execution.pipeline === pipeline.definition.name)
      .filter((execution) => !asksForSucceeded(asked) || execution.status === 'Succeeded')
      .toReversed()
    const page = pageOf(all, { input: asked, size: numberIn(asked, 'maxResults', 100) })
    if (page === 'invalid_token')
      throw new AwsRefusal('InvalidNextTokenException', 'The next token is not valid')
    return {
      pipelineExecutionSummaries: page.items.map((execution) => summaryOf(execution, pipeline)),
      ...(page.next === undefined ? {} : { nextToken: page.next }),
    }
  },
})

/** GetPipelineExecution: one execution, and the variables it ran with. */
export const getPipelineExecution = (memory: Memory): Operation => ({
  input: structure({ pipelineName, pipelineExecutionId: executionId }, [
    'pipelineName',
    'pipelineExecutionId',
  ]),
  answer(asked) {
    const pipeline = pipelineNamed(memory, requiredIn(asked, 'pipelineName'))
    const id = requiredIn(asked, 'pipelineExecutionId')
    const execution = memory
      .executions()
      .find((each) => each.id === id && each.pipeline === pipeline.definition.name)
    if (execution === undefined)
      throw new AwsRefusal('PipelineExecutionNotFoundException', `Execution ${id} does not exist`)
    return {
      pipelineExecution: {
        pipelineName: execution.pipeline,
        pipelineVersion: 1,
        ...commonOf(execution, pipeline),
        artifactRevisions: execution.sourceRevisions.map(({ actionName, revisionValue }) => ({
          name: actionName,
          revisionId: revisionValue,
        })),
        variables: Object.entries(execution.variables).map(([variable, resolvedValue]) => ({
          name: variable,
          resolvedValue,
        })),
      },
    }
  },
})

// Every stage of a simulated pipeline succeeds when the whole does.
const asksForSucceeded = (asked: Input) =>
  typeof asked['filter'] === 'object' && asked['filter'] !== null && 'succeededInStage' in asked['filter']

const summaryOf = (execution: Execution, pipeline: Pipeline) => ({
  ...commonOf(execution, pipeline),
  startTime: execution.startedAt / 1000,
  lastUpdateTime: execution.startedAt / 1000,
  sourceRevisions: execution.sourceRevisions.map(({ actionName, revisionValue }) => ({
    actionName,
    revisionId: revisionValue,
  })),
})

const commonOf = ({ id, status }: Execution, pipeline: Pipeline) => ({
  pipelineExecutionId: id,
  status,
  trigger: {
    triggerType: 'StartPipelineExecution',
    triggerDetail: 'arn:aws:sts::111122223333:assumed-role/simulated/simulated',
  },
  executionMode: modeOf(pipeline),
  executionType: 'STANDARD',
})
