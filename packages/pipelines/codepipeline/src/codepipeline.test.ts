import { execFileSync } from 'node:child_process'
import { type AwsSimulator, awsSimulator, type PipelineDefinition } from '@sallyport/aws-simulator'
import type { Pin, Start } from '@sallyport/delivery'
import { pipelineStarterContract, type StarterFault, type StarterStage } from '@sallyport/delivery/contracts'
import { ConfigurationInvalid, UpstreamUnavailable } from '@sallyport/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CodePipelineOptions, codepipeline } from './codepipeline.ts'

const commit = '7c3a1f0b5d2e4968a1b2c3d4e5f60718293a4b5c'

const pin: Pin = {
  revisionType: 'COMMIT_ID',
  revisionValue: commit,
  action: {
    provider: 'CodeCommit',
    configuration: { RepositoryName: 'shop' },
    preferably: { BranchName: 'main' },
  },
}

const shopSource = (actionName: string, BranchName: string) =>
  ({ actionName, provider: 'CodeCommit', configuration: { RepositoryName: 'shop', BranchName } }) as const

const web: PipelineDefinition = {
  name: 'web',
  sources: [shopSource('Shop', 'main')],
  variables: [{ name: 'REASON', defaultValue: 'none' }],
}

let aws: AwsSimulator
let pauses: number[]

beforeEach(async () => {
  pauses = []
  aws = await awsSimulator({ pipelines: [web] })
})

afterEach(() => aws.close())

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }

const starterOf = (options: Partial<CodePipelineOptions> = {}) =>
  codepipeline({
    clientOptions: { endpoint: aws.url, region: 'eu-west-1', credentials },
    random: () => 0.5,
    pause: async (milliseconds) => {
      pauses.push(milliseconds)
    },
    ...options,
  })

const start = (changes: Partial<Start> = {}): Start => ({
  pipeline: 'web',
  pin,
  token: 'token-1',
  ...changes,
})

const calls = (operation: string) => aws.calls.filter((call) => call.operation === operation)

const always = Number.POSITIVE_INFINITY

const faults: Readonly<
  Record<Exclude<StarterFault, 'full' | 'none'>, Parameters<AwsSimulator['faults']['next']>[0]>
> = {
  throttled_once: { kind: 'throttle' },
  throttled: { kind: 'throttle', times: always },
  answer_lost: { kind: 'answer_lost', operation: 'StartPipelineExecution' },
  access_denied_once: { kind: 'access_denied', operation: 'StartPipelineExecution' },
  busy: { kind: 'conflict', operation: 'StartPipelineExecution', times: always },
  unreachable: { kind: 'refuse_connection', times: always },
}

async function setStage(): Promise<StarterStage> {
  const starter = starterOf()
  let spared: readonly string[] = []
  const fill = async () => {
    const filler = (_: unknown, index: number) => starter.start(start({ token: `filler-${index}` }))
    await Promise.all(Array.from({ length: 50 }, filler))
    spared = aws.executions().map(({ id }) => id)
  }
  return {
    starter,
    pipeline: 'web',
    pin,
    variable: 'REASON',
    starts: async () =>
      aws
        .executions()
        .filter(({ id }) => !spared.includes(id))
        .map(({ id, pipeline, sourceRevisions, variables }) => ({
          pipeline,
          execution: id,
          revisions: sourceRevisions.map(({ revisionValue }) => revisionValue),
          variables,
        })),
    remove: async (pipeline) => aws.pipelines.remove(pipeline),
    async fault(kind) {
      if (kind === 'full') return fill()
      aws.faults.clear()
      for (const id of spared) aws.finish(id, 'Succeeded')
      if (kind !== 'none') aws.faults.next(faults[kind])
    },
  }
}

describe('CodePipeline as a starter of pipelines', () => {
  for (const { promise, keep } of pipelineStarterContract) it(promise, async () => keep(await setStage()))
})

