import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Attributes as DynamoDB's wire has them. */
export type WireItem = Readonly<Record<string, object>>

/**
 * A table keyed by scope that answers Query in DynamoDB's protocol, whole partitions at once: what a
 * reader costs is measured, not a database.
 */
export async function smallTable(items: readonly WireItem[]) {
  const partitions = Map.groupBy(items, ({ scope }) => textOf(scope))
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const asked: { readonly ExpressionAttributeValues?: WireItem } = JSON.parse(
        Buffer.concat(parts).toString(),
      )
      const found = partitions.get(textOf(asked.ExpressionAttributeValues?.[':scope'])) ?? []
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' })
      response.end(JSON.stringify({ Items: found, Count: found.length, ScannedCount: found.length }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const textOf = (value: object | undefined): string =>
  value !== undefined && 'S' in value ? String(value.S) : ''

export const texts = (members: Readonly<Record<string, string>>): WireItem =>
  Object.fromEntries(Object.entries(members).map(([name, text]) => [name, { S: text }]))
