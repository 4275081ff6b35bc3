import { createHash } from 'node:crypto'
import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import type { LedgerEntry, Origin } from '@sallyport/delivery'
import { UpstreamUnavailable } from '@sallyport/kernel'

export type Item = Record<string, AttributeValue>

/** A partition key holds 2,048 bytes and a sort key 1,024 (DynamoDB's constraints page). */
const longestOrigin = 2048
const longestPipeline = 1024

/** An item holds 400 KB, the names of its attributes included. */
export const largestItem = 400 * 1024

const fifteenDays = 15 * 24 * 60 * 60 * 1000

/** Where the entry of one pipeline at one origin is. */
export function keyOf(origin: Origin, pipeline: string): Item {
  return {
    origin: { S: fitting(originText(origin), longestOrigin) },
    pipeline: { S: fitting(JSON.stringify(pipeline), longestPipeline) },
  }
}

/**
 * An entry as DynamoDB keeps it. The entry itself is one text, so that it comes back to the letter;
 * beside it stands what the table has to compare or to expire by.
 *
 * @param writer says later whose write this was
 * @param now milliseconds since the Unix epoch
 */
export function itemOf(entry: LedgerEntry, writer: string, now: number): Item {
  const { key, edition, forgetAfter } = entry
  const text = originText(key)
  const place = keyOf(key, key.pipeline)
  return {
    ...place,
    ...(place['origin']?.S === text ? {} : { longOrigin: { S: text } }),
    edition: { N: String(edition) },
    writer: { S: writer },
    entry: { S: JSON.stringify(entry) },
    ...(forgetAfter === undefined ? {} : { forgetAfter: { N: String(secondsUntil(forgetAfter, now)) } }),
  }
}

export function entryIn(item: Item, table: string): LedgerEntry {
  const found = parsed(item['entry']?.S)
  if (typeof found !== 'object' || found === null || !('key' in found) || !('edition' in found))
    throw new UpstreamUnavailable(`table ${table}`, { found: 'an item that is no entry of a ledger' })
  return found as LedgerEntry
}

export function originIn(item: Item, table: string): Origin {
  const found = parsed(item['longOrigin']?.S ?? item['origin']?.S)
  const names: readonly unknown[] = Array.isArray(found) ? found : []
  if (names.length !== 3 || !names.every((name) => typeof name === 'string'))
    throw new UpstreamUnavailable(`table ${table}`, { found: 'an item that is no entry of a ledger' })
  const [kind, repository, ref] = names as readonly [Origin['kind'], string, string]
  return { kind, repository, ref }
}

/** JSON has one text for each origin, whatever its names are made of. */
const originText = ({ kind, repository, ref }: Origin) => JSON.stringify([kind, repository, ref])

/** JSON begins with another character than `#`, so no name can be taken for a digest. */
function fitting(text: string, mostBytes: number): string {
  if (Buffer.byteLength(text) <= mostBytes) return text
  return `#${createHash('sha256').update(text).digest('base64url')}`
}

/** DynamoDB forgets by whole seconds; never sooner than 15 days from now, whatever the entry says. */
const secondsUntil = (forgetAfter: number, now: number) =>
  Math.ceil(Math.max(forgetAfter, now + fifteenDays) / 1000)

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return undefined
  }
}

/** What DynamoDB counts for texts and numbers: the bytes of names and values, numbers roughly. */
export const bytesOf = (item: Item): number =>
  Object.entries(item).reduce(
    (sum, [name, { S, N }]) => sum + Buffer.byteLength(name) + Buffer.byteLength(S ?? N ?? ''),
    0,
  )
