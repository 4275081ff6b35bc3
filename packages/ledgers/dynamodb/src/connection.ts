import type * as Dynamodb from '@aws-sdk/client-dynamodb'
import type { DynamoDBClient, DynamoDBClientConfig } from '@aws-sdk/client-dynamodb'
import { patiently } from '@sallyport/kernel/patience'
import { patience } from './patience.ts'
import { failureOf } from './trouble.ts'

type Sdk = typeof Dynamodb

/** A request to the table, tried until it is answered or the attempts are spent. */
export interface Connection {
  readonly table: string
  readonly attempts: number
  readonly ask: <Answer>(request: Request<Answer>) => Promise<Answer>
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
    async ask(request) {
      const attempt = async () => request(...(await (opened ??= open(options))))
      try {
        return await patiently(attempt, { ...patience, attempts })
      } catch (error) {
        throw failureOf(error, table)
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
