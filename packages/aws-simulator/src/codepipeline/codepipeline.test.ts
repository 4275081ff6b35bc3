import {
  CodePipelineClient,
  GetPipelineCommand,
  GetPipelineExecutionCommand,
  ListPipelinesCommand,
  paginateListPipelineExecutions,
  StartPipelineExecutionCommand,
  type StartPipelineExecutionInput,
} from '@aws-sdk/client-codepipeline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AwsSimulator, awsSimulator } from '../aws-simulator.ts'
import type { PipelineDefinition } from './pipeline.ts'

const web: PipelineDefinition = {
  name: 'web',
  sources: [
    {
      actionName: 'Shop',
      provider: 'CodeCommit',
      configuration: { RepositoryName: 'shop', BranchName: 'main' },
    },
    { actionName: 'Image', provider: 'ECR', configuration: { RepositoryName: 'web' } },
    { actionName: 'Zip', provider: 'S3', configuration: { S3Bucket: 'b', S3ObjectKey: 'k' } },
    {
      actionName: 'AnyZip',
      provider: 'S3',
      configuration: { S3Bucket: 'b', S3ObjectKey: 'k', AllowOverrideForS3ObjectKey: 'true' },
    },
  ],
  variables: [{ name: 'REASON', defaultValue: 'none' }],
}

const old: PipelineDefinition = { name: 'old', pipelineType: 'V1', sources: web.sources }

let aws: AwsSimulator
let client: CodePipelineClient

beforeEach(async () => {
  aws = await awsSimulator({ pipelines: [web, old] })
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
  client = new CodePipelineClient({ endpoint: aws.url, region: 'eu-west-1', credentials, maxAttempts: 1 })
})

afterEach(async () => {
  client.destroy()
  await aws.close()
})

async function start(input: Partial<StartPipelineExecutionInput> = {}): Promise<string | undefined> {
  const answer = await client.send(new StartPipelineExecutionCommand({ name: 'web', ...input }))
  return answer.pipelineExecutionId
}

const revision = (actionName: string, revisionType: 'COMMIT_ID' | 'S3_OBJECT_KEY' | 'IMAGE_DIGEST') => ({
  actionName,
  revisionType,
  revisionValue: 'x',
})

describe('a pipeline', () => {
  it('tells its structure [codepipeline-structure]', async () => {
    const { pipeline, metadata } = await client.send(new GetPipelineCommand({ name: 'web' }))
    expect(pipeline).toMatchObject({
      pipelineType: 'V2',
      executionMode: 'SUPERSEDED',
      variables: web.variables,
    })
    expect(pipeline?.stages?.map(({ name }) => name)).toEqual(['Source', 'Build'])
    expect(pipeline?.stages?.[0]?.actions?.[0]).toMatchObject({
      name: 'Shop',
      actionTypeId: { category: 'Source', owner: 'AWS', provider: 'CodeCommit', version: '1' },
      configuration: { RepositoryName: 'shop', BranchName: 'main' },
    })
    expect(metadata?.pipelineArn).toBe('arn:aws:codepipeline:eu-west-1:111122223333:web')
    expect(metadata?.created).toBeInstanceOf(Date)
  })

  it('is there under its name only [codepipeline-missing]', async () => {
    aws.pipelines.remove('old')
    await expect(client.send(new GetPipelineCommand({ name: 'old' }))).rejects.toMatchObject({
      name: 'PipelineNotFoundException',
    })
    await expect(start({ name: 'WEB' })).rejects.toMatchObject({ name: 'PipelineNotFoundException' })
  })

  it('has one version [codepipeline-version]', async () => {
    const asked = client.send(new GetPipelineCommand({ name: 'web', version: 2 }))
    await expect(asked).rejects.toMatchObject({ name: 'PipelineVersionNotFoundException' })
  })

  it('is listed [codepipeline-pipelines]', async () => {
    const first = await client.send(new ListPipelinesCommand({ maxResults: 1 }))
    expect(first.pipelines).toMatchObject([{ name: 'web', pipelineType: 'V2' }])
    const second = await client.send(new ListPipelinesCommand({ nextToken: first.nextToken }))
    expect(second.pipelines).toMatchObject([{ name: 'old', pipelineType: 'V1' }])
  })
})

describe('a token', () => {
  it('starts once, however often it is used at once [codepipeline-token-once]', async () => {
    const clientRequestToken = 'token-1'
    const ids = await Promise.all(Array.from({ length: 5 }, () => start({ clientRequestToken })))
    expect(new Set(ids).size).toBe(1)
    expect(aws.executions('web').map(({ id }) => id)).toEqual([ids[0]])
  })

  it('answers its execution, whatever else is said [codepipeline-token-wins]', async () => {
    const id = await start({ clientRequestToken: 'token-1' })
    const variables = [{ name: 'REASON', value: 'other' }]
    expect(await start({ clientRequestToken: 'token-1', variables })).toBe(id)
    expect(aws.executions('web')).toMatchObject([{ variables: { REASON: 'none' } }])
  })

  it('belongs to one pipeline [codepipeline-token-per-pipeline]', async () => {
    const id = await start({ clientRequestToken: 'token-1' })
    expect(await start({ name: 'old', clientRequestToken: 'token-1' })).not.toBe(id)
  })
})

