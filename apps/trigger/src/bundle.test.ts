import type { AddressInfo } from 'node:net'
import { closedEndpoint } from '@sallyport/simulation/stages'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { type Lambda, startLambda } from '@sallyport/composition/lambda-process'
import type { Decision } from '@sallyport/delivery'
import dynalite from 'dynalite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { codecommitEvent, openShop, pipeline, type Shop } from './shop.stage.ts'

const ignoring = { files_to_ignore: ['readme.md'], pipeline: 'codecommit-events-pipeline' }
const mapping = {
  config_file_mapping: { 'config_1.json': 'config-pipeline-1', 'config_2.json': 'config-pipeline-2' },
}
const names = ['codecommit-events-pipeline', 'config-pipeline-1', 'config-pipeline-2']

let shop: Shop
const running: { close: () => unknown }[] = []
beforeEach(async () => {
  shop = await openShop(names)
})
afterEach(async () => {
  for (const each of running.splice(0)) await each.close()
  await shop.close()
})

function environment(rules: object): Record<string, string> {
  const path = join(shop.folder, 'rules.json')
  writeFileSync(path, JSON.stringify(rules))
  return {
    SALLYPORT_CONFIG: JSON.stringify({
      sources: [{ use: 'codecommit' }],
      rules: { use: 'file', path, freshForSeconds: 0 },
      pipelines: { use: 'codepipeline' },
      ledger: { use: 'file', path: join(shop.folder, 'ledger.jsonl') },
    }),
    RULES_FILE: path,
    LEDGER_TABLE: 'sallyport',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: shop.simulator.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  }
}

async function started(variables: Record<string, string>, deployment = 'universal', aheadMilliseconds = 0) {
  const bundle = new URL(`../dist/${deployment}/index.mjs`, import.meta.url)
  const lambda = await startLambda(bundle, variables, { aheadMilliseconds })
  running.push(lambda)
  return lambda
}

async function decisionsOf(lambda: Lambda, event: unknown): Promise<readonly Decision[]> {
  const { answer, error } = await lambda.invoke(event)
  if (error !== undefined) throw new Error(error)
  return (answer as { decisions: Decision[] }).decisions
}

/** A DynamoDB on the loopback with the ledger's table. */
async function table(): Promise<string> {
  const server = dynalite({ createTableMs: 0 })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const client = new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials })
  const described = new URL('../../../packages/ledgers/dynamodb/table.json', import.meta.url)
  const input = JSON.parse(readFileSync(described, 'utf8')) as CreateTableCommandInput
  await client.send(new CreateTableCommand({ ...input, TableName: 'sallyport' }))
  client.destroy()
  running.push({ close: () => new Promise((resolve) => server.close(resolve)) })
  return endpoint
}

describe.each(['universal', 'codecommit'])('the bundle %s', (deployment) => {
  const start = async (rules: object) =>
    started({ ...environment(rules), AWS_ENDPOINT_URL_DYNAMODB: await table() }, deployment)

  it("starts the article's first pipeline for any file but the readme, and pins the commit", async () => {
    await shop.land({ 'readme.md': 'one', 'script.py': 'one' })
    const lambda = await start(ignoring)
    expect(await decisionsOf(lambda, await shop.land({ 'readme.md': 'two' }))).toMatchObject([
      { verdict: 'skip', reason: 'ignored', because: { path: 'readme.md' } },
    ])
    expect(await decisionsOf(lambda, await shop.land({ 'README.md': 'case' }))).toMatchObject([
      { reason: 'ignored' },
    ])
    const event = await shop.land({ 'readme.md': 'three', 'script.py': 'two' })
    expect(await decisionsOf(lambda, event)).toMatchObject([{ verdict: 'start', reason: 'matched' }])
    expect(shop.simulator.executions()).toMatchObject([
      {
        pipeline: names[0],
        sourceRevisions: [
          { actionName: 'Source', revisionType: 'COMMIT_ID', revisionValue: event.detail.commitId },
        ],
      },
    ])
  })

  it("starts the article's second pipelines each for its own file, and a deleted one too", async () => {
    await shop.land({ 'config_1.json': '1', 'config_2.json': '1', 'other.txt': '1' })
    const lambda = await start(mapping)
    await decisionsOf(lambda, await shop.land({ 'config_2.json': '2' }))
    expect(shop.starts()).toEqual([names[2]])
    await decisionsOf(lambda, await shop.land({ 'other.txt': '2' }))
    await decisionsOf(lambda, await shop.land({ 'config_1.json': undefined }))
    expect(shop.starts()).toEqual([names[2], names[1]])
  })
})

