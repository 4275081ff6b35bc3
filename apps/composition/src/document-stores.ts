import type { DocumentStore } from '@sallyport/kernel'
import type { Shelf } from './adapter.ts'
import { inline } from './inline-document.ts'
import { knowing } from './known-members.ts'

/** Where permissions and rules may live. */
export const documentStores: Shelf<DocumentStore, object> = {
  dynamodb: async () => (await import('@sallyport/document-dynamodb')).dynamodb,
  file: async () => knowing(['path', 'maximumBytes'], (await import('@sallyport/document-file')).file),
  inline: async () => inline,
  s3: async () => (await import('@sallyport/document-s3')).s3,
}