describe('a start', () => {
  it('is recorded with everything it was given', async () => {
    const sourceRevisions = [revision('Shop', 'COMMIT_ID'), revision('AnyZip', 'S3_OBJECT_KEY')]
    await start({ clientRequestToken: 't', sourceRevisions, variables: [{ name: 'REASON', value: 'why' }] })
    expect(aws.executions()).toMatchObject([
      { pipeline: 'web', token: 't', sourceRevisions, variables: { REASON: 'why' }, status: 'InProgress' },
    ])
  })

  it.each([
    ['of an action there is not [codepipeline-override-action]', [revision('None', 'COMMIT_ID')]],
    ['of another type [codepipeline-override-type]', [revision('Image', 'COMMIT_ID')]],
    ['of another type, too', [revision('Shop', 'IMAGE_DIGEST')]],
    ['of a key that is fixed [codepipeline-override-key]', [revision('Zip', 'S3_OBJECT_KEY')]],
    [
      'said twice [codepipeline-override-once]',
      [revision('Shop', 'COMMIT_ID'), revision('Shop', 'COMMIT_ID')],
    ],
  ])('is refused an override %s', async (_, sourceRevisions) => {
    await expect(start({ sourceRevisions })).rejects.toMatchObject({ name: 'ValidationException' })
    expect(aws.executions()).toEqual([])
  })

  it('does not look for the revision [codepipeline-override-unresolved]', async () => {
    await start({ sourceRevisions: [revision('Image', 'IMAGE_DIGEST')] })
    expect(aws.executions()).toHaveLength(1)
  })

  it('is refused a variable nobody declared [codepipeline-variables-declared]', async () => {
    const asked = start({ variables: [{ name: 'OTHER', value: 'x' }] })
    await expect(asked).rejects.toMatchObject({ name: 'ValidationException' })
  })

  it('has to give a variable without a default [codepipeline-variables-needed]', async () => {
    aws.pipelines.add({ ...web, variables: [{ name: 'NEEDED' }] })
    await expect(start()).rejects.toMatchObject({ name: 'ValidationException' })
    await start({ variables: [{ name: 'NEEDED', value: 'x' }] })
    expect(aws.executions()).toMatchObject([{ variables: { NEEDED: 'x' } }])
  })

  it('of a V1 pipeline takes no overrides and no variables [codepipeline-v1-unpinned]', async () => {
    for (const input of [
      { sourceRevisions: [revision('Shop', 'COMMIT_ID')] },
      { variables: [{ name: 'REASON', value: 'x' }] },
    ])
      await expect(start({ name: 'old', ...input })).rejects.toMatchObject({ name: 'ValidationException' })
    expect(await start({ name: 'old' })).toBeDefined()
  })

  it('waits for none of 50 to end [codepipeline-limit]', async () => {
    const ids = await Promise.all(Array.from({ length: 50 }, () => start()))
    await expect(start()).rejects.toMatchObject({
      name: 'ConcurrentPipelineExecutionsLimitExceededException',
    })
    expect(await start({ name: 'old' })).toBeDefined()
    aws.finish(ids[0] ?? '', 'Failed')
    expect(await start()).toBeDefined()
  })
})

describe('an execution', () => {
  it('is listed, the newest first, page by page [codepipeline-executions]', async () => {
    const started = [
      await start(),
      await start(),
      await start({ sourceRevisions: [revision('Shop', 'COMMIT_ID')] }),
    ]
    const pages: (string | undefined)[][] = []
    const settings = { client, pageSize: 2 }
    for await (const { pipelineExecutionSummaries = [] } of paginateListPipelineExecutions(settings, {
      pipelineName: 'web',
    }))
      pages.push(pipelineExecutionSummaries.map(({ pipelineExecutionId }) => pipelineExecutionId))
    expect(pages).toEqual([[started[2], started[1]], [started[0]]])
  })

  it('is listed by its success', async () => {
    const id = await start()
    await start()
    aws.finish(id ?? '', 'Succeeded')
    const filter = { succeededInStage: { stageName: 'Build' } }
    for await (const { pipelineExecutionSummaries } of paginateListPipelineExecutions(
      { client },
      { pipelineName: 'web', filter },
    ))
      expect(pipelineExecutionSummaries).toMatchObject([{ pipelineExecutionId: id, status: 'Succeeded' }])
  })

  it('is not continued by another token [codepipeline-next-token]', async () => {
    const pages = paginateListPipelineExecutions({ client, startingToken: 'x' }, { pipelineName: 'web' })
    await expect(pages.next()).rejects.toMatchObject({ name: 'InvalidNextTokenException' })
  })

  it('tells what it runs with [codepipeline-execution]', async () => {
    const pipelineExecutionId = await start({ sourceRevisions: [revision('Shop', 'COMMIT_ID')] })
    const ask = (pipelineName: string) =>
      client.send(new GetPipelineExecutionCommand({ pipelineName, pipelineExecutionId }))
    expect((await ask('web')).pipelineExecution).toMatchObject({
      status: 'InProgress',
      artifactRevisions: [{ name: 'Shop', revisionId: 'x' }],
      variables: [{ name: 'REASON', resolvedValue: 'none' }],
      trigger: { triggerType: 'StartPipelineExecution' },
    })
    await expect(ask('old')).rejects.toMatchObject({ name: 'PipelineExecutionNotFoundException' })
  })
})
