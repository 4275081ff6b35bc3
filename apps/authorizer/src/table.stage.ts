import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import {
  type AttributeValue,
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'

type Item = Record<string, AttributeValue>

/** A DynamoDB on the loopback with both of the tables that documents may be in. */
export async function startTables() {
  const server = dynalite({ createTableMs: 0 })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const client = new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials })
  for (const name of ['table', 'scope-table']) {
    const described = new URL(`../../../packages/documents/dynamodb/${name}.json`, import.meta.url)
    const input = JSON.parse(readFileSync(described, 'utf8')) as CreateTableCommandInput
    await client.send(new CreateTableCommand(input))
  }
  return {
    endpoint,
    put: async (TableName: string, Item: Item) =>
      void (await client.send(new PutItemCommand({ TableName, Item }))),
    remove: async (TableName: string, Key: Item) =>
      void (await client.send(new DeleteItemCommand({ TableName, Key }))),
    close: () => {
      client.destroy()
      return new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}
