import {
  type AttributeValue,
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb'
import { loopback } from '@sallyport/simulation'
import { type Wire, wire } from '@sallyport/simulation/stages'
import dynalite from 'dynalite'
import byScope from '../scope-table.json' with { type: 'json' }
import documents from '../table.json' with { type: 'json' }

type Item = Record<string, AttributeValue>

/** A DynamoDB on this machine with both tables in it, behind a wire that can be interfered with. */
export interface SmallRegion extends Pick<Wire, 'asked' | 'close' | 'interfere'> {
  readonly clientOptions: DynamoDBClientConfig
  readonly put: (table: string, item: Item) => Promise<void>
  readonly remove: (table: string, key: Item) => Promise<void>
}

export const documentTable = documents.TableName
export const scopeTable = byScope.TableName

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }

export async function smallRegion(): Promise<SmallRegion> {
  const store = await loopback(dynalite({ createTableMs: 0 }), 0)
  const near = await wire(
    store.port,
    ({ headers }) => String(headers['x-amz-target']).split('.').at(-1) ?? '',
  )
  const direct = { endpoint: store.url, region: 'eu-west-1', credentials }
  const client = new DynamoDBClient(direct)
  for (const table of [documents, byScope])
    await client.send(new CreateTableCommand(table as ConstructorParameters<typeof CreateTableCommand>[0]))
  return {
    clientOptions: { ...direct, endpoint: near.url },
    asked: near.asked,
    interfere: near.interfere,
    put: async (TableName, Item) => void (await client.send(new PutItemCommand({ TableName, Item }))),
    remove: async (TableName, Key) => void (await client.send(new DeleteItemCommand({ TableName, Key }))),
    close: async () => {
      client.destroy()
      await near.close()
      await store.close()
    },
  }
}
