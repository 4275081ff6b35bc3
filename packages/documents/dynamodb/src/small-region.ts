import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  type AttributeValue,
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import byScope from '../scope-table.json' with { type: 'json' }
import documents from '../table.json' with { type: 'json' }

/** One request as it came over the wire. */
export interface Asked {
  /** Such as `GetItem`. */
  readonly operation: string
  readonly body: string
}

/** What the wire does to a request: nothing, cut it off, keep it waiting, or answer in DynamoDB's place. */
export type Interference =
  | 'none'
  | 'cut_off'
  | 'keep_waiting'
  | { readonly status: number; readonly body: string }

type Item = Record<string, AttributeValue>

/** A DynamoDB on this machine with both tables in it, behind a wire that can be interfered with. */
export interface SmallRegion {
  readonly clientOptions: DynamoDBClientConfig
  readonly asked: Asked[]
  readonly interfere: (how: (asked: Asked) => Interference) => void
  readonly put: (table: string, item: Item) => Promise<void>
  readonly remove: (table: string, key: Item) => Promise<void>
  readonly close: () => Promise<void>
}

export const documentTable = documents.TableName
export const scopeTable = byScope.TableName

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }

export async function smallRegion(): Promise<SmallRegion> {
  const store = dynalite({ createTableMs: 0 })
  const asked: Asked[] = []
  let interference: (asked: Asked) => Interference = () => 'none'
  const target = await portOf(store)
  const wire = createServer((incoming, outgoing) => {
    const pass = async () => {
      const operation = String(incoming.headers['x-amz-target']).split('.').at(-1) ?? ''
      const one = { operation, body: await textOf(incoming) }
      asked.push(one)
      const how = interference(one)
      if (how === 'keep_waiting') return
      if (how === 'cut_off') {
        outgoing.destroy()
        return
      }
      const answer = how === 'none' ? await forwarded(incoming, target, one.body) : how
      outgoing.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(answer.body)
    }
    pass().catch(() => outgoing.destroy())
  })
  const direct = { endpoint: `http://127.0.0.1:${target}`, region: 'eu-west-1', credentials }
  const client = new DynamoDBClient(direct)
  for (const table of [documents, byScope])
    await client.send(new CreateTableCommand(table as ConstructorParameters<typeof CreateTableCommand>[0]))
  return {
    clientOptions: { ...direct, endpoint: `http://127.0.0.1:${await portOf(wire)}` },
    asked,
    interfere: (how) => {
      interference = how
    },
    put: async (TableName, Item) => void (await client.send(new PutItemCommand({ TableName, Item }))),
    remove: async (TableName, Key) => void (await client.send(new DeleteItemCommand({ TableName, Key }))),
    close: async () => {
      client.destroy()
      await closed(wire)
      await closed(store)
    },
  }
}

function forwarded(
  { headers }: IncomingMessage,
  port: number,
  text: string,
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method: 'POST', headers, agent: false }, (answer) => {
      textOf(answer).then((body) => resolve({ status: answer.statusCode ?? 0, body }), reject)
    })
    sent.on('error', reject).end(text)
  })
}

async function textOf(message: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of message) parts.push(part)
  return Buffer.concat(parts).toString()
}

function portOf(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}