describe('the source action', () => {
  it('is named in the override, with the type of the revision', async () => {
    await starterOf().start(start())
    expect(aws.executions('web')).toMatchObject([
      {
        token: 'token-1',
        sourceRevisions: [{ actionName: 'Shop', revisionType: 'COMMIT_ID', revisionValue: commit }],
      },
    ])
  })

  it('of a bucket takes the version of its own key, or key and version where the key may be overridden', async () => {
    const action = { provider: 'S3', configuration: { S3Bucket: 'artefacts', S3ObjectKey: 'app.zip' } }
    const ofVersion = {
      revisionType: 'S3_OBJECT_VERSION_ID',
      revisionValue: 'v1',
      action,
      otherwise: {
        revisionType: 'S3_OBJECT_KEY',
        revisionValue: 'app.zip',
        action: {
          provider: 'S3',
          configuration: { S3Bucket: 'artefacts', AllowOverrideForS3ObjectKey: 'true' },
        },
        with: [{ revisionType: 'S3_OBJECT_VERSION_ID', revisionValue: 'v1' }],
      },
    } as const
    const version = { actionName: 'Art', revisionType: 'S3_OBJECT_VERSION_ID', revisionValue: 'v1' }
    const sourceOf = (configuration: Readonly<Record<string, string>>) => [
      { actionName: 'Art', provider: 'S3' as const, configuration },
    ]
    const started = async (configuration: Readonly<Record<string, string>>, token: string) => {
      aws.pipelines.add({ ...web, sources: sourceOf(configuration) })
      const answer = await starterOf().start(start({ pin: ofVersion, token }))
      return answer.outcome === 'started' ? aws.executions('web').at(-1)?.sourceRevisions : answer
    }
    expect(await started(action.configuration, 'one')).toEqual([version])
    const any = { S3Bucket: 'artefacts', S3ObjectKey: 'any.zip', AllowOverrideForS3ObjectKey: 'true' }
    expect(await started(any, 'two')).toEqual([
      { actionName: 'Art', revisionType: 'S3_OBJECT_KEY', revisionValue: 'app.zip' },
      version,
    ])
    expect(await started({ S3Bucket: 'artefacts', S3ObjectKey: 'any.zip' }, 'three')).toMatchObject({
      outcome: 'refused',
      found: expect.stringContaining('S3ObjectKey "app.zip"'),
    })
  })

  it('of a connection is found whatever the case of its repository', async () => {
    const configuration = { FullRepositoryId: 'Acme/Shop', BranchName: 'main' }
    const provider = 'CodeStarSourceConnection' as const
    aws.pipelines.add({ ...web, sources: [{ actionName: 'Hub', provider, configuration }] })
    const action = { provider, configuration: { FullRepositoryId: 'acme/shop' } }
    const ofHub = { revisionType: 'COMMIT_ID', revisionValue: commit, action } as const
    expect(await starterOf().start(start({ pin: ofHub }))).toMatchObject({ outcome: 'started' })
  })

  it('is read once for each pipeline, however many starts there are', async () => {
    aws.pipelines.add({ ...web, name: 'api' })
    const starter = starterOf()
    await Promise.all(['a', 'b', 'c'].map((token) => starter.start(start({ token }))))
    await starter.start(start({ pipeline: 'api', token: 'd' }))
    expect(calls('GetPipeline').map(({ input }) => input['name'])).toEqual(['web', 'api'])
  })

  it('is read again when it was renamed', async () => {
    const starter = starterOf()
    await starter.start(start())
    aws.pipelines.add({ ...web, sources: [shopSource('Renamed', 'main')] })
    expect(await starter.start(start({ token: 'token-2' }))).toMatchObject({ outcome: 'started' })
    expect(aws.executions('web').at(-1)?.sourceRevisions[0]?.actionName).toBe('Renamed')
  })

  it('is read again when there was none before', async () => {
    aws.pipelines.add({ ...web, sources: [] })
    const starter = starterOf()
    expect(await starter.start(start())).toMatchObject({
      outcome: 'refused',
      reason: 'pipeline_refused',
      found:
        'the pipeline has no source action of CodeCommit with RepositoryName "shop"; it has no source action at all',
    })
    aws.pipelines.add(web)
    expect(await starter.start(start())).toMatchObject({ outcome: 'started' })
  })

  it('is the preferred one of several', async () => {
    aws.pipelines.add({ ...web, sources: [shopSource('Old', 'release'), shopSource('Shop', 'main')] })
    await starterOf().start(start())
    expect(aws.executions('web')[0]?.sourceRevisions[0]?.actionName).toBe('Shop')
  })

  it('is the only one, preferred or not', async () => {
    aws.pipelines.add({ ...web, sources: [shopSource('Shop', 'release')] })
    expect(await starterOf().start(start())).toMatchObject({ outcome: 'started' })
  })

  it.each([
    ['all', [shopSource('One', 'main'), shopSource('Two', 'main')]],
    ['none', [shopSource('One', 'release'), shopSource('Two', 'next')]],
  ])('is nobody’s guess when %s of several are preferred', async (_, sources) => {
    aws.pipelines.add({ ...web, sources })
    expect(await starterOf().start(start())).toEqual({
      outcome: 'refused',
      reason: 'pipeline_refused',
      found:
        '2 source actions fit CodeCommit with RepositoryName "shop", and nothing tells which one: One, Two',
    })
    expect(aws.executions()).toEqual([])
  })

  it('of a V1 pipeline cannot be pinned, so that it is not started', async () => {
    aws.pipelines.add({ ...web, pipelineType: 'V1' })
    expect(await starterOf().start(start())).toEqual({
      outcome: 'refused',
      reason: 'pipeline_refused',
      found: 'the pipeline is of type V1, which cannot be pinned to a revision; V2 can',
    })
    expect(calls('StartPipelineExecution')).toEqual([])
  })
})

