import { Failure, UpstreamUnavailable } from '@sallyport/kernel'
import { type Patience, patiently } from '@sallyport/kernel/patience'
import type { Dynamodb, DynamoDBClientConfig } from './dynamodb-client.ts'
import { obstacleIn } from './obstacle.ts'
import { patience as ours } from './patience.ts'

/** What both ways of reading a table have in common. */
export interface TableOptions {
  /** Its name, or its ARN when it is in another account. */
  readonly table: string
  /** Of the SDK's client. Region, credentials and endpoint come from its standard environment if left out. */
  readonly clientOptions?: DynamoDBClientConfig
  /** How often one request is made at most, with full jitter in between. Defaults to 3. */
  readonly attempts?: number
  /** How long one request may take. Defaults to 1000. */
  readonly timeoutMilliseconds?: number
}

/** What a test sets, so that nobody waits. */
export interface DynamodbSurroundings {
  /** Waits between two attempts. */
  readonly pause?: (milliseconds: number) => Promise<void>
}

/**
 * Asks DynamoDB, patiently.
 *
 * @param what is read, as messages call it
 */
export type Ask = <Answer>(
  what: string,
  request: (dynamodb: Dynamodb, signal: AbortSignal) => Promise<Answer>,
) => Promise<Answer>

export function asking(options: TableOptions, surroundings: DynamodbSurroundings): Ask {
  const { clientOptions = {}, attempts = 3, timeoutMilliseconds = 1000 } = options
  const patience: Patience = { ...ours, ...surroundings, attempts }
  let loading: Promise<Dynamodb> | undefined
  // The SDK takes longest of all to load.
  const loaded = () =>
    (loading ??= import('./dynamodb-client.ts').then(({ dynamodbClient }) => dynamodbClient(clientOptions)))

  return async (what, request) => {
    let isLate = false
    try {
      const client = await loaded()
      return await patiently(async () => {
        const signal = AbortSignal.timeout(timeoutMilliseconds)
        try {
          return await request(client, signal)
        } finally {
          isLate = signal.aborted
        }
      }, patience)
    } catch (error) {
      if (error instanceof Failure) throw error
      const found = isLate ? `none within ${timeoutMilliseconds} ms` : obstacleIn(error)
      throw new UpstreamUnavailable(what, { cause: error, found })
    }
  }
}
