import { createHash } from 'node:crypto'
import { type DocumentStore, UpstreamUnavailable } from '@sallyport/kernel'
import type { Item } from './dynamodb-client.ts'
import { notWhole, refuseUnusable } from './option-check.ts'
import { inOrder, plainMembers } from './plain-value.ts'
import { type Ask, asking, type DynamodbSurroundings, type TableOptions } from './question.ts'

/** `scope-table.json` describes the table. */
export interface DynamodbByScopeOptions extends TableOptions {
  /** A scope with more than this, as JSON, is refused rather than read. Defaults to 16 MiB. */
  readonly maximumBytes?: number
}

export interface ScopeStores {
  /** What the table says of one scope: a JSON list of its items, empty where there are none. */
  readonly storeOf: (scope: string) => DocumentStore
}

const sixteenMebibytes = 16 * 1024 * 1024

/** AWS: the length of a partition key, in bytes. */
const longestKey = 2048

/**
 * Reads a table of permissions scope by scope, consistently, page by page. A version is the SHA-256 of
 * the items.
 *
 * `read` rejects with `UpstreamUnavailable` when the table is missing or may not be read, and when
 * DynamoDB does not answer. A scope without items is an empty list: it was given nothing.
 *
 * @throws ConfigurationInvalid with every option that cannot work
 */
export function dynamodbByScope(
  options: DynamodbByScopeOptions,
  surroundings: DynamodbSurroundings = {},
): ScopeStores {
  const { table, maximumBytes = sixteenMebibytes } = options
  refuseUnusable(options, ['maximumBytes'], notWhole('maximumBytes', maximumBytes))
  const ask = asking(options, surroundings)

  return {
    storeOf: (scope) => ({
      async read(known) {
        const content = await itemsOf(ask, { table, scope, maximumBytes })
        const version = createHash('sha256').update(content).digest('hex')
        return version === known ? 'unchanged' : { content, version }
      },
    }),
  }
}

interface Partition {
  readonly table: string
  readonly scope: string
  readonly maximumBytes: number
}

async function itemsOf(ask: Ask, { table, scope, maximumBytes }: Partition): Promise<string> {
  const what = `scope ${JSON.stringify(scope)} of table ${table}`
  // DynamoDB would refuse to look for what it cannot hold.
  if (scope === '' || Buffer.byteLength(scope) > longestKey) return '[]'
  const items: string[] = []
  let bytes = 0
  let start: Item | undefined
  do {
    const page = await pageOf(ask, { table, scope, what }, start)
    for (const item of page.Items ?? []) {
      const text = JSON.stringify(inOrder(plainMembers(item, what)))
      bytes += Buffer.byteLength(text)
      if (bytes > maximumBytes)
        throw new UpstreamUnavailable(what, { found: `more than ${maximumBytes} bytes` })
      items.push(text)
    }
    start = page.LastEvaluatedKey
  } while (start !== undefined)
  return `[${items.join(',\n')}]`
}

interface Place {
  readonly table: string
  readonly scope: string
  readonly what: string
}

const pageOf = (ask: Ask, { table, scope, what }: Place, start: Item | undefined) =>
  ask(what, (dynamodb, signal) =>
    dynamodb.query(
      {
        TableName: table,
        KeyConditionExpression: '#scope = :scope',
        ExpressionAttributeNames: { '#scope': 'scope' },
        ExpressionAttributeValues: { ':scope': { S: scope } },
        ConsistentRead: true,
        ...(start !== undefined && { ExclusiveStartKey: start }),
      },
      signal,
    ),
  )
