export { type SqsOptions, type SqsSurroundings, sqs } from './sqs.ts'
