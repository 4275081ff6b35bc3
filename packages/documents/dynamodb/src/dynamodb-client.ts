import {
  type AttributeValue,
  DynamoDBClient,
  type DynamoDBClientConfig,
  GetItemCommand,
  type GetItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb'

/** The operations a document asks for. The only file that knows the SDK, so that it can be loaded late. */
export function dynamodbClient(options: DynamoDBClientConfig) {
  // Trying again is done above, with one number of attempts for every fault.
  const client = new DynamoDBClient({ ...options, maxAttempts: 1 })
  return {
    item: (input: GetItemCommandInput, abortSignal: AbortSignal) =>
      client.send(new GetItemCommand(input), { abortSignal }),
    query: (input: QueryCommandInput, abortSignal: AbortSignal) =>
      client.send(new QueryCommand(input), { abortSignal }),
  }
}

export type Dynamodb = ReturnType<typeof dynamodbClient>
export type Item = Readonly<Record<string, AttributeValue>>
export type { AttributeValue, DynamoDBClientConfig }
