import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb'
import { type Lambda, startLambda } from '@sallyport/composition/lambda-process'
import type { Decision } from '@sallyport/delivery'
import dynalite from 'dynalite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openShop, type Shop } from './shop.stage.ts'

const names = ['codecommit-events-pipeline', 'config-pipeline-1', 'config-pipeline-2']
const ignoring = { files_to_ignore: ['readme.md'], pipeline: 'codecommit-events-pipeline' }
const mapping = {
  config_file_mapping: { 'config_1.json': 'config-pipeline-1', 'config_2.json': 'config-pipeline-2' },
}

let shop: Shop
let table: Awaited<ReturnType<typeof startTable>>
let lambda: Lambda | undefined
beforeEach(async () => {
  shop = await openShop(names)
  shop.simulator.buckets.add('acme-gates')
  table = await startTable()
})
afterEach(async () => {
  lambda?.close()
  await table.close()
  await shop.close()
})

/** A DynamoDB on the loopback with the table that documents are in. */
async function startTable() {
  const server = dynalite({ createTableMs: 0 })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const client = new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials })
  const described = new URL('../../../packages/documents/dynamodb/table.json', import.meta.url)
  const input = JSON.parse(readFileSync(described, 'utf8')) as CreateTableCommandInput
  await client.send(new CreateTableCommand(input))
  return {
    endpoint,
    put: (content: string) =>
      client.send(
        new PutItemCommand({
          TableName: 'sallyport-documents',
          Item: { document: { S: 'rules' }, content: { S: content } },
        }),
      ),
    close: () => {
      client.destroy()
      return new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}

async function started(rules: object): Promise<Lambda> {
  lambda = await startLambda(new URL('../dist/universal/index.mjs', import.meta.url), {
    SALLYPORT_CONFIG: JSON.stringify({
      sources: [{ use: 'codecommit' }],
      rules: { ...rules, freshForSeconds: 0 },
      pipelines: { use: 'codepipeline' },
      ledger: { use: 'file', path: join(shop.folder, 'ledger.jsonl') },
    }),
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: shop.simulator.url,
    AWS_ENDPOINT_URL_DYNAMODB: table.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  })
  return lambda
}

async function verdictsOf(event: unknown): Promise<readonly string[]> {
  const { answer, error } = (await lambda?.invoke(event)) ?? {}
  if (error !== undefined) throw new Error(error)
  return (answer as { decisions: Decision[] }).decisions.map(
    ({ pipeline, verdict }) => `${verdict} ${pipeline}`,
  )
}

describe.each([
  {
    home: 'an object in S3',
    rules: { use: 's3', bucket: 'acme-gates', key: 'rules.json' },
    write: async (content: string) => shop.simulator.buckets.put('acme-gates', 'rules.json', content),
  },
  {
    home: 'an item in DynamoDB, which is called rules',
    rules: { use: 'dynamodb', table: 'sallyport-documents' },
    write: (content: string) => table.put(content),
  },
])("the articles' rules in $home", ({ rules, write }) => {
  it('work unchanged, are edited without a restart, and a broken edit changes nothing', async () => {
    await shop.land({ 'readme.md': '1', 'config_1.json': '1', 'config_2.json': '1' })
    await write(JSON.stringify(ignoring))
    const { log } = await started(rules)
    expect(await verdictsOf(await shop.land({ 'readme.md': '2' }))).toEqual([`skip ${names[0]}`])
    expect(await verdictsOf(await shop.land({ 'config_1.json': '2' }))).toEqual([`start ${names[0]}`])
    await write('{"config_file_mapping": ')
    expect(await verdictsOf(await shop.land({ 'readme.md': '3' }))).toEqual([`skip ${names[0]}`])
    expect(await verdictsOf(await shop.land({ 'readme.md': '4' }))).toEqual([`skip ${names[0]}`])
    await write(JSON.stringify(mapping))
    expect(await verdictsOf(await shop.land({ 'config_2.json': '3' }))).toContain(`start ${names[2]}`)
    expect(shop.starts()).toEqual([names[0], names[2]])
    await vi.waitFor(() => expect(log().match(/the last good version serves/g)).toHaveLength(1))
  })
})
