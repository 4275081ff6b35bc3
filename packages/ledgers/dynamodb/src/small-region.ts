import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CreateTableCommand, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import description from '../table.json' with { type: 'json' }

/** One request as it came over the wire. */
export interface Asked {
  /** Such as `PutItem`. */
  readonly operation: string
  readonly body: string
}

/** What the wire does to a request: nothing, lose its answer, cut it off, or answer in DynamoDB's place. */
export type Interference =
  | 'none'
  | 'lose_answer'
  | 'cut_off'
  | { readonly status: number; readonly body: string }

/** A DynamoDB on this machine with the table in it, behind a wire that can be interfered with. */
export interface SmallRegion {
  readonly table: string
  readonly clientOptions: DynamoDBClientConfig
  readonly asked: readonly Asked[]
  readonly interfere: (how: (asked: Asked) => Interference) => void
  readonly close: () => Promise<void>
}

const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }

export async function smallRegion(): Promise<SmallRegion> {
  const table = 'sallyport-test'
  const store = dynalite({ createTableMs: 0 })
  const asked: Asked[] = []
  let interference: (asked: Asked) => Interference = () => 'none'
  const target = await portOf(store)
  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const operation = String(incoming.headers['x-amz-target']).split('.').at(-1) ?? ''
    const one = { operation, body: await textOf(incoming) }
    asked.push(one)
    await carry({ incoming, outgoing, target }, one, interference(one))
  }
  const wire = createServer((incoming, outgoing) => {
    pass(incoming, outgoing).catch(() => outgoing.destroy())
  })
  const endpoint = `http://127.0.0.1:${await portOf(wire)}`
  const clientOptions = { endpoint, region: 'eu-west-1', credentials }
  await createTable(table, clientOptions)
  asked.length = 0
  return {
    table,
    clientOptions,
    asked,
    interfere: (how) => {
      interference = how
    },
    close: async () => {
      await closed(wire)
      await closed(store)
    },
  }
}

async function createTable(TableName: string, clientOptions: DynamoDBClientConfig): Promise<void> {
  const client = new DynamoDBClient(clientOptions)
  const input = { ...description, TableName } as ConstructorParameters<typeof CreateTableCommand>[0]
  await client.send(new CreateTableCommand(input))
  client.destroy()
}

interface Journey {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
  readonly target: number
}

async function carry(
  { incoming, outgoing, target }: Journey,
  { body }: Asked,
  how: Interference,
): Promise<void> {
  if (how === 'cut_off') outgoing.destroy()
  else if (typeof how === 'object')
    outgoing.writeHead(how.status, { 'content-type': 'application/x-amz-json-1.0' }).end(how.body)
  else {
    const { status, text } = await forwarded(incoming, target, body)
    if (how === 'lose_answer') outgoing.destroy()
    else outgoing.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(text)
  }
}

function forwarded(
  { headers }: IncomingMessage,
  port: number,
  body: string,
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method: 'POST', headers, agent: false }, (answer) => {
      textOf(answer).then((text) => resolve({ status: answer.statusCode ?? 0, text }), reject)
    })
    sent.on('error', reject).end(body)
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
