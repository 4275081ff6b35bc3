import { randomUUID } from 'node:crypto'
import type { Input } from '../wire/input-check.ts'
import { type Operation, requiredIn, textIn } from '../wire/operation.ts'
import { AwsRefusal } from '../wire/refusal.ts'
import { structure } from '../wire/shape.ts'
import type { Execution, Memory, SourceRevision } from './execution.ts'
import { clientRequestToken, pipelineName, sourceRevisions, variables } from './member.ts'
import { type Pipeline, typeOf } from './pipeline.ts'
import { pipelineNamed } from './pipelines.ts'
import { checkRevisions } from './revision-check.ts'

/** Executions of one pipeline that may be under way at once. */
const mostUnderWay = 50

const input = structure({ name: pipelineName, clientRequestToken, variables, sourceRevisions }, ['name'])

/** StartPipelineExecution: once for each token. */
export const startPipelineExecution = (memory: Memory): Operation => ({
  input,
  answer(asked) {
    const pipeline = pipelineNamed(memory, requiredIn(asked, 'name'))
    const token = textIn(asked, 'clientRequestToken')
    const earlier = startedWith(memory, pipeline, token)
    if (earlier !== undefined) return { pipelineExecutionId: earlier.id }
    const given = givenIn(asked, pipeline)
    refuseTooMany(memory, pipeline)
    const execution = {
      id: randomUUID(),
      pipeline: pipeline.definition.name,
      status: 'InProgress',
      ...(token === undefined ? {} : { token }),
      ...given,
      startedAt: Date.now(),
    } as const
    memory.record(execution)
    return { pipelineExecutionId: execution.id }
  },
})

function startedWith({ executions }: Memory, { definition }: Pipeline, token: string | undefined) {
  if (token === undefined) return undefined
  return executions().find((each) => each.pipeline === definition.name && each.token === token)
}

function givenIn(asked: Input, pipeline: Pipeline): Pick<Execution, 'sourceRevisions' | 'variables'> {
  const revisions = (asked['sourceRevisions'] ?? []) as readonly SourceRevision[]
  const values = (asked['variables'] ?? []) as readonly Value[]
  if (typeOf(pipeline) === 'V1' && revisions.length + values.length > 0)
    throw invalid('Source revision overrides and variables are only supported for V2 pipelines')
  checkRevisions(pipeline, revisions)
  return { sourceRevisions: revisions, variables: resolved(pipeline, values) }
}

interface Value {
  readonly name: string
  readonly value: string
}

function resolved({ definition }: Pipeline, values: readonly Value[]): Readonly<Record<string, string>> {
  const declared = definition.variables ?? []
  const given = new Map(values.map(({ name, value }) => [name, value]))
  if (given.size < values.length) throw invalid('A variable is given more than once')
  const unknown = values.find(({ name }) => !declared.some((variable) => variable.name === name))
  if (unknown !== undefined)
    throw invalid(`Variable ${unknown.name} is not declared in pipeline ${definition.name}`)
  return Object.fromEntries(
    declared.map(({ name, defaultValue }) => {
      const value = given.get(name) ?? defaultValue
      if (value === undefined) throw invalid(`Variable ${name} has no default value and needs one`)
      return [name, value]
    }),
  )
}

function refuseTooMany({ executions }: Memory, { definition }: Pipeline): void {
  const underWay = executions().filter(
    ({ pipeline, status }) => pipeline === definition.name && status === 'InProgress',
  )
  if (underWay.length >= mostUnderWay)
    throw new AwsRefusal(
      'ConcurrentPipelineExecutionsLimitExceededException',
      `The pipeline ${definition.name} has reached the limit of ${mostUnderWay} concurrent executions`,
    )
}

const invalid = (message: string) => new AwsRefusal('ValidationException', message)
