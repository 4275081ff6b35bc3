export { type DynamodbOptions, dynamodb } from './dynamodb.ts'