describe('an event', () => {
  it('that comes twice, at once to two functions, starts once', async () => {
    await shop.land({ 'script.py': 'one' })
    const variables = environment(ignoring)
    const [one, other] = [await started(variables), await started(variables)]
    const event = await shop.land({ 'script.py': 'two' })
    const answers = await Promise.all([decisionsOf(one, event), decisionsOf(other, event)])
    expect(shop.starts()).toEqual([names[0]])
    expect(
      answers
        .flat()
        .map(({ verdict }) => verdict)
        .toSorted(),
    ).toEqual(['skip', 'start'])
    expect(await decisionsOf(one, event)).toMatchObject([{ verdict: 'skip', reason: 'duplicate' }])
    expect(shop.starts()).toEqual([names[0]])
  })

  it('whose function was killed between the start and its answer is finished by the next, and starts once', async () => {
    await shop.land({ 'script.py': 'one' })
    const variables = environment(ignoring)
    const killed = await started(variables)
    const event = await shop.land({ 'script.py': 'two' })
    shop.simulator.faults.next({ operation: 'StartPipelineExecution', kind: 'answer_lost', times: 100 })
    void killed.invoke(event)
    await expect.poll(shop.starts).toEqual([names[0]])
    killed.close()
    shop.simulator.faults.clear()

    const next = await started(variables, 'universal', 120_000)
    const [first] = shop.simulator.executions()
    expect(await decisionsOf(next, event)).toMatchObject([{ verdict: 'start', execution: first?.id }])
    expect(shop.starts()).toEqual([names[0]])
  })

  it('of a branch that was created is compared with where it left the default branch', async () => {
    await shop.land({ 'config_1.json': '1', 'config_2.json': '1' })
    const lambda = await started(environment(mapping))
    await shop.git('switch', '--quiet', '--create', 'feature/x')
    const event = await shop.land({ 'config_1.json': '2' }, 'feature/x')
    // The default branch is what HEAD of the repository names.
    await shop.git('switch', '--quiet', 'main')
    const created = codecommitEvent({ branch: 'feature/x', before: undefined, after: event.detail.commitId })
    expect(await decisionsOf(lambda, created)).toMatchObject([
      { pipeline: names[1], verdict: 'start', ref: 'refs/heads/feature/x' },
      { pipeline: names[2], verdict: 'skip' },
    ])
  })

  it('of 3,001 files over many pages loses none, throttled on the way', async () => {
    await shop.land({ 'readme.md': '1' })
    const lambda = await started(
      environment({ config_file_mapping: { 'd/3000.txt': names[1], 'none.txt': names[2] } }),
    )
    const files = Object.fromEntries(Array.from({ length: 3001 }, (_, each) => [`d/${each}.txt`, 'x']))
    shop.simulator.faults.next({ operation: 'GetDifferences', kind: 'throttle', afterPage: 1 })
    expect(await decisionsOf(lambda, await shop.land(files))).toMatchObject([
      { verdict: 'start', because: { path: 'd/3000.txt' } },
      { verdict: 'skip', reason: 'unmapped' },
    ])
  })

  it('finds one pipeline missing, starts the other, and makes good when it is there', async () => {
    await shop.land({ 'config_1.json': '1', 'config_2.json': '1' })
    const lambda = await started(environment(mapping))
    shop.simulator.pipelines.remove('config-pipeline-1')
    const event = await shop.land({ 'config_1.json': '2', 'config_2.json': '2' })
    expect(await decisionsOf(lambda, event)).toMatchObject([
      { pipeline: names[1], verdict: 'fail', reason: 'pipeline_missing' },
      { pipeline: names[2], verdict: 'start' },
    ])
    shop.simulator.pipelines.add(pipeline('config-pipeline-1'))
    await decisionsOf(lambda, await shop.land({ 'other.txt': '1' }))
    expect(shop.starts()).toEqual([names[2], names[1]])
  })

  it.each([
    ['a repository that is gone', { repositoryName: 'gone' }],
    ['a commit that is none', { commitId: 'HEAD; rm -rf /' }],
    ['no reference', { referenceFullName: undefined, event: 'unreferencedMergeCommitCreated' }],
  ])('with %s starts nothing, and the next is unaffected', async (_, detail) => {
    await shop.land({ 'script.py': 'one' })
    const lambda = await started(environment(ignoring))
    const event = await shop.land({ 'script.py': 'two' })
    const decisions = await decisionsOf(lambda, { ...event, detail: { ...event.detail, ...detail } })
    expect(decisions.every(({ verdict }) => verdict === 'fail')).toBe(true)
    expect(shop.starts()).toEqual([])
    await decisionsOf(lambda, event)
    expect(shop.starts()).toEqual([names[0]])
  })
})

