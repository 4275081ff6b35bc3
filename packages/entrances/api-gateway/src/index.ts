export type { AccessRecord } from './access-record.ts'
export type { AuthorizerAnswer } from './authorizer-answer.ts'
export { type RestAuthorizer, type RestAuthorizerOptions, restAuthorizer } from './rest-authorizer.ts'
