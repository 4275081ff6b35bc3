import { ConfigurationInvalid } from '@sallyport/kernel'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type AwsSimulator, type AwsSimulatorOptions, awsSimulator } from './aws-simulator.ts'
import { type MadeRepository, madeRepository } from '@sallyport/simulation/stages'
import { rawCall } from './raw-call.fixture.ts'

const open: AwsSimulator[] = []

async function simulated(options: AwsSimulatorOptions = {}): Promise<AwsSimulator> {
  const aws = await awsSimulator({ pipelines: [{ name: 'web', sources: [] }], ...options })
  open.push(aws)
  return aws
}

afterEach(async () => {
  await Promise.all(open.splice(0).map(({ close }) => close()))
})

const start = (aws: AwsSimulator) => rawCall(aws.url, 'codepipeline.StartPipelineExecution', { name: 'web' })
const typeOf = async (asked: ReturnType<typeof rawCall>) => (await asked).body['__type']

describe('a fault', () => {
  it.each([
    { kind: 'throttle', status: 400, type: 'ThrottlingException', id: '[wire-throttling]' },
    { kind: 'access_denied', status: 400, type: 'AccessDeniedException', id: '[wire-access-denied]' },
    { kind: 'internal', status: 500, type: 'InternalFailure', id: '[wire-internal-failure]' },
    { kind: 'conflict', status: 400, type: 'ConflictException', id: '[codepipeline-busy]' },
  ] as const)('$kind is answered with $status $type $id', async ({ kind, status, type }) => {
    const aws = await simulated()
    aws.faults.next({ operation: 'StartPipelineExecution', kind })
    expect(await start(aws)).toMatchObject({ status, body: { __type: type } })
    expect(aws.executions()).toEqual([])
    expect((await start(aws)).status).toBe(200)
  })

  it('answer_lost lets the operation happen and cuts the connection', async () => {
    const aws = await simulated()
    aws.faults.next({ kind: 'answer_lost' })
    await expect(start(aws)).rejects.toThrow('fetch failed')
    expect(aws.executions()).toHaveLength(1)
  })

  it('refuse_connection cuts it before anything happens', async () => {
    const aws = await simulated()
    aws.faults.next({ kind: 'refuse_connection' })
    await expect(start(aws)).rejects.toThrow('fetch failed')
    expect(aws.executions()).toEqual([])
  })

  it('slow answers all the same', async () => {
    const aws = await simulated()
    aws.faults.next({ kind: 'slow', milliseconds: 1 })
    expect((await start(aws)).status).toBe(200)
  })

  it('hits its operation as often as it says, in the order queued', async () => {
    const aws = await simulated()
    aws.faults.next({ operation: 'StartPipelineExecution', kind: 'throttle', times: 2 })
    aws.faults.next({ operation: 'StartPipelineExecution', kind: 'internal' })
    expect((await rawCall(aws.url, 'codepipeline.ListPipelines', {})).status).toBe(200)
    const types = [await typeOf(start(aws)), await typeOf(start(aws)), await typeOf(start(aws))]
    expect(types).toEqual(['ThrottlingException', 'ThrottlingException', 'InternalFailure'])
    expect((await start(aws)).status).toBe(200)
  })

  it('is forgotten when cleared', async () => {
    const aws = await simulated()
    aws.faults.next({ kind: 'throttle', times: 9 })
    aws.faults.clear()
    expect((await start(aws)).status).toBe(200)
  })

  it('may spare the first pages of a list', async () => {
    const pipelines = ['a', 'b', 'c'].map((name) => ({ name, sources: [] }))
    const aws = await simulated({ pipelines })
    aws.faults.next({ operation: 'ListPipelines', kind: 'throttle', afterPage: 2 })
    const list = (nextToken?: unknown) =>
      rawCall(aws.url, 'codepipeline.ListPipelines', { maxResults: 1, nextToken: nextToken ?? null })
    const first = await list()
    const second = await list(first.body['nextToken'])
    expect(second.status).toBe(200)
    expect(await typeOf(list(second.body['nextToken']))).toBe('ThrottlingException')
    expect((await list(second.body['nextToken'])).body).toMatchObject({ pipelines: [{ name: 'c' }] })
  })
})

describe('the calls', () => {
  it('are kept in order, failed ones too, with what they said', async () => {
    const aws = await simulated()
    await start(aws)
    await rawCall(aws.url, 'codecommit.GetBranch', { repositoryName: 'none', branchName: 'main' })
    expect(aws.calls).toEqual([
      { api: 'codepipeline', operation: 'StartPipelineExecution', input: { name: 'web' } },
      { api: 'codecommit', operation: 'GetBranch', input: { repositoryName: 'none', branchName: 'main' } },
    ])
  })
})

describe('whoever runs it', () => {
  it.each([
    ['InProgress', () => undefined],
    ['Succeeded', () => 'Succeeded'],
    ['Stopped', async () => 'Stopped'],
    ['Failed', () => Promise.reject(new Error('no'))],
  ])('is told of each execution, and says how it ended: %s', async (status, end) => {
    const onStarted = vi.fn(end)
    const aws = await simulated({ onStarted })
    await start(aws)
    await vi.waitFor(() => expect(aws.executions('web')).toMatchObject([{ status }]))
    expect(onStarted).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ pipeline: 'web' }))
  })

  it('ends an execution once', async () => {
    const aws = await simulated()
    await start(aws)
    const id = aws.executions()[0]?.id ?? ''
    aws.finish(id, 'Failed')
    aws.finish(id, 'Succeeded')
    expect(aws.executions()).toMatchObject([{ status: 'Failed' }])
  })

  it('gets only a port that is free', async () => {
    const port = Number(new URL((await simulated()).url).port)
    await expect(awsSimulator({ port })).rejects.toThrow(ConfigurationInvalid)
    await expect(awsSimulator({ port: -1 })).rejects.toThrow(
      'port: expected a port from 0 to 65535, found -1',
    )
  })

  it('closes it at once, with calls under way', async () => {
    const aws = await simulated()
    aws.faults.next({ kind: 'slow', milliseconds: 3_600_000 })
    const asked = start(aws).catch((error: unknown) => error)
    await vi.waitFor(() => expect(aws.calls).toHaveLength(1))
    await aws.close()
    expect(await asked).toBeInstanceOf(Error)
  })
})

describe('a bare repository', () => {
  let made: MadeRepository
  beforeEach(() => {
    made = madeRepository()
  })
  afterEach(() => made.remove())

  it('can be added while it runs', async () => {
    const commitId = made.commit('First', { a: 'a' })
    made.git('clone', '--quiet', '--bare', '.', 'bare.git')
    const aws = await simulated()
    aws.repositories.set('shop', `${made.directory}/bare.git`)
    const answer = await rawCall(aws.url, 'codecommit.GetBranch', {
      repositoryName: 'shop',
      branchName: 'main',
    })
    expect(answer.body).toEqual({ branch: { branchName: 'main', commitId } })
  })
})
