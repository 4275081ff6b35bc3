import { CreateTableCommand, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { loopback } from '@sallyport/simulation'
import { type Wire, wire } from '@sallyport/simulation/stages'
import dynalite from 'dynalite'
import description from '../table.json' with { type: 'json' }

/** A DynamoDB on this machine with the table in it, behind a wire that can be interfered with. */
export interface SmallRegion extends Pick<Wire, 'asked' | 'close' | 'interfere'> {
  readonly table: string
  readonly clientOptions: DynamoDBClientConfig
}

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }

export async function smallRegion(): Promise<SmallRegion> {
  const table = 'sallyport-test'
  const store = await loopback(dynalite({ createTableMs: 0 }), 0)
  const near = await wire(
    store.port,
    ({ headers }) => String(headers['x-amz-target']).split('.').at(-1) ?? '',
  )
  const direct = { endpoint: store.url, region: 'eu-west-1', credentials }
  await createTable(table, direct)
  return {
    table,
    clientOptions: { ...direct, endpoint: near.url },
    asked: near.asked,
    interfere: near.interfere,
    close: async () => {
      await near.close()
      await store.close()
    },
  }
}

async function createTable(TableName: string, clientOptions: DynamoDBClientConfig): Promise<void> {
  const client = new DynamoDBClient(clientOptions)
  const input = { ...description, TableName } as ConstructorParameters<typeof CreateTableCommand>[0]
  await client.send(new CreateTableCommand(input))
  client.destroy()
}
