import { type DocumentStore } from '@sallyport/kernel'
import type { Shelf } from './adapter.ts'
import { inline } from './inline-document.ts'

/** Where permissions and rules may live. */
export const documentStores: Shelf<DocumentStore, object> = {
  file: async () => (await import('@sallyport/document-file')).file,
  inline: async () => inline,
}
