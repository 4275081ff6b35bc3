import { randomUUID } from 'node:crypto'
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import type { Ledger, LedgerEntry, Origin } from '@sallyport/delivery'
import { type Clock, ConfigurationInvalid, type Issue, UpstreamUnavailable } from '@sallyport/kernel'
import { fullJitter } from '@sallyport/kernel/patience'
import { type Connection, connection } from './connection.ts'
import { bytesOf, entryIn, type Item, itemOf, keyOf, largestItem, originIn } from './item.ts'
import { patience } from './patience.ts'
import { isOpen } from './trouble.ts'

export interface DynamodbOptions {
  /** Its name, or its ARN when it is in another account. `table.json` describes it. */
  readonly table: string
  /** Over the SDK's standard environment; `maxAttempts` has no effect. */
  readonly clientOptions?: DynamoDBClientConfig
  /** How often a request is made before it fails. Defaults to 5. */
  readonly attempts?: number
  /** Defaults to the clock of the machine. */
  readonly clock?: Clock
}

/** BatchGetItem takes 100 keys at most. */
const keysInBatch = 100

/**
 * Remembers decisions in a DynamoDB table: consistent reads, and writes on condition of the edition.
 *
 * Rejects with `UpstreamUnavailable` when DynamoDB throttles, fails or does not answer until the
 * attempts are spent, and with `ConfigurationInvalid`, at once, when the table is missing, has other
 * keys or may not be used.
 *
 * @throws ConfigurationInvalid when an option cannot work
 */
export function dynamodb(options: DynamodbOptions): Ledger {
  const { table, attempts = 5, clock = { now: Date.now } } = options
  refuseUnusable(table, attempts)
  const store = connection(table, attempts, options.clientOptions)

  return {
    read: (origin, pipelines) => read(store, origin, pipelines),
    write: (entry) => write(store, entry, clock.now()),
    origins: () => origins(store),
  }
}

function refuseUnusable(table: unknown, attempts: number): void {
  const issues: Issue[] = []
  const complain = (name: string, expected: string, found: string) =>
    issues.push({ severity: 'fault', path: [name], expected, found })
  if (typeof table !== 'string' || !/^(?:[\w.-]{3,255}|arn:[\w.:/-]{1,1019})$/.test(table))
    complain('table', 'the name or ARN of a DynamoDB table', JSON.stringify(table) ?? 'nothing')
  if (!Number.isSafeInteger(attempts) || attempts < 1)
    complain('attempts', 'a positive whole number', String(attempts))
  if (issues.length > 0) throw new ConfigurationInvalid(issues)
}

async function read(
  store: Connection,
  origin: Origin,
  pipelines: readonly string[],
): Promise<readonly LedgerEntry[]> {
  // BatchGetItem refuses a key that is there twice.
  const names = [...new Set(pipelines)]
  const entries: LedgerEntry[] = []
  for (let start = 0; start < names.length; start += keysInBatch) {
    const keys = names.slice(start, start + keysInBatch).map((name) => keyOf(origin, name))
    for (const item of await itemsAt(store, keys)) entries.push(entryIn(item, store.table))
  }
  return entries
}

/** Asks again for the keys DynamoDB left out, as long as it does not leave out all of them each time. */
async function itemsAt(store: Connection, keys: readonly Item[]): Promise<readonly Item[]> {
  const { table } = store
  const items: Item[] = []
  let missing = [...keys]
  for (let vain = 0; missing.length > 0; ) {
    const asked = missing
    const answer = await store.ask((client, { BatchGetItemCommand }) =>
      client.send(
        new BatchGetItemCommand({ RequestItems: { [table]: { Keys: asked, ConsistentRead: true } } }),
      ),
    )
    items.push(...Object.values(answer.Responses ?? {}).flat())
    missing = Object.values(answer.UnprocessedKeys ?? {}).flatMap(({ Keys }) => Keys ?? [])
    vain = missing.length < asked.length ? 0 : vain + 1
    if (vain >= store.attempts)
      throw new UpstreamUnavailable(`table ${table}`, { found: `${missing.length} keys left unread` })
    if (missing.length > 0) await patience.pause(fullJitter(vain + 1, patience))
  }
  return items
}

async function write(store: Connection, entry: LedgerEntry, now: number): Promise<'written' | 'conflict'> {
  const { edition } = entry
  const isFollowing = Number.isSafeInteger(edition) && edition >= 1
  if (!isFollowing) return 'conflict'
  const writer = randomUUID()
  const item = itemOf(entry, writer, now)
  refuseTooLarge(item, store.table)
  let isDoubtful = false
  return store.ask(async (client, { ConditionalCheckFailedException, PutItemCommand }) => {
    const put = new PutItemCommand({ TableName: store.table, Item: item, ...conditionOn(edition) })
    try {
      await client.send(put)
      return 'written'
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) {
        isDoubtful ||= isOpen(error)
        throw error
      }
      if (!isDoubtful) return 'conflict'
      const found = error.Item ?? (await itemsAt(store, [keyOf(entry.key, entry.key.pipeline)]))[0]
      return found?.['writer']?.S === writer ? 'written' : 'conflict'
    }
  })
}

function conditionOn(edition: number) {
  const ReturnValuesOnConditionCheckFailure = 'ALL_OLD' as const
  if (edition === 1)
    return { ConditionExpression: 'attribute_not_exists(origin)', ReturnValuesOnConditionCheckFailure }
  return {
    ConditionExpression: 'edition = :before',
    ExpressionAttributeValues: { ':before': { N: String(edition - 1) } },
    ReturnValuesOnConditionCheckFailure,
  }
}

function refuseTooLarge(item: Item, table: string): void {
  const bytes = bytesOf(item)
  if (bytes > largestItem)
    throw new UpstreamUnavailable(`table ${table}`, {
      found: `an entry of ${bytes} bytes, where an item holds ${largestItem}`,
    })
}

async function* origins(store: Connection): AsyncGenerator<Origin> {
  const told = new Set<string>()
  let start: Item | undefined
  do {
    const from = start
    const page = await store.ask((client, { ScanCommand }) =>
      client.send(
        new ScanCommand({
          TableName: store.table,
          ConsistentRead: true,
          ProjectionExpression: 'origin, longOrigin',
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      ),
    )
    for (const item of page.Items ?? []) {
      const name = item['origin']?.S ?? ''
      if (told.has(name)) continue
      told.add(name)
      yield originIn(item, store.table)
    }
    start = page.LastEvaluatedKey
  } while (start !== undefined)
}
