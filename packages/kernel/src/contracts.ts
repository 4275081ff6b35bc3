export { type DocumentStoreStage, documentStoreContract } from './document-store.contract.ts'