describe('the rules', () => {
  it('hold everything, loudly, when there were never any, and nothing is lost', async () => {
    await shop.land({ 'script.py': 'one' })
    const variables = environment({ pipelines: 'none' })
    const lambda = await started(variables)
    const event = await shop.land({ 'script.py': 'two' })
    expect(await decisionsOf(lambda, event)).toMatchObject([
      { pipeline: '*', verdict: 'hold', reason: 'document_invalid' },
    ])
    environment(ignoring)
    await decisionsOf(lambda, await shop.land({ 'readme.md': 'two' }))
    await decisionsOf(lambda, { sallyport: 'reconcile' })
    await decisionsOf(lambda, event)
    expect(lambda.log()).toContain('"level":"ERROR"')
  })

  it('that turned bad leave the last good ones in their place', async () => {
    await shop.land({ 'script.py': 'one' })
    const lambda = await started(environment(ignoring))
    await decisionsOf(lambda, await shop.land({ 'readme.md': 'two' }))
    environment({ nonsense: true })
    expect(await decisionsOf(lambda, await shop.land({ 'readme.md': 'three' }))).toMatchObject([
      { reason: 'ignored' },
    ])
    expect(lambda.log()).toContain('the last good version serves')
  })
})

describe('a sweep', () => {
  it('decides what no event told of, once', async () => {
    await shop.land({ 'config_1.json': '1', 'config_2.json': '1' })
    const lambda = await started(environment(mapping))
    await decisionsOf(lambda, await shop.land({ 'other.txt': '1' }))
    await shop.land({ 'config_1.json': '2' })
    expect(await decisionsOf(lambda, { sallyport: 'reconcile' })).toMatchObject([
      { pipeline: names[1], verdict: 'start', because: { path: 'config_1.json' } },
      { pipeline: names[2], verdict: 'skip' },
    ])
    expect(await decisionsOf(lambda, { sallyport: 'reconcile' })).toEqual([])
    expect(shop.starts()).toEqual([names[1]])
  })
})

describe('a configuration that cannot work', () => {
  it('stops the start, with every fault', async () => {
    const start = started({
      SALLYPORT_CONFIG: JSON.stringify({
        sources: [{ use: 'codecomit' }],
        rules: { use: 'file', path: '' },
        pipelines: { use: 'codepipeline', attempts: 0 },
        ledger: { use: 'dynamodb' },
        postponment: {},
      }),
    })
    await expect(start).rejects.toThrow('postponment: expected a member that is known')
  })
})

describe('an endpoint that is not there', () => {
  it('has the event come again', async () => {
    const lambda = await started({ ...environment(ignoring), AWS_ENDPOINT_URL: await closedEndpoint() })
    const { error } = await lambda.invoke(await shop.land({ 'script.py': 'one' }))
    expect(error).toContain('expected an answer')
  })
})
