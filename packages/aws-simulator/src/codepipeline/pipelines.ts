import { numberIn, type Operation, requiredIn } from '../wire/operation.ts'
import { pageOf } from '../wire/page.ts'
import { AwsRefusal } from '../wire/refusal.ts'
import { structure } from '../wire/shape.ts'
import type { Memory } from './execution.ts'
import { maxPipelines, nextToken, pipelineName, version } from './member.ts'
import { declarationOf, modeOf, type Pipeline, typeOf } from './pipeline.ts'

/** Where the pipelines would be in AWS. */
export interface Place {
  readonly region: string
  readonly accountId: string
}

/** @throws AwsRefusal PipelineNotFoundException */
export function pipelineNamed({ pipelines }: Memory, wanted: string): Pipeline {
  const pipeline = pipelines.get(wanted)
  if (pipeline === undefined)
    throw new AwsRefusal(
      'PipelineNotFoundException',
      `Account does not have a pipeline with name '${wanted}'`,
    )
  return pipeline
}

/** GetPipeline: its structure, stages and actions. */
export const getPipeline = (memory: Memory, { region, accountId }: Place): Operation => ({
  input: structure({ name: pipelineName, version }, ['name']),
  answer(asked) {
    const wanted = requiredIn(asked, 'name')
    const pipeline = pipelineNamed(memory, wanted)
    if (numberIn(asked, 'version', 1) !== 1)
      throw new AwsRefusal(
        'PipelineVersionNotFoundException',
        `Pipeline '${wanted}' does not have that version`,
      )
    return {
      pipeline: declarationOf(pipeline, accountId),
      metadata: {
        pipelineArn: `arn:aws:codepipeline:${region}:${accountId}:${wanted}`,
        created: pipeline.created,
        updated: pipeline.created,
      },
    }
  },
})

/** ListPipelines: the names and kinds of all pipelines. */
export const listPipelines = (memory: Memory): Operation => ({
  input: structure({ nextToken, maxResults: maxPipelines }),
  answer(asked) {
    const all = [...memory.pipelines.values()].map(summaryOf)
    const page = pageOf(all, { input: asked, size: numberIn(asked, 'maxResults', 1000) })
    if (page === 'invalid_token')
      throw new AwsRefusal('InvalidNextTokenException', 'The next token is not valid')
    return { pipelines: page.items, ...(page.next === undefined ? {} : { nextToken: page.next }) }
  },
})

const summaryOf = (pipeline: Pipeline) => ({
  name: pipeline.definition.name,
  version: 1,
  pipelineType: typeOf(pipeline),
  executionMode: modeOf(pipeline),
  created: pipeline.created,
  updated: pipeline.created,
})
