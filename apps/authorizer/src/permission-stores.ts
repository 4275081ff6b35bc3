import { type DocumentStore } from '@sallyport/kernel'
import type { Shelf } from './adapter.ts'
import { inline } from './inline-document.ts'

/** Where permissions may live. */
export const permissionStores: Shelf<DocumentStore, object> = {
  file: async () => (await import('@sallyport/document-file')).file,
  inline: async () => inline,
}
