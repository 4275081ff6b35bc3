export { type DynamodbOptions, dynamodb } from './dynamodb.ts'
export { type DynamodbByScopeOptions, dynamodbByScope, type ScopeStores } from './dynamodb-by-scope.ts'