describe('what CodePipeline turns away', () => {
  it('is asked for once, and told in its words', async () => {
    aws.faults.next({ operation: 'StartPipelineExecution', kind: 'access_denied' })
    expect(await starterOf().start(start())).toMatchObject({
      reason: 'pipeline_refused',
      found: expect.stringMatching(/^AccessDeniedException: .*codepipeline:StartPipelineExecution/),
    })
    expect(calls('StartPipelineExecution')).toHaveLength(1)
  })

  it('may be the reading of the pipeline', async () => {
    aws.faults.next({ operation: 'GetPipeline', kind: 'access_denied' })
    const starter = starterOf()
    expect(await starter.start(start())).toMatchObject({ reason: 'pipeline_refused' })
    expect(await starter.start(start())).toMatchObject({ outcome: 'started' })
  })

  it('is told without the value of a variable that it repeats', async () => {
    const value = 'v'.repeat(1001)
    const answer = await starterOf().start(start({ variables: { REASON: value } }))
    expect(answer).toMatchObject({
      reason: 'pipeline_refused',
      found: expect.stringContaining("Value '...' at 'variables.1.member.value'"),
    })
  })

  it('is a token that is none', async () => {
    expect(await starterOf().start(start({ token: 'not_a_token' }))).toMatchObject({
      reason: 'pipeline_refused',
    })
    expect(aws.executions()).toEqual([])
  })
})

describe('the attempts', () => {
  it('are four, with pauses that grow, and the SDK adds none', async () => {
    aws.faults.next({ operation: 'StartPipelineExecution', kind: 'throttle', times: always })
    const failure: unknown = await starterOf()
      .start(start())
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(UpstreamUnavailable)
    expect(failure).toMatchObject({
      message: 'codepipeline: expected an answer, found ThrottlingException after 4 attempts',
    })
    expect(calls('StartPipelineExecution')).toHaveLength(4)
    expect(pauses).toEqual([100, 200, 400])
  })

  it('all have the same token', async () => {
    aws.faults.next({ operation: 'StartPipelineExecution', kind: 'answer_lost', times: 2 })
    expect(await starterOf().start(start())).toEqual({
      outcome: 'started',
      execution: aws.executions()[0]?.id,
    })
    expect(calls('StartPipelineExecution').map(({ input }) => input['clientRequestToken'])).toEqual(
      Array.from({ length: 3 }, () => 'token-1'),
    )
    expect(aws.executions()).toHaveLength(1)
  })

  it('never pause longer than the longest', async () => {
    aws.faults.next({ kind: 'internal', times: always })
    const starter = starterOf({ attempts: 5, longestPauseMilliseconds: 300 })
    await expect(starter.start(start())).rejects.toThrow('InternalFailure after 5 attempts')
    expect(pauses).toEqual([100, 150, 150, 150])
  })

  it('end when an answer does not come in time', async () => {
    aws.faults.next({ kind: 'slow', milliseconds: 60_000, times: always })
    const starter = starterOf({ attempts: 2, timeoutMilliseconds: 20 })
    await expect(starter.start(start())).rejects.toThrow(/(?:Abort|Timeout)Error after 2 attempts$/)
  })
})

describe('the options', () => {
  it.each([
    ['attempts', 0],
    ['attempts', 1.5],
    ['timeoutMilliseconds', -1],
    ['firstPauseMilliseconds', Number.NaN],
    ['longestPauseMilliseconds', 0],
  ])('refuse %s of %s', (name, value) => {
    expect(() => codepipeline({ [name]: value })).toThrow(ConfigurationInvalid)
    expect(() => codepipeline({ [name]: value })).toThrow(
      `${name}: expected a positive whole number, found ${value}`,
    )
  })

  it('may be left out altogether, and load nothing of the SDK before the first start', () => {
    const program = `
      import { registerHooks } from 'node:module'
      const loaded = []
      registerHooks({ resolve: (name, context, next) => (loaded.push(name), next(name, context)) })
      const { codepipeline } = await import('${new URL('index.ts', import.meta.url).href}')
      const { start } = codepipeline()
      console.log(typeof start, loaded.filter((name) => name.startsWith('@aws-sdk')).length)`
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', program])
    expect(output.toString()).toBe('function 0\n')
  })
})
