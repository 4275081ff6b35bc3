export type { Clock } from './clock.ts'
export { type Clause, type Contract, demand } from './contract.ts'
export type { DocumentStore, StoredDocument } from './document-store.ts'
export type { Check, Explanation } from './explanation.ts'
export {
  ConfigurationInvalid,
  DocumentInvalid,
  EventUnsupported,
  Failure,
  type FailureCode,
  UpstreamUnavailable,
} from './failure.ts'
export { type Issue, sentence, spelled } from './issue.ts'
export type { DocumentNotice, LivingDocumentOptions, Reading } from './document-state.ts'
export { type LivingDocument, livingDocument } from './living-document.ts'
export { nearestWord } from './nearest-word.ts'
export { issueFrom } from './schema-issue.ts'
export { reservedMembers } from './reserved-members.ts'
