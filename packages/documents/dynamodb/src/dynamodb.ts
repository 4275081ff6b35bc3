import { createHash } from 'node:crypto'
import { type DocumentStore, UpstreamUnavailable } from '@sallyport/kernel'
import type { AttributeValue, Item } from './dynamodb-client.ts'
import { refuseUnusable, wrong } from './option-check.ts'
import { inOrder, plainValue } from './plain-value.ts'
import { type Ask, asking, type DynamodbSurroundings, type TableOptions } from './question.ts'

/** `table.json` describes the table. */
export interface DynamodbOptions extends TableOptions {
  /** The key of the item, in the attribute `document`. */
  readonly document: string
}

/**
 * Reads a document from one item of a DynamoDB table, consistently. Its version is the item's attribute
 * `version` where there is one, and the SHA-256 of its content otherwise.
 *
 * `read` rejects with `UpstreamUnavailable` when the item is missing, has no content or may not be read,
 * and when DynamoDB does not answer; it names the item and never the content.
 *
 * @throws ConfigurationInvalid with every option that cannot work
 */
export function dynamodb(options: DynamodbOptions, surroundings: DynamodbSurroundings = {}): DocumentStore {
  const { table, document } = options
  const expected = 'the key of an item, in at most 2,048 bytes'
  refuseUnusable(options, ['document'], isKey(document) ? [] : [wrong('document', expected, document)])
  const what = `item ${JSON.stringify(document)} of table ${table}`
  const read = itemReader(asking(options, surroundings), { table, document, what })

  return {
    async read(known) {
      // Sent without its content, a large document that did not change is small.
      if (known?.startsWith(stamped) && versionIn(await read('version')) === known) return 'unchanged'
      const item = await read('all')
      const content = contentOf(item, what)
      const version = versionIn(item) ?? createHash('sha256').update(content).digest('hex')
      return version === known ? 'unchanged' : { content, version }
    },
  }
}

interface Place {
  readonly table: string
  readonly document: string
  readonly what: string
}

const itemReader =
  (ask: Ask, { table, document, what }: Place) =>
  async (part: 'all' | 'version'): Promise<Item> => {
    const { Item: item } = await ask(what, (client, signal) =>
      client.item(
        {
          TableName: table,
          Key: { document: { S: document } },
          ConsistentRead: true,
          ...(part === 'version' && {
            ProjectionExpression: '#version',
            ExpressionAttributeNames: { '#version': 'version' },
          }),
        },
        signal,
      ),
    )
    if (item === undefined) throw new UpstreamUnavailable(what, { found: 'no such item' })
    return item
  }

const stamped = 'version '

function versionIn({ version }: Item): string | undefined {
  const text = version?.S ?? version?.N
  return text === undefined ? undefined : `${stamped}${text}`
}

/** Text as it stands; a map or a list as the JSON of it, members in order, so that it has one spelling. */
function contentOf({ content }: Item, what: string): string {
  if (content === undefined) throw new UpstreamUnavailable(what, { found: 'no attribute content' })
  if (content.S !== undefined) return content.S
  if (isStructure(content)) return JSON.stringify(inOrder(plainValue(content, what)))
  const found = 'an attribute content that is neither text nor a map or list'
  throw new UpstreamUnavailable(what, { found })
}

const isStructure = ({ M, L }: AttributeValue) => M !== undefined || L !== undefined

const isKey = (document: unknown): boolean =>
  typeof document === 'string' && document !== '' && Buffer.byteLength(document) <= 2048
