import type * as Dynamodb from '@aws-sdk/client-dynamodb'
import type { DynamoDBClient, DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { failureOf, isPassing } from './trouble.ts'
import { patience } from './patience.ts'

type Sdk = typeof Dynamodb

/** A request to the table, tried until it is answered or the attempts are spent. */
export interface Connection {
  readonly table: string
  readonly attempts: number
  /** @param lost is told each error after which the request is tried again */
  readonly ask: <Answer>(request: Request<Answer>, lost?: (error: unknown) => void) => Promise<Answer>
}

export type Request<Answer> = (client: DynamoDBClient, sdk: Sdk) => Promise<Answer>

/** Nothing of the SDK is loaded before the first request. */
export function connection(
  table: string,
  attempts: number,
  options: DynamoDBClientConfig | undefined,
): Connection {
  let opened: Promise<readonly [DynamoDBClient, Sdk]> | undefined

  return {
    table,
    attempts,
    async ask(request, lost) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          opened ??= open(options)
          return await request(...(await opened))
        } catch (error) {
          if (!isPassing(error) || attempt >= attempts) throw failureOf(error, table)
          lost?.(error)
          await patience(attempt)
        }
      }
    },
  }
}

async function open(options: DynamoDBClientConfig | undefined): Promise<readonly [DynamoDBClient, Sdk]> {
  const sdk = await import('@aws-sdk/client-dynamodb')
  const client = new sdk.DynamoDBClient({
    // Without limits a lost packet holds a Lambda until its own timeout.
    requestHandler: { connectionTimeout: 1000, requestTimeout: 5000, throwOnRequestTimeout: true },
    ...options,
    // We try again ourselves: a conditional write whose answer was lost needs a second look.
    maxAttempts: 1,
  })
  return [client, sdk]
}
